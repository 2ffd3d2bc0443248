"""What a sensor recorded in its own memory, fetched afterwards."""
