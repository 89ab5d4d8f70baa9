"""Lessons from a text of one's own, without a language model."""
