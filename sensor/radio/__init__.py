"""A sensor that is heard now."""
