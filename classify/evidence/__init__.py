"""What was measured of each movement of the person."""
