"""What the lines above a table, or the name of its file, state of it."""
