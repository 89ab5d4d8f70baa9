"""The built-in backends: no weights, no GPU."""
