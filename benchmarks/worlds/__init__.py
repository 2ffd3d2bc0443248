"""Nights simulated apart from the classifier; see README.md."""
