"""Repeatable measurements, each against a named peer or floor in the same run."""
