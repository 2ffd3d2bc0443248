"""The first lines of a text file: its encoding, spelling, columns, and whether it is a table."""
