"""Recordings that go on, or begin, without whoever asked for them."""
