"""Recordings in, a finished night out."""
