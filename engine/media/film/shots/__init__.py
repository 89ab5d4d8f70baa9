"""Frame sources: camera moves over pictures, and transitions between them."""
