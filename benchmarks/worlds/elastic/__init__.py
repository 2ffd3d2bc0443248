"""Lumped masses of two sleepers on an elastic mattress, reduced to modes."""
