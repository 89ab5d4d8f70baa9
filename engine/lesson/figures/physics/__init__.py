"""Figures of physics."""
