"""Shared settings: property tests are reproducible and not judged by the clock."""

from hypothesis import settings

settings.register_profile("limbwatch", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("limbwatch")
