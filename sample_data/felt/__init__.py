"""What one sensor feels and writes down."""
