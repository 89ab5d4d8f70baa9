"""Lessons: a topic becomes a narrated film of figures, with notes and a quiz."""
