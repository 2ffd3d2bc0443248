"""Values to g, and what is wrong with them."""
