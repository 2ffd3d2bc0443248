"""What another scorer wrote down of a night, on our clock."""

from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.agreement.clock_fit import ClockFit
from limbwatch.classify.rules.leg_movements import LegMovements, ScoredMovements, Side, score
from limbwatch.classify.rules.published import WASM_2016, Rules
from limbwatch.sensor.arrays import Array, Index, Mask, Words
from limbwatch.sensor.scorings.leg_rows import STRONGER
from limbwatch.sensor.scorings.manual_scoring import SLEEP_STAGES

WAKE = "W"

LISTED = replace(WASM_2016, name="listed", title="joined only", shortest=1, bilateral_parts=None)
"""Joins the rows of two legs as WASM 2016 does and leaves nothing out of what a scorer listed."""

_SIDES = {"left": (Side.LEFT,), "right": (Side.RIGHT,), "both": (Side.LEFT, Side.RIGHT)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Marks:
    """Onsets and durations, seconds; a duration that is not known is NaN."""

    onset: Array
    duration: Array

    @classmethod
    def none(cls) -> Self:
        """Nothing marked."""
        return cls(onset=np.empty(0), duration=np.empty(0))

    def __len__(self) -> int:
        return len(self.onset)

    @property
    def end(self) -> Array:
        """Ends; the onset where the duration is not known."""
        return self.onset + np.nan_to_num(self.duration)

    def where(self, chosen: Mask) -> "Marks":
        """Take some of them."""
        return Marks(onset=self.onset[chosen], duration=self.duration[chosen])

    def on(self, clock: ClockFit) -> "Marks":
        """Bring to our clock."""
        return Marks(onset=clock.to_ours(self.onset), duration=self.duration)

    def cover(self, times: Array) -> Mask:
        """Tell for each time whether a mark lies over it."""
        if not len(self):
            return np.zeros(len(times), np.bool_)
        within = (self.onset[:, None] <= times) & (times < self.end[:, None])
        return np.asarray(within.any(axis=0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reference:
    """One night as another scorer wrote it down; times in seconds from our night's start."""

    legs: Marks
    """Leg movements, one row per leg or one for both, in any order."""
    side: Words
    """``left``, ``right``, ``both`` or ``unknown`` of each; shape (n,)."""
    kind: Words
    """``lm``, ``plm`` or ``respiratory``; shape (n,)."""
    stages: Marks
    """Stretches of one sleep stage each."""
    stage: Words
    """``W``, ``N1``, ``N2``, ``N3``, ``R`` or anything else for unknown; shape (k,)."""
    lights_off: float | None = None
    lights_on: float | None = None
    breathing: Marks
    breathing_kind: Words | None = None
    """Such as ``hypopnea`` or ``rera`` of each, shape (m,); None when not told, then all count."""
    arousals: Marks
    sleep_starts: Marks | None = None
    """From video; None when nobody looked for them."""
    resolution: float = 0.0
    """Step of its onsets, seconds."""
    listed: bool = True
    """Whether it lists leg movements; without, its indices are not known rather than 0."""
    asleep: Mask | None = None
    """Whether each leg movement lay in sleep, where a list without epochs says so itself; shape
    (n,)."""

    def on(self, clock: ClockFit) -> "Reference":
        """Bring every time to our clock."""

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
        """From lights off to lights on, or of what was staged; None when neither is known."""
        begin, end = self.lights_off, self.lights_on
        if self.staged:
            known = np.isin(self.stage, [*SLEEP_STAGES, WAKE])
            begin = float(self.stages.onset[known].min()) if begin is None else begin
            end = float(self.stages.end[known].max()) if end is None else end
        return None if begin is None or end is None or end <= begin else (begin, end)

    def stage_at(self, times: Array) -> Words:
        """Return the stage at each time; empty where it is not known."""
        order = np.argsort(self.stages.onset, kind="stable")
        onset, end, stage = self.stages.onset[order], self.stages.end[order], self.stage[order]
        if not len(onset):
            return np.full(len(times), "", dtype="<U8")
        place = np.searchsorted(onset, times, side="right") - 1
        known = (place >= 0) & (times < end[place])
        return np.asarray(np.where(known, stage[place], "").astype("<U8"))

    def asleep_at(self, times: Array) -> Mask:
        """Tell for each time whether a stage of sleep was scored there."""
        return np.isin(self.stage_at(times), SLEEP_STAGES)

    def leg_movements(self, rules: Rules, rows: Index | None = None) -> "Joined":
        """Put the scorer's own list through rules.

        Parameters
        ----------
        rows : ndarray of intp, optional
            Those of its rows that take part; all by default.

        Returns
        -------
        Joined
            A movement whose duration is not known has the rules' shortest and a step of the
            clock more, so that rounding does not part two legs.
        """
        taken = np.arange(len(self.legs)) if rows is None else rows
        row, side = [], []
        for place in taken.tolist():
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
    kind: Words
    """``lm``, ``plm`` or ``respiratory``, as the scorer marked any of its rows; shape (n,)."""
    timed: Mask
    """Whether the durations of all its rows are known; shape (n,)."""
    rows: tuple[tuple[int, ...], ...]
    """Rows of the scorer's list that each was made of."""

    def __len__(self) -> int:
        return len(self.kind)

    @property
    def onset(self) -> Array:
        """Seconds."""
        return np.asarray(self.scored.onset / 1000, np.float64)

    @property
    def offset(self) -> Array:
        """Seconds; NaN where a duration is not known."""
        return np.where(self.timed, self.scored.offset / 1000, np.nan)

    def where(self, chosen: Mask) -> "Listed":
        """Take some of them."""
        every = Listed(onset=self.onset, offset=self.offset, kind=self.kind, side=self.scored.side)
        return every.where(chosen)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Listed:
    """Some of a scorer's movements; columns of shape (n,).

    Seconds (an offset may be NaN), kinds, and `Side`.
    """

    onset: Array
    offset: Array
    kind: Words
    side: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.onset)

    def where(self, chosen: Mask) -> "Listed":
        """Take some of these."""
        return Listed(**{one.name: getattr(self, one.name)[chosen] for one in fields(self)})

    def of_side(self, side: Side) -> "Listed":
        """Take those that one leg took part in."""
        return self.where(np.isin(self.side, (side, Side.BOTH)))
