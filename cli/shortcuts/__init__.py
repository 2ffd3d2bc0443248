"""What makes a command shorter without changing what it does; each says what it is worth."""
