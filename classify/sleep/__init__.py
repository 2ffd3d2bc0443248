"""Sleep and wake, estimated."""
