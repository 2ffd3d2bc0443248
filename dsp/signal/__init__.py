"""From samples to the signals that movements are found in."""
