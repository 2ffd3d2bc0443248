"""The movements that a sleeper makes."""
