"""One thing that happens: which muscles pull, what comes from outside, what changes."""

from dataclasses import dataclass, field

from benchmarks.worlds.driven.drive import FS, Array


@dataclass(frozen=True, kw_only=True)
class Pull:
    """Activation of one muscle of one worn limb.

    Parameters
    ----------
    limb : str
        Placement.
    envelope : ndarray
        Activation at the synthesis' rate, negative for the antagonist.
    peak : float
        Wanted largest departure from rest, g.
    muscle : int
        Which of the limb's muscles.
    lag : float
        Seconds after the act's start.
    twitch : float
        Contraction time, s.
    units : int
        Motor units in the pool; few are rough.
    ringing : float
        Frequency of an added, lightly damped swing, Hz; 0 for none.
    """

    limb: str
    envelope: Array
    peak: float
    muscle: int = 0
    lag: float = 0.0
    twitch: float = 0.05
    units: int = 220
    ringing: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Felt:
    """A force from outside as a worn sensor feels it: through bed or by touch."""

    limb: str
    envelope: Array
    peak: float
    lag: float = 0.0
    touch: bool = False
    fast: bool = False


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Change of a limb's resting direction along a path of 0..1; nudge turns it a little."""

    limb: str
    path: Array
    gravity: Array | None = None
    nudge: Array | None = None
    lag: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Shock:
    """A short knock of a limb: heel on the floor, buckle, hand on something."""

    limb: str
    at: float
    peak: float
    hz: float
    decay: float


@dataclass(frozen=True, kw_only=True)
class Act:
    """What happens at a second of the night."""

    at: float
    kind: str
    pulls: tuple[Pull, ...] = ()
    felt: tuple[Felt, ...] = ()
    turns: tuple[Turn, ...] = ()
    shocks: tuple[Shock, ...] = ()
    source: str = "self"
    posture: str | None = None
    upright: bool = False
    notes: dict[str, object] = field(default_factory=dict)

    @property
    def length(self) -> float:
        """Seconds until the drive ends."""
        ends = [p.lag + p.envelope.size / FS for p in self.pulls]
        ends += [f.lag + f.envelope.size / FS for f in self.felt]
        ends += [t.lag + t.path.size / FS for t in self.turns]
        ends += [s.at + 5.0 * s.decay for s in self.shocks]
        return max(ends)
