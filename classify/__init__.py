"""Movements in, a labelled night out."""
