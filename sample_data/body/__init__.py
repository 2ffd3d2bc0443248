"""A body that moves in the gravity field."""
