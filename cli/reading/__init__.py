"""Files that a person names, as recordings."""
