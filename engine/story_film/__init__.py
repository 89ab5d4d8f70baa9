"""From a storyboard to a film: voices, pictures, timing, sound and shots."""
