"""What makes things: generators, their backends and the media code under them."""
