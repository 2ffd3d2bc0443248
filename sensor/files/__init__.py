"""Files that people already have, read into recordings."""
