"""Files of recorders that are no tables, decoded."""
