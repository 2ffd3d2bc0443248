"""The language that people are answered in."""
