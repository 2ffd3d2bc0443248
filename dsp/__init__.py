"""Samples in, movements out."""
