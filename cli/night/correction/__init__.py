"""A night as a person corrected it."""
