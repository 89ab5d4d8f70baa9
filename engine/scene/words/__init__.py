"""English prompts become a SceneSpec."""
