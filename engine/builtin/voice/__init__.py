"""Built-in voices: espeak-ng in a process of its own, reshaped into five speakers and imitations of others."""
