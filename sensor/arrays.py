"""Type aliases of arrays and spans, used throughout the project."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
"""Seconds, lengths, probabilities and other numbers that are computed with."""
Values = NDArray[np.float32]
"""Accelerations and envelopes as parsed, stored and drawn, g."""
Counts = NDArray[np.int64]
"""Samples, packets, ticks and whatever else is counted."""
Index = NDArray[np.intp]
"""Positions of rows or samples."""
Mask = NDArray[np.bool_]
"""Selection of rows."""
Words = NDArray[np.str_]
"""Name of each row."""

Span = tuple[float, float]
"""Beginning and end of a half-open stretch, mostly in seconds."""
Spans = NDArray[np.float64]
"""Several spans, in order and not overlapping unless stated otherwise; shape (k, 2)."""
