"""Figures of maths."""
