"""Which columns are x, y and z."""
