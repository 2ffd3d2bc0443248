"""Limits and defaults of what a person may ask for."""

from typing import Final

OLDEST: Final = 130.0
"""Highest age accepted, years. Chosen, above every age reached so far."""
CLOCKS_APART_S: Final = 2 * 86_400.0
"""Largest clock difference that may be stated, seconds. Chosen: a day, and the error within it.
Of a clock that shows any other date only the time of day is used."""
FASTEST: Final = 2000
"""Highest speed of simulated time, as a multiple of real time. Chosen."""
SLOWEST_HZ, QUICKEST_HZ = 10, 400
"""Range of rates that a sensor may be asked for, Hz. Chosen, wider than any sensor offers."""
USUAL_HZ: Final = 50.0
"""Default rate, Hz: keeps the shape of a kick and costs little battery."""
LISTEN_S: Final = 8.0
"""Default length of a scan for sensors, seconds. Chosen: each advertises several times in it."""
