"""One file for each generator; engine.registry finds them."""
