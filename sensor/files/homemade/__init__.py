"""What a sensor sends that no document describes."""
