"""What a movement is, and the one that most are made of: a limb is pulled and let go."""

from dataclasses import dataclass, field
from typing import TypeAlias

from benchmarks.worlds.direct.draws import (
    Floats,
    Rng,
    between,
    chance,
    near,
    span,
)
from benchmarks.worlds.direct.pieces import Noise, Piece, Ring, Stroke, Tilt

Parts: TypeAlias = list[Tilt | Piece]


@dataclass(frozen=True, kw_only=True)
class Move:
    """One event before it is rendered.

    Parameters
    ----------
    at, length : float
        Meant onset and duration, s.
    parts : dict
        Pieces per placement, of limbs moved by their own muscles or by others.
    lags : dict
        Delay of each placement, s.
    """

    at: float
    length: float
    kind: str
    limbs: tuple[str, ...]
    parts: dict[str, Parts]
    source: str = "self"
    lags: dict[str, float] = field(default_factory=dict)

    @property
    def end(self) -> float:
        """Last moment of any piece."""
        last = max((piece.end for parts in self.parts.values() for piece in parts), default=0.0)
        return self.at + max(last, self.length) + max(self.lags.values(), default=0.0)


SHAPES = ("hold", "ring", "double", "kick", "slow")


def pull(
    rng: Rng, shape: str, amp: float, length: float, tilt: float, along: Floats, axis: Floats
) -> Parts:
    """One limb's involuntary flexion, in one of five shapes."""
    angle, burst = amp * tilt * 1.3, amp * max(1.0 - tilt, between(rng, 0.12, 0.35))
    rest = between(rng, -0.1, 0.25) if chance(rng, 0.4) else 0.0
    side = near(rng, along, 0.5)
    if shape == "hold":
        rise = min(span(rng, 0.12, 0.6), 0.4 * length)
        fall = min(span(rng, 0.2, 1.3), 0.5 * length)
        hold = max(length - rise - fall, 0.05)
        out: Parts = [
            Tilt(rise=rise, angle=angle, axis=axis, hold=hold, fall=fall, rest=rest),
            Stroke(length=rise * between(rng, 0.9, 1.6), amp=burst, along=along),
            Stroke(
                start=rise + hold,
                length=fall * between(rng, 0.7, 1.2),
                amp=-burst * between(rng, 0.15, 0.8),
                along=side,
            ),
        ]
        if chance(rng, 0.6):
            out.append(
                Noise(
                    start=0.5 * rise,
                    length=rise + hold,
                    freq=between(rng, 5.0, 13.0),
                    width=between(rng, 1.5, 4.0),
                    amp=burst * between(rng, 0.05, 0.3),
                    along=side,
                    flat=True,
                )
            )
        return out
    if shape == "ring":
        rise = min(span(rng, 0.08, 0.3), 0.3 * length)
        freq = between(rng, 2.0, 7.0)
        decay = min(max(length * between(rng, 0.12, 0.25), 0.07), 0.6)
        out = [
            Tilt(
                rise=rise,
                angle=angle,
                axis=axis,
                hold=0.3 * length,
                fall=max(0.6 * length - rise, 0.15),
                rest=rest,
                slow=chance(rng, 0.5),
            ),
            Ring(freq=freq, decay=decay, amp=1.2 * burst, along=along, attack=0.5 * rise),
        ]
        if chance(rng, 0.5):
            late, less = 0.45 * length, between(rng, 0.2, 0.6)
            out.append(Ring(start=late, freq=freq * 1.2, decay=decay, amp=burst * less, along=side))
        return out
    if shape == "double":
        gap = max(0.35, length * between(rng, 0.3, 0.6))
        out = []
        for start, share in ((0.0, 1.0), (gap, between(rng, 0.4, 1.2))):
            each = max(0.2, min(length - gap, gap) * between(rng, 0.6, 1.0))
            rise = min(0.3, 0.4 * each)
            out += [
                Tilt(
                    start=start,
                    rise=rise,
                    angle=angle * share,
                    axis=near(rng, axis, 0.1),
                    hold=0.2 * each,
                    fall=max(0.8 * each - rise, 0.15),
                    rest=0.5 * rest,
                ),
                Stroke(start=start, length=min(each, 0.5), amp=burst * share, along=along),
                Noise(
                    start=start,
                    length=each,
                    freq=span(rng, 2.5, 9.0),
                    width=2.0,
                    amp=0.5 * burst * share,
                    along=side,
                ),
            ]
        return out
    if shape == "kick":
        rise = span(rng, 0.06, 0.22)
        return [
            Tilt(
                rise=rise,
                angle=angle,
                axis=axis,
                hold=between(rng, 0.0, 0.2) * length,
                fall=max(0.8 * length - rise, 0.2),
                rest=rest,
                slow=True,
            ),
            Ring(
                freq=span(rng, 3.5, 12.0), decay=span(rng, 0.05, 0.2), amp=1.6 * burst, along=along
            ),
            Noise(length=0.5, freq=span(rng, 4.0, 15.0), width=4.0, amp=0.5 * burst, along=side),
        ]
    rise = min(span(rng, 0.5, 2.0), 0.45 * length)
    return [
        Tilt(
            rise=rise,
            angle=1.1 * amp,
            axis=axis,
            hold=max(0.15 * length, 0.05),
            fall=max(0.85 * length - rise, 0.3),
            rest=rest,
            slow=chance(rng, 0.3),
        ),
        Noise(
            length=length,
            freq=span(rng, 1.0, 5.0),
            width=span(rng, 0.6, 2.0),
            amp=0.4 * amp,
            along=along,
        ),
    ]


def shape_of(rng: Rng, weights: Floats) -> str:
    """Draw one of the five shapes."""
    return SHAPES[int(rng.choice(len(SHAPES), p=weights))]
