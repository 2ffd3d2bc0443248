"""Sprung, damped rigid segments driven by torques, on a bed frame with a few modes."""
