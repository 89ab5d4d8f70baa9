"""Scenes become pictures: moderngl on EGL, on a GPU or on Mesa's software renderer."""
