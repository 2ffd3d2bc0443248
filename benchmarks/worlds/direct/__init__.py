"""Nights synthesised directly in acceleration, from the ranges of the literature."""
