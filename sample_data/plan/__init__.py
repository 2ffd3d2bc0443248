"""What happens in one night, and when."""
