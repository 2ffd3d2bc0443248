"""The types of arrays, and of spans, that the whole project is written in."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
"""Seconds, lengths, probabilities and other numbers that are computed with."""
Values = NDArray[np.float32]
"""Accelerations and envelopes, as they are parsed, stored and drawn, g."""
Index = NDArray[np.intp]
"""Positions of rows or samples."""
Mask = NDArray[np.bool_]
"""Of each row, whether it is meant."""
Words = NDArray[np.str_]
"""Of each row, what it is called."""

Span = tuple[float, float]
"""Begin and end of a stretch, mostly in seconds; half-open."""
Spans = NDArray[np.float64]
"""Begin and end of several, in order and not overlapping, unless said otherwise; shape (k, 2)."""
