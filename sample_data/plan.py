"""What happens in one night, and when: movements laid out without colliding."""

from bisect import bisect_left, insort
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from scipy.spatial.transform import Rotation

from limbwatch.sample_data import repertoire, sleep_architecture
from limbwatch.sample_data.body import LIMBS, Body, Limb, Vitals, lying, resting
from limbwatch.sample_data.environment import Tremble, Vibration, partner_move
from limbwatch.sample_data.kinematics import LimbMotion
from limbwatch.sample_data.repertoire import ARMS, LEGS, Actor, Motions
from limbwatch.sample_data.scenario import Periodic, Range, Scenario
from limbwatch.sample_data.sleep_architecture import Architecture

_LM_S = (0.5, 10.0)
"""Shortest and longest candidate leg movement, seconds (WASM 2016, 3.3.1)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Action:
    """One movement of the person before anybody felt it.

    Parameters
    ----------
    kind : str
        The true kind.
    source : str
        What it was made as.
    motions : dict of Limb to LimbMotion
    """

    kind: str
    source: str
    motions: Motions

    @property
    def onset(self) -> float:
        """First onset, true seconds."""
        return min(motion.onset for motion in self.motions.values())

    @property
    def offset(self) -> float:
        """Last offset, true seconds."""
        return max(motion.offset for motion in self.motions.values())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """A night as the person and the bed live it, whichever sensors are worn.

    Parameters
    ----------
    actions : tuple of Action
        In order of onset, never two at once.
    trembles, vibrations : tuple
        What else shakes the bed.
    architecture : Architecture
    vitals : Vitals
    rest : dict of Limb to Rotation
        Resting orientation (limb to world) at the start.
    """

    actions: tuple[Action, ...]
    trembles: tuple[Tremble, ...]
    vibrations: tuple[Vibration, ...]
    architecture: Architecture
    vitals: Vitals
    rest: dict[Limb, Rotation]


def make_plan(scenario: Scenario, hours: float, rng: np.random.Generator) -> Plan:
    """Lay out a night of a scenario.

    Parameters
    ----------
    scenario : Scenario
    hours : float
        Length.
    rng : Generator

    Returns
    -------
    Plan
    """
    architecture = sleep_architecture.draw(
        rng,
        hours=hours,
        latency_min=scenario.latency_min,
        awakenings=scenario.awakenings,
    )
    position = lying(rng)
    planner = _Planner(
        scenario=scenario,
        rng=rng,
        architecture=architecture,
        actor=Actor(
            body=Body(stature=float(np.clip(rng.normal(1.71, 0.09), 1.5, 1.98))),
            habits={leg: repertoire.draw_habit(rng) for leg in LEGS},
            rng=rng,
        ),
    )
    rest = {limb: resting(limb, position, rng) for limb in LIMBS}
    vitals = Vitals(
        breath_hz=rng.uniform(0.2, 0.3),
        pulse_hz=rng.uniform(0.8, 1.25),
        breath_mg=rng.lognormal(np.log(0.5), 0.5),
        pulse_mg=rng.lognormal(np.log(0.5), 0.5),
    )
    planner.lay_out()
    return Plan(
        actions=tuple(sorted(planner.actions, key=lambda action: action.onset)),
        trembles=tuple(sorted(planner.trembles, key=lambda tremble: tremble.onset)),
        vibrations=(),
        architecture=architecture,
        vitals=vitals,
        rest=rest,
    )


class _Diary:
    """Occupied stretches of the night."""

    def __init__(self) -> None:
        self._taken: list[tuple[float, float]] = []
        self._longest = 0.0

    def free(self, start: float, end: float) -> bool:
        first = bisect_left(self._taken, (start - self._longest, 0.0))
        for begin, finish in self._taken[first:]:
            if begin >= end:
                return True
            if finish > start:
                return False
        return True

    def claim(self, start: float, end: float) -> None:
        insort(self._taken, (start, end))
        self._longest = max(self._longest, end - start)


@dataclass(slots=True, kw_only=True)
class _Planner:
    scenario: Scenario
    rng: np.random.Generator
    architecture: Architecture
    actor: Actor
    diary: _Diary = field(default_factory=_Diary)
    actions: list[Action] = field(default_factory=list)
    trembles: list[Tremble] = field(default_factory=list)

    def lay_out(self) -> None:
        self._wake()
        self._posture_changes()
        self._hypnic_jerks()
        if self.scenario.periodic is not None:
            self._periodic(self.scenario.periodic)
        self._scattered(self.scenario.isolated_per_hour, self._isolated_leg)
        self._scattered(self.scenario.arms_per_hour, self._isolated_arm)
        self._partner()

    def _try(self, action: Action, *, before: float, after: float) -> bool:
        """Add an action if it fits in the night and keeps its distance from the others."""
        inside = action.onset > 5.0 and action.offset < self.architecture.end - 5.0
        if not inside or not self.diary.free(action.onset - before, action.offset + after):
            return False
        self.diary.claim(action.onset, action.offset)
        self.actions.append(action)
        return True

    def _peak(self, bounds: Range) -> float:
        return float(np.exp(self.rng.uniform(np.log(bounds[0]), np.log(bounds[1]))))

    def _wake(self) -> None:
        for start, end in self.architecture.spans("W"):
            stop, pace = end, self.rng.uniform(12.0, 40.0)
            if start == 0.0:
                stop = self.architecture.still_from
                self._restlessness(end)
            else:
                self._turn_over(start + self.rng.uniform(0.0, 3.0))
            time = start + self.rng.exponential(pace)
            while time < stop:
                self._wake_action(time)
                time += self.rng.exponential(pace) + 1.0

    def _wake_action(self, time: float) -> None:
        choice = self.rng.random()
        if choice < 0.2:
            self._turn_over(time)
            return
        if choice < 0.6:
            limbs: tuple[Limb, ...] = (ARMS[int(self.rng.integers(2))],)
        elif choice < 0.8:
            limbs = ARMS
        else:
            limbs = (ARMS[int(self.rng.integers(2))], *LEGS)
        duration = float(np.clip(self.rng.lognormal(0.9, 0.7), 0.7, 15.0))
        motions = repertoire.fidget(self.actor, time, duration, limbs)
        self._try(
            Action(kind="wake_movement", source="fidget", motions=motions), before=0.6, after=0.6
        )

    def _restlessness(self, end: float) -> None:
        """Stretch, rub and jerk the legs every 5 to 60 s, lying awake with an urge to move."""
        pace = self.rng.uniform(*self.scenario.restless_per_min)
        if pace <= 0:
            return
        time = 10.0
        while time < end - 20.0:
            if self.rng.random() < 0.5:
                self._leg_action(time, self._peak((0.05, 0.5)), self.rng.uniform(0.2, 0.6))
            else:
                both = self.rng.random() < 0.6
                limbs: tuple[Limb, ...] = LEGS if both else (LEGS[int(self.rng.integers(2))],)
                motions = repertoire.fidget(self.actor, time, self.rng.uniform(2.0, 15.0), limbs)
                action = Action(kind="wake_movement", source="restlessness", motions=motions)
                self._try(action, before=1.0, after=1.0)
            time += float(np.clip(self.rng.lognormal(np.log(60.0 / pace), 0.6), 5.0, 60.0))

    def _turn_over(self, time: float) -> None:
        position = lying(self.rng)
        targets = {limb: resting(limb, position, self.rng) for limb in LIMBS}
        duration = float(np.clip(self.rng.lognormal(np.log(9.0), 0.6), 3.0, 45.0))
        motions = repertoire.posture_change(self.actor, time, duration, targets)
        self._try(
            Action(kind="gross_movement", source="posture", motions=motions), before=1.0, after=1.0
        )

    def _posture_changes(self) -> None:
        self._scattered(self.scenario.postures_per_hour, self._turn_over)

    def _scattered(self, per_hour: Range, happen: Callable[[float], None]) -> None:
        """Let something happen at random times of sleep."""
        spans = np.array(self.architecture.spans("N1", "N2", "N3", "R")).reshape(-1, 2)
        lengths = spans[:, 1] - spans[:, 0]
        total = float(lengths.sum())
        count = self.rng.poisson(self.rng.uniform(*per_hour) * total / 3600.0)
        places = np.sort(self.rng.uniform(0, total, count))
        ends = np.cumsum(lengths)
        for place in places:
            index = int(np.searchsorted(ends, place))
            happen(float(spans[index, 1] - (ends[index] - place)))

    def _hypnic_jerks(self) -> None:
        """Mostly while falling asleep, some anywhere (PMID 28007358)."""
        count = round(self.rng.uniform(*self.scenario.hypnic_jerks))
        sleep = self.architecture.spans("N1", "N2", "N3", "R")
        light = self.architecture.spans("N1", "N2")
        done = 0
        for _ in range(20 * count):
            if done == count:
                return
            if self.rng.random() < 0.75:
                start = sleep[0][0] if self.rng.random() < 0.6 else self._pick(sleep)[0]
                time = start + self.rng.uniform(-150.0, 360.0)
            else:
                time = self.rng.uniform(*self._pick(light))
            done += self._jerk(time)

    def _pick(self, spans: list[tuple[float, float]]) -> tuple[float, float]:
        return spans[int(self.rng.integers(len(spans)))]

    def _jerk(self, time: float) -> bool:
        limbs: list[Limb] = list(LIMBS)
        self.rng.shuffle(limbs)
        if self.rng.random() < 0.3:
            # asymmetric: one limb spared, most often an arm
            limbs.remove(self.rng.choice(np.array(ARMS if self.rng.random() < 0.7 else LEGS)))
        motions = repertoire.hypnic_jerk(
            self.actor, time, tuple(limbs), self._peak(self.scenario.hypnic_peak_g)
        )
        action = Action(kind="hypnic_jerk", source="jerk", motions=motions)
        added = self._try(action, before=15.0, after=8.0)
        if added and self.rng.random() < 0.25:
            self._turn_over(action.offset + self.rng.uniform(2.0, 10.0))
        return added

    def _leg_action(
        self,
        time: float,
        peak_g: float,
        both: float,
        shapes: dict[str, float] | None = None,
        leg: Limb | None = None,
    ) -> bool:
        """One movement of one or both legs that comes back."""
        rng = self.rng
        weights = shapes if shapes is not None else Periodic(per_hour=(0.0, 0.0)).shapes
        names = list(weights)
        shares = np.array(list(weights.values()))
        shape = names[int(rng.choice(len(names), p=shares / shares.sum()))]
        first = leg if leg is not None else LEGS[int(rng.integers(2))]
        motions: Motions = {first: self._leg_motion(shape, time, first, peak_g)}
        if rng.random() < both:
            other = LEGS[1 - LEGS.index(first)]
            lag = float(np.clip(rng.lognormal(np.log(0.12), 0.8), 0.0, 1.2))
            motions[other] = self._leg_motion(
                shape, time + lag, other, peak_g * rng.lognormal(-0.2, 0.35)
            )
        return self._try(
            Action(kind="limb_movement", source=shape, motions=motions), before=1.0, after=1.0
        )

    def _leg_motion(self, shape: str, time: float, leg: Limb, peak_g: float) -> LimbMotion:
        make = {
            "flexion": repertoire.leg_flexion,
            "hold": repertoire.leg_hold,
            "kick": repertoire.leg_kick,
            "doublet": repertoire.leg_doublet,
        }[shape]
        for _ in range(20):
            motion = make(self.actor, time, leg, peak_g)
            if _LM_S[0] + 0.05 < motion.offset - motion.onset < _LM_S[1] - 0.5:
                return motion
        raise RuntimeError(f"no {shape} between {_LM_S[0]} and {_LM_S[1]} s was drawn")

    def _periodic(self, periodic: Periodic) -> None:
        """Series in light sleep, most in the first third of the night."""
        rng = self.rng
        sleep_h = sum(e - s for s, e in self.architecture.spans("N1", "N2", "N3", "R")) / 3600
        wanted = round(rng.uniform(*periodic.per_hour) * sleep_h)
        centre = np.log(rng.uniform(*periodic.interval_s))
        spread = rng.uniform(*periodic.interval_log_sd)
        night_peak = self._peak(periodic.peak_g)
        peak_spread = rng.uniform(*periodic.peak_log_sd)
        both = rng.uniform(*periodic.both)
        side_bias = rng.beta(1.5, 1.5)
        spans = self.architecture.spans("N1", "N2", "N3")
        done = 0
        for _ in range(60):
            if done >= wanted:
                return
            start, end = spans[self._early_index(spans)]
            time = rng.uniform(start, end)
            length = 4 + int(rng.geometric(1 / 22.0))
            series_centre = centre + rng.normal(0, 0.06)
            series_peak = night_peak * rng.lognormal(0, 0.4 * peak_spread)
            alternating = rng.random() < 0.15
            leg = LEGS[0] if rng.random() < side_bias else LEGS[1]
            for _ in range(min(length, wanted - done + 3)):
                if time > self.architecture.end - 15 or not self._light(time):
                    break
                if rng.random() < 0.2 or alternating:
                    leg = LEGS[1 - LEGS.index(leg)]
                peak = series_peak * rng.lognormal(0, 0.9 * peak_spread)
                if not self._leg_action(time, peak, both, periodic.shapes, leg):
                    break
                done += 1
                time += float(np.clip(rng.lognormal(series_centre, spread), 5.0, 120.0))

    def _light(self, time: float) -> bool:
        stage = self.architecture.stage_at(time)
        return stage in {"N1", "N2"} or (stage in {"N3", "W"} and self.rng.random() < 0.85)

    def _early_index(self, spans: list[tuple[float, float]]) -> int:
        middles = np.array([0.5 * (start + end) for start, end in spans])
        lengths = np.array([end - start for start, end in spans])
        weight = lengths * np.exp(-1.2 * middles / self.architecture.end)
        return int(self.rng.choice(len(spans), p=weight / weight.sum()))

    def _isolated_leg(self, time: float) -> None:
        self._leg_action(time, self._peak(self.scenario.isolated_peak_g), 0.3)

    def _isolated_arm(self, time: float) -> None:
        arm = ARMS[int(self.rng.integers(2))]
        motion = repertoire.arm_movement(
            self.actor, time, arm, self._peak(self.scenario.isolated_peak_g)
        )
        self._try(
            Action(kind="limb_movement", source="arm", motions={arm: motion}),
            before=1.0,
            after=1.0,
        )

    def _partner(self) -> None:
        hours = self.architecture.end / 3600.0
        count = self.rng.poisson(self.rng.uniform(*self.scenario.partner_per_hour) * hours)
        for time in np.sort(self.rng.uniform(10.0, self.architecture.end - 30.0, count)):
            peak = self._peak(self.scenario.partner_peak_g)
            self.trembles.append(partner_move(float(time), peak, self.rng))
