"""Procedural models: each noun of the lexicon as a function that builds its mesh."""
