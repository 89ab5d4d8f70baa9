"""A SceneSpec becomes a Scene: models are placed, lit and framed."""
