"""Movements of sleep from worn accelerometers."""

from limbwatch.version import __version__

__all__ = ["__version__"]
