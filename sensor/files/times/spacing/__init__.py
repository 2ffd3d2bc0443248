"""How far samples lie apart, by stamps that are rounded, shared, late or lost."""
