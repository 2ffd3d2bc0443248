"""One movement before it is felt: what muscles command, what pushes from outside."""

from dataclasses import dataclass, field

import numpy as np

from benchmarks.worlds.levers.draws import Floats
from benchmarks.worlds.levers.lever import RATE

TAIL = 2.0
"""Seconds after a movement in which limb and bed come to rest. Chosen."""


@dataclass(kw_only=True)
class Strand:
    """What one movement does to one limb.

    Parameters
    ----------
    command : ndarray, shape (n, 3)
        Pitch, roll and yaw about rest that muscles ask for, rad.
    torque : ndarray, shape (n, 3)
        Pull beside it as angular acceleration, rad/s^2.
    rigid : bool
        Whether the angles are the command itself.
    hertz, damping, grip : float
        Factors on the limb's own tissue.
    target : ndarray, shape (2,), optional
        Pitch and roll of a new rest, rad.
    share : ndarray, shape (n,), optional
        How far on the way to the target.
    origin : ndarray, shape (n, 3), optional
        Acceleration of the joint in the room: forward, sideways, up, g.
    skin : ndarray, shape (n, 3), optional
        Acceleration of the sensor upon the limb, g.
    """

    command: Floats
    torque: Floats
    rigid: bool = False
    hertz: float = 1.0
    damping: float = 1.0
    grip: float = 1.0
    target: Floats | None = None
    share: Floats | None = None
    origin: Floats | None = None
    skin: Floats | None = None


@dataclass(kw_only=True)
class Movement:
    """One thing that happens.

    Parameters
    ----------
    at, length : float
        Onset and nominal duration, s.
    kind, source : str
        As in the truth.
    limbs : tuple of str
        That take part by their own muscles.
    strands : dict of str to Strand
        What happens to each limb.
    bed : ndarray, shape (n,), optional
        Acceleration of the mattress, g.
    """

    at: float
    length: float
    kind: str
    limbs: tuple[str, ...] = ()
    source: str = "self"
    strands: dict[str, Strand] = field(default_factory=dict)
    bed: Floats | None = None

    @property
    def end(self) -> float:
        """Nominal end, s."""
        return self.at + self.length


def grid(length: float) -> Floats:
    """Times of the steps of a movement of this length and its tail, s."""
    return np.arange(int((length + TAIL) * RATE)) / RATE


def strand(length: float, *, rigid: bool = False) -> Strand:
    """A limb that nothing happens to yet, for a movement of this length."""
    count = len(grid(length))
    return Strand(command=np.zeros((count, 3)), torque=np.zeros((count, 3)), rigid=rigid)
