"""From evidence to kinds, how sure and why."""
