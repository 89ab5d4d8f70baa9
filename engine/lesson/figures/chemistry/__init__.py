"""Figures of chemistry."""
