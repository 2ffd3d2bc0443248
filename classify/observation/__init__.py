"""What was observed, and for how long."""
