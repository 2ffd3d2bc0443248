"""The result of analysing one sensor of one night."""

from dataclasses import dataclass

from limbwatch.dsp.movements import Movements
from limbwatch.dsp.posture.epochs import Epochs
from limbwatch.dsp.signal.calibration import Calibration
from limbwatch.sensor import Placement
from limbwatch.sensor.arrays import Array, Values
from limbwatch.sensor.one_line import one_line


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Track:
    """The movements of one limb and the epochs around them.

    Parameters
    ----------
    placement : Placement
        Where the sensor was worn.
    rate : float
        Measured rate of the recording, Hz.
    spans : ndarray of float, shape (runs, 2)
        Recorded stretches, seconds from the recording's start; dropouts of up to 0.1 s, too short
        to hide a movement, do not divide them.
    worn : ndarray of float, shape (k, 2)
        Stretches that were recorded and worn, seconds.
    calibration : Calibration
        Correction that was applied.
    movements : Movements
        The movements found, in order of onset.
    epochs : Epochs
        Posture and activity on a grid.
    peaks : ndarray of float32, shape (m,)
        Largest value of the movement envelope in each tenth of a second, g; NaN without data.
    threshold : float
        Median detection threshold of the night, g.
    floor : float
        Median noise floor of the night, g.
    """

    placement: Placement
    rate: float
    spans: Array
    worn: Array
    calibration: Calibration
    movements: Movements
    epochs: Epochs
    peaks: Values
    threshold: float
    floor: float

    __repr__ = one_line
