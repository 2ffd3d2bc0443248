"""A night in the terminal."""
