"""The types of arrays that samples, their times and their rows are held in."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
"""Seconds, lengths and other numbers that are computed with."""
Values = NDArray[np.float32]
"""Accelerations, as they are parsed and stored."""
Index = NDArray[np.intp]
"""Positions of rows or samples."""
Mask = NDArray[np.bool_]
"""Of each row, whether it is meant."""
