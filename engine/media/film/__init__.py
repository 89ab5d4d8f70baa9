"""Films: pictures drawn over time, encoded in chunks, joined with sound, marked and checked."""
