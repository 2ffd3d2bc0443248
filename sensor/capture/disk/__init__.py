"""A capture as files that survive a power cut."""
