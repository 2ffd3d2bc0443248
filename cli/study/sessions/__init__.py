"""Sessions of a study, checked and scored."""
