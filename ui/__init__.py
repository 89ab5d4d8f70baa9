"""The studio in the browser: a Gradio app for making things, and plain pages around it."""
