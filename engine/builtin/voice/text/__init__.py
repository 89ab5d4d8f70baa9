"""Text made ready to be spoken: sentences, pauses, numbers and abbreviations as words."""
