"""What was heard: on disk, and in time."""
