"""Another scorer's record of a night."""

from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.agreement.clock_fit import ClockFit
from limbwatch.classify.rules.leg_movements import LegMovements, ScoredMovements, Side, score
from limbwatch.classify.rules.published import WASM_2016
from limbwatch.classify.rules.rule_set import Rules
from limbwatch.sensor.arrays import Array, Index, Mask, Words
from limbwatch.sensor.scorings.leg_rows import STRONGER
from limbwatch.sensor.scorings.manual_scoring import SLEEP_STAGES

WAKE = "W"
"""Stage of wake."""

LISTED = replace(WASM_2016, name="listed", title="joined only", shortest=1, bilateral_parts=None)
"""Rules that join the rows of two legs as WASM 2016 does, but keep everything a scorer listed."""

_SIDES = {"left": (Side.LEFT,), "right": (Side.RIGHT,), "both": (Side.LEFT, Side.RIGHT)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Marks:
    """Marked stretches of time; columns of shape (n,)."""

    onset: Array
    """Onsets, seconds."""
    duration: Array
    """Durations, seconds; NaN where unknown."""

    @classmethod
    def none(cls) -> Self:
        """Return no marks."""
        return cls(onset=np.empty(0), duration=np.empty(0))

    def __len__(self) -> int:
        return len(self.onset)

    @property
    def end(self) -> Array:
        """Ends, seconds; the onset where the duration is unknown."""
        return self.onset + np.nan_to_num(self.duration)

    def where(self, chosen: Mask) -> "Marks":
        """Return the chosen marks."""
        return Marks(onset=self.onset[chosen], duration=self.duration[chosen])

    def on(self, clock: ClockFit) -> "Marks":
        """Convert to our clock."""
        return Marks(onset=clock.to_ours(self.onset), duration=self.duration)

    def cover(self, times: Array) -> Mask:
        """Return for each time whether a mark covers it."""
        if not len(self):
            return np.zeros(len(times), np.bool_)
        within = (self.onset[:, None] <= times) & (times < self.end[:, None])
        return np.asarray(within.any(axis=0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reference:
    """One night as another scorer recorded it; times in seconds from our night's start."""

    legs: Marks
    """Leg movements, one row per leg or one for both, in any order."""
    side: Words
    """``left``, ``right``, ``both`` or ``unknown`` for each leg movement; shape (n,)."""
    kind: Words
    """``lm``, ``plm`` or ``respiratory`` for each leg movement; shape (n,)."""
    stages: Marks
    """Stretches of one sleep stage each."""
    stage: Words
    """``W``, ``N1``, ``N2``, ``N3``, ``R`` or anything else for unknown; shape (k,)."""
    lights_off: float | None = None
    """Lights off; None when unknown."""
    lights_on: float | None = None
    """Lights on; None when unknown."""
    breathing: Marks
    """Breathing events."""
    breathing_kind: Words | None = None
    """Kind of each breathing event, such as ``hypopnea`` or ``rera``, shape (m,); None when
    unknown, and then all count."""
    arousals: Marks
    """Arousals."""
    sleep_starts: Marks | None = None
    """Sleep starts from video; None when nobody looked for them."""
    resolution: float = 0.0
    """Step of its onsets, seconds."""
    listed: bool = True
    """Whether it lists leg movements; otherwise its indices are unknown and not 0."""
    asleep: Mask | None = None
    """Whether each leg movement was in sleep, if a list without epochs says so itself; shape
    (n,)."""

    def on(self, clock: ClockFit) -> "Reference":
        """Convert every time to our clock."""

        def one(time: float | None) -> float | None:
            return None if time is None else float(clock.to_ours(np.array([time]))[0])

        return replace(
            self,
            legs=self.legs.on(clock),
            stages=self.stages.on(clock),
            breathing=self.breathing.on(clock),
            arousals=self.arousals.on(clock),
            sleep_starts=None if self.sleep_starts is None else self.sleep_starts.on(clock),
            lights_off=one(self.lights_off),
            lights_on=one(self.lights_on),
        )

    @property
    def staged(self) -> bool:
        """Whether any stage is known."""
        return bool(np.isin(self.stage, [*SLEEP_STAGES, WAKE]).any())

    @property
    def extent(self) -> tuple[float, float] | None:
        """Lights off and lights on, or else the staged time; None when neither is known."""
        begin, end = self.lights_off, self.lights_on
        if self.staged:
            known = np.isin(self.stage, [*SLEEP_STAGES, WAKE])
            begin = float(self.stages.onset[known].min()) if begin is None else begin
            end = float(self.stages.end[known].max()) if end is None else end
        return None if begin is None or end is None or end <= begin else (begin, end)

    def stage_at(self, times: Array) -> Words:
        """Return the stage at each time; empty where it is unknown."""
        order = np.argsort(self.stages.onset, kind="stable")
        onset, end, stage = self.stages.onset[order], self.stages.end[order], self.stage[order]
        if not len(onset):
            return np.full(len(times), "", dtype="<U8")
        place = np.searchsorted(onset, times, side="right") - 1
        known = (place >= 0) & (times < end[place])
        return np.asarray(np.where(known, stage[place], "").astype("<U8"))

    def asleep_at(self, times: Array) -> Mask:
        """Return for each time whether a stage of sleep was scored."""
        return np.isin(self.stage_at(times), SLEEP_STAGES)

    def leg_movements(self, rules: Rules, rows: Index | None = None) -> "Joined":
        """Score the scorer's own list, or some rows of it, by rules.

        A movement of unknown duration gets the rules' shortest plus a step of the clock, so that
        rounding does not separate two legs.
        """
        included = np.arange(len(self.legs)) if rows is None else rows
        row, side = [], []
        for place in included.tolist():
            for leg in _SIDES.get(str(self.side[place]), (Side.UNKNOWN,)):
                row.append(place)
                side.append(int(leg))
        source = np.array(row, np.intp)
        unknown = rules.shortest / 1000 + self.resolution
        duration = np.nan_to_num(self.legs.duration[source], nan=unknown)
        onset = self.legs.onset[source]
        duration = np.maximum(duration, 0.001)
        asleep = None if self.asleep is None else self.asleep[source]
        if self.staged:
            asleep = self.asleep_at(onset)
            if rules.sleep_required:
                asleep |= self.asleep_at(onset + duration)
        scored = score(
            LegMovements.from_seconds(side=side, onset=onset, duration=duration, asleep=asleep),
            rules,
        )
        kinds = [
            max((str(self.kind[source[k]]) for k in parts), key=_rank) for parts in scored.rows
        ]
        known = [
            bool(np.isfinite(self.legs.duration[source[list(parts)]]).all())
            for parts in scored.rows
        ]
        return Joined(
            scored=scored,
            kind=np.array(kinds, dtype="<U16"),
            timed=np.array(known, np.bool_),
            rows=tuple(tuple(source[list(parts)].tolist()) for parts in scored.rows),
        )


def _rank(kind: str) -> int:
    return STRONGER.index(kind) if kind in STRONGER else 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Joined:
    """A scorer's movements with both legs joined."""

    scored: ScoredMovements
    """The movements, scored by rules."""
    kind: Words
    """``lm``, ``plm`` or ``respiratory``, the strongest mark of any row of each; shape (n,)."""
    timed: Mask
    """Whether the durations of all rows of each are known; shape (n,)."""
    rows: tuple[tuple[int, ...], ...]
    """Rows of the scorer's list that were joined into each."""

    def __len__(self) -> int:
        return len(self.kind)

    @property
    def onset(self) -> Array:
        """Onsets, seconds."""
        return np.asarray(self.scored.onset / 1000, np.float64)

    @property
    def offset(self) -> Array:
        """Offsets, seconds; NaN where a duration is unknown."""
        return np.where(self.timed, self.scored.offset / 1000, np.nan)

    def where(self, chosen: Mask) -> "Listed":
        """Return the chosen movements."""
        all_movements = Listed(
            onset=self.onset, offset=self.offset, kind=self.kind, side=self.scored.side
        )
        return all_movements.where(chosen)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Listed:
    """Some of a scorer's movements; columns of shape (n,)."""

    onset: Array
    """Onsets, seconds."""
    offset: Array
    """Offsets, seconds; NaN where a duration is unknown."""
    kind: Words
    """``lm``, ``plm`` or ``respiratory``."""
    side: NDArray[np.int64]
    """`Side` of each."""

    def __len__(self) -> int:
        return len(self.onset)

    def where(self, chosen: Mask) -> "Listed":
        """Return the chosen movements."""
        return Listed(**{one.name: getattr(self, one.name)[chosen] for one in fields(self)})

    def of_side(self, side: Side) -> "Listed":
        """Return the movements that one leg took part in."""
        return self.where(np.isin(self.side, (side, Side.BOTH)))
