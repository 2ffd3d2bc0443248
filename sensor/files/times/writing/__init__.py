"""How dates and times are written, and read as seconds."""
