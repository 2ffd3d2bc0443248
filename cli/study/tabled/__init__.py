"""Nights and people of a study as rows of tables."""
