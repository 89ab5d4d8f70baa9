"""Scenes in time: camera paths, what moves and lives, and the day passing."""
