"""Nights beside each other, and a night as a person corrected it."""
