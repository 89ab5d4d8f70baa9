"""What a lesson shows: one class for each kind of figure."""
