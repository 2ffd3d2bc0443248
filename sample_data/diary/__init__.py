"""A night while it is being laid out."""
