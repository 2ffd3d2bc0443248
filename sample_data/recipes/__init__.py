"""What nights are made of, as plain data."""
