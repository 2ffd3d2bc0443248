"""Units of time by the names that a person gives them."""

TIME_UNITS = {
    "s": 1.0,
    "cs": 1e-2,
    "ms": 1e-3,
    "us": 1e-6,
    "ns": 1e-9,
    "min": 60.0,
    "h": 3600.0,
    "days": 86400.0,
    "excel": 86400.0,
    "matlab": 86400.0,
    "ticks": 1e-7,
    "filetime": 1e-7,
}
"""Seconds per unit of time, by the name that a person gives it. The last four count from a date of
their own, the others from 1970 where that gives a date, or from some start."""

ORIGINS = {
    "excel": "days since 1900 (spreadsheet)",
    "matlab": "days since year 0 (MATLAB)",
    "ticks": "100 ns since year 1 (.NET ticks)",
    "filetime": "100 ns since 1601 (Windows FILETIME)",
}
"""Words of the scale of each of those that count from a date of their own."""


def unit_name(step: float) -> str:
    """Give the name of the unit of so many seconds, counted from any start."""
    return next(name for name, own in TIME_UNITS.items() if own == step)
