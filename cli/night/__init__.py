"""What a night is on disk; never half-written."""
