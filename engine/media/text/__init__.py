"""Words in films: set in lines, drawn once, laid over frames."""
