"""Containers of other programs, opened by the libraries kept for them, as tables."""
