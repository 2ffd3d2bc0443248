"""Nights, and the sensors in range, in the terminal."""
