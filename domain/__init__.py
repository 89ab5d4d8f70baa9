"""The rules of the studio: pure types and decisions, without input or output."""
