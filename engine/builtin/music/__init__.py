"""Composes and plays film music without weights."""
