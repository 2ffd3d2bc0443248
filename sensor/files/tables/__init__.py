"""Text files as tables: what their columns are and what is in them."""
