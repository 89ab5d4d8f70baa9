"""Figures of every subject."""
