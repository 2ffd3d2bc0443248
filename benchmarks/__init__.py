"""Measurements of accuracy and speed; nothing here is part of the installed package."""
