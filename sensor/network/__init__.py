"""A phone that is heard through the local network."""
