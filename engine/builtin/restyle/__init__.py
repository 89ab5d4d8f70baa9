"""Restyles a photograph without weights: ten styles, from plush toy to pixel art."""
