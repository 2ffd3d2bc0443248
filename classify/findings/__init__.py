"""What in a night is worth a person's attention; never a diagnosis."""
