"""Figures of biology."""
