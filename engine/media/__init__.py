"""Files in and out: checking what comes in, marking what goes out."""
