"""From where recordings lie to a table of sessions."""
