"""What a person may ask for at most, and what is asked where nobody says it."""

from typing import Final

OLDEST: Final = 130.0
"""Largest age, years; chosen, above every age that anybody had."""
CLOCKS_APART_S: Final = 2 * 86_400.0
"""So far may a clock be said to be from ours, seconds; chosen: a day, and what else it is wrong by.
Of any other date only the time of day is used."""
FASTEST: Final = 2000
"""Times as fast as life that simulated time may run; chosen."""
SLOWEST_HZ, QUICKEST_HZ = 10, 400
"""Samples per second that a sensor may be asked for; chosen, wider than any of them gives."""
USUAL_HZ: Final = 50.0
"""Hz; keeps the shape of a kick and costs little battery."""
LISTEN_S: Final = 8.0
"""How long is listened for sensors, seconds; chosen: each advertises several times meanwhile."""
