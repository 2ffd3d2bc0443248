"""Nights beside each other: whose, of which day, made of what, and what is less than one."""
