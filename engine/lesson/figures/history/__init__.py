"""Figures of history."""
