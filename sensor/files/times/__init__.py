"""Time stamps: how they are written, and what they say about a recording."""
