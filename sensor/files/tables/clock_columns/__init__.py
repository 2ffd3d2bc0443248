"""Which columns are time, and the time of every row."""
