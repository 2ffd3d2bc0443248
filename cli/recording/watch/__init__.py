"""What is shown and heard of a recording while it runs."""
