"""Several sensors in one file: which of them is asked for."""
