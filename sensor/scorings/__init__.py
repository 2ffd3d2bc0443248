"""Scorings of a sleep laboratory in, one type out."""
