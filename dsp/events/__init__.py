"""Where a movement begins and ends, and what can be measured of it."""
