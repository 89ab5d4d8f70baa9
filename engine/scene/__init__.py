"""Words become places: description, models, layout, light and picture."""
