"""Rows with their stamps to the runs of a recording."""
