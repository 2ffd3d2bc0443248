"""The rows of a table, parsed: those that are of it, and their cells."""
