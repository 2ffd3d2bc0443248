"""Things planned to happen, and how each is carried out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.worlds.engine import asleep, gait, outside, willed
from benchmarks.worlds.engine.model import JOINTS, TRUNK_JOINTS
from benchmarks.worlds.engine.person import pick
from benchmarks.worlds.engine.postures import draw_name, draw_posture
from benchmarks.worlds.engine.record import Record, warped
from benchmarks.worlds.engine.sleeper import LostError
from benchmarks.worlds.engine.timeline import Timeline

if TYPE_CHECKING:
    from benchmarks.worlds.engine.sleeper import Trace

Act = Callable[[float, Record], None]


@dataclass(frozen=True, order=True)
class Event:
    """Something planned.

    Parameters
    ----------
    at : float
        Seconds.
    act : callable
        Carries it out from a time on.
    firm : bool
        Happens a little later rather than not at all.
    """

    at: float
    act: Act = field(compare=False)
    firm: bool = field(default=False, compare=False)


def limb_key(rng: np.random.Generator, arm: float = 0.35) -> str:
    """Draw a limb: ``l``, ``r`` or ``arm``."""
    if rng.random() < arm:
        return "arm"
    return "l" if rng.random() < 0.5 else "r"


def _key(limb: str) -> str:
    return "a" if limb == "arm" else limb


def turn(at: float, record: Record) -> None:
    """Change of posture."""
    rng, sleeper = record.rng, record.sleeper
    now = sleeper.posture.name if sleeper.posture else "back"
    name = draw_name(rng, record.person.likes, now)
    record.play(at, willed.turn(rng, sleeper, name), "gross_movement", "lra", settle_s=5.0)


def stir(at: float, record: Record) -> None:
    """Stirring of an arousal."""
    plans, who = willed.stir(record.rng, record.sleeper, record.person)
    record.play(at, plans, "gross_movement", who, settle_s=2.0)


def lone(at: float, record: Record) -> None:
    """One movement of one limb."""
    limb = limb_key(record.rng)
    plans = asleep.lone_limb(record.rng, record.sleeper, record.person, limb=limb)
    record.play(at, plans, "limb_movement", _key(limb))


def twitch(at: float, record: Record) -> None:
    """A tiny twitch."""
    limb = limb_key(record.rng, 0.45)
    plans = asleep.twitch(record.rng, record.sleeper, record.person, limb=limb)
    record.play(at, plans, "micro_twitch", _key(limb))


def handling(at: float, record: Record) -> None:
    """Something voluntary."""
    rng = record.rng
    limb = str(rng.choice(("a", "l", "r"), p=(0.6, 0.2, 0.2)))
    plans = willed.handle(rng, record.sleeper, record.person, limb=limb)
    record.play(at, plans, "wake_movement", limb, settle_s=1.5)


def reading(at: float, record: Record) -> None:
    """A page is turned or a foot moves."""
    rng = record.rng
    limb = str(rng.choice(("a", "l", "r"), p=(0.6, 0.2, 0.2)))
    plans = willed.handle(rng, record.sleeper, record.person, limb=limb, small=True)
    record.play(at, plans, "wake_movement", limb, settle_s=1.5)


def periodic(legs: str, fade: float, *, toes: bool) -> Act:
    """One movement of a run."""

    def act(at: float, record: Record) -> None:
        plans = asleep.periodic(
            record.rng, record.sleeper, record.person, legs=legs, fade=fade, toes=toes
        )
        record.play(at, plans, "plm", legs)

    return act


def jerk(at: float, record: Record) -> None:
    """A sleep start."""
    gain = min(0.8, 0.42 * record.person.jerk_gain * float(np.exp(record.rng.normal(0, 0.35))))
    plans = asleep.whole_jerk(record.rng, record.sleeper, record.person, gain=gain)
    record.play(at, plans, "hypnic_jerk", "lra")


def spasm(at: float, record: Record) -> None:
    """An epileptic spasm."""
    plans = asleep.spasm(record.rng, record.sleeper, record.person)
    record.play(at, plans, "spasm", "lra")


def partner_leg(at: float, record: Record) -> None:
    """A leg of the partner."""
    gain = float(np.exp(record.rng.normal(np.log(0.5), 0.35)))
    plans = outside.partner_leg(record.rng, record.sleeper, gain=gain)
    record.play(at, plans, "external", "", "partner")


def partner_turn(at: float, record: Record) -> None:
    """The partner turns over."""
    plans = outside.partner_turn(record.rng, record.sleeper)
    record.play(at, plans, "external", "", "partner")


def shake(at: float, record: Record) -> None:
    """Footsteps or traffic."""
    way = outside.footsteps if record.rng.random() < 0.5 else outside.traffic
    record.play(at, way(record.rng, record.sleeper), "external", "", "bed")


def pet(spot: str) -> Act:
    """A pet's touch."""

    def act(at: float, record: Record) -> None:
        plans = outside.pet_touch(record.rng, record.sleeper, spot=spot)
        record.play(at, plans, "external", "", "pet")

    return act


def bout(at: float, record: Record) -> None:
    """A bout of restless legs: simulated the first dozen times, then varied."""
    rng = record.rng
    known: list[tuple[Trace, str]] = record.library
    if len(known) >= 12:
        trace, who = known[int(rng.integers(len(known)))]
        record.keep(at, warped(rng, trace, record.rest), "wake_movement", who)
        return
    plans, who = willed.restless(rng, record.sleeper, record.person)
    try:
        trace = record.sleeper.run(plans)
    except LostError:
        record.lie_anew(at)
        return
    known.append((trace, who))
    record.keep(at, trace, "wake_movement", who)


def walk(seconds: float, *, pause: bool, leaves: bool = False) -> Act:
    """Up, about and back; or up for good."""

    def act(at: float, record: Record) -> None:
        rng, sleeper = record.rng, record.sleeper
        end = None
        if not leaves:
            sleeper.lie_down(draw_posture(rng, pick(rng, record.person.likes)))
            end = {k: v[-1] for k, v in sleeper.run([sleeper.plan(1.0)]).felt.items()}
        stop = (0.35 * seconds, 0.65 * seconds) if pause else None
        trace = gait.walk(rng, record.rest, end, seconds, stop)
        record.keep(at, trace, "walking", "lra")

    return act


def breath_end(size: float) -> Act:
    """The end of an apnoea: arm, both legs, trunk."""

    def act(at: float, record: Record) -> None:
        rng, sleeper, person = record.rng, record.sleeper, record.person
        seconds = float(rng.uniform(1.5, 5))
        plan = sleeper.plan(asleep.LEAD_S + seconds + 2.5)
        names = [j for j in JOINTS if j[-2:] != f"_{'r' if person.watch == 'l' else 'l'}"]
        names += ["hip_flex_l", "knee_l", "ankle_l", "hip_flex_r", "knee_r", "ankle_r"]
        for joint in dict.fromkeys(names):
            if rng.random() < 0.3:
                continue
            wave = asleep.swell(seconds * rng.uniform(0.3, 1), 0.3, 0.4)
            strength = size * rng.uniform(0.05, 0.35) * (0.4 if joint in TRUNK_JOINTS else 1.0)
            late = asleep.LEAD_S + rng.uniform(0, 0.3 * seconds)
            sign = "+" if rng.random() < 0.7 else "-"
            plan.add(f"{joint}{sign}", np.clip(wave * strength, 0, 1), late)
        record.play(at, [plan], "gross_movement", "lra")

    return act


def tremor(limb: str, seconds: float) -> Act:
    """Trembling of one limb at rest, awake."""

    def act(at: float, record: Record) -> None:
        rng, person = record.rng, record.person
        side = person.watch if limb == "a" else limb
        if limb == "a":
            joints = (f"elbow_{side}", f"pronation_{side}")
            gain = float(np.exp(rng.uniform(np.log(0.03), np.log(0.2))))
        else:
            joints = (f"ankle_{side}", f"knee_{side}")
            gain = float(np.exp(rng.uniform(np.log(0.04), np.log(0.25))))
        hz = person.tremor_hz * float(np.exp(rng.normal(0, 0.05)))
        plans = asleep.shaking(
            rng, record.sleeper, joints=joints, seconds=seconds, hz=(hz, hz), gain=gain
        )
        record.play(at, plans, "rest_tremor", limb)

    return act


def shudder(at: float, record: Record) -> None:
    """Shuddering of the whole body or the trunk."""
    rng, sleeper = record.rng, record.sleeper
    whole = rng.random() < 0.6
    joints = JOINTS if whole else (*TRUNK_JOINTS, "shoulder_flex_l", "shoulder_flex_r")
    hz = rng.uniform(8, 12)
    plans = asleep.shaking(
        rng, sleeper, joints=joints, seconds=rng.uniform(1.5, 5), hz=(hz, hz * 0.9),
        gain=rng.uniform(0.2, 0.7), share=0.5, wander=0.15,
    )  # fmt: skip
    record.play(at, plans, "shudder", "lra" if whole else "a")


def foot_tremor(at: float, record: Record) -> None:
    """Slow train of a foot."""
    sides = str(record.rng.choice(("l", "r", "lr"), p=(0.4, 0.4, 0.2)))
    plans = asleep.foot_train(record.rng, record.sleeper, sides=sides)
    record.play(at, plans, "foot_tremor", sides)


def cramp(at: float, record: Record) -> None:
    """A cramp of one calf."""
    side = str(record.rng.choice(("l", "r")))
    plans, who = willed.cramp(record.rng, record.sleeper, record.person, side=side)
    record.play(at, plans, "cramp", who)


def dream(at: float, record: Record) -> None:
    """A dream acted out."""
    plans, who = asleep.dream_act(record.rng, record.sleeper, record.person)
    record.play(at, plans, "dream", "lra" if "l" in who else "a", settle_s=2.0)


def tonic(seconds: float) -> Act:
    """Stiffening of the whole body."""

    def act(at: float, record: Record) -> None:
        rng = record.rng
        plans = asleep.stiffening(
            rng, record.sleeper, seconds=seconds, gain=float(rng.uniform(0.35, 0.9))
        )
        record.play(at, plans, "tonic", "lra")

    return act


def convulsion(tonic_s: float, clonic_s: float) -> Act:
    """Stiffening, then jerks that slow down."""

    def act(at: float, record: Record) -> None:
        rng = record.rng
        plans = asleep.stiffening(
            rng, record.sleeper, seconds=tonic_s, gain=float(rng.uniform(0.5, 0.9)),
            clonic_s=clonic_s,
        )  # fmt: skip
        record.play(at, plans, "convulsive", "lra")

    return act


def focal(limb: str, seconds: float) -> Act:
    """Rhythmic shaking of one limb."""

    def act(at: float, record: Record) -> None:
        rng, person = record.rng, record.person
        side = person.watch if limb == "a" else limb
        names = (
            ("elbow", "shoulder_flex", "pronation")
            if limb == "a"
            else ("knee", "ankle", "hip_flex")
        )
        first = rng.uniform(1.5, 4)
        plans = asleep.shaking(
            rng, record.sleeper, joints=tuple(f"{j}_{side}" for j in names), seconds=seconds,
            hz=(first, max(1.0, first * rng.uniform(0.5, 1.1))), gain=rng.uniform(0.15, 0.6),
            share=0.35, both_ways=rng.random() < 0.4, wander=0.08,
        )  # fmt: skip
        record.play(at, plans, "focal", limb)

    return act


def seen(
    timeline: Timeline, act: Act, at: float, room: float, *, firm: bool = False
) -> Event | None:
    """Reserve room and hand back the event."""
    return Event(at, act, firm) if timeline.take(at, at + room) else None
