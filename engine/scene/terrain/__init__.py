"""The ground of every place: its relief, its colours, its water."""
