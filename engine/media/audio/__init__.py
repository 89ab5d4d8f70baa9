"""Sound: float32 samples read, measured, levelled and written."""
