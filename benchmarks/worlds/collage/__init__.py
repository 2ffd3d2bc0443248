"""Real recordings cut, turned and put together."""
