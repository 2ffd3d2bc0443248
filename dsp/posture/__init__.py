"""How a sensor lies, and whether it is worn."""
