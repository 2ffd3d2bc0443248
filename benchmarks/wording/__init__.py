"""What the program says, read out of its sources."""
