"""Makes the movements one after another and keeps what every sensor felt."""

from dataclasses import dataclass, field

import numpy as np

from benchmarks.worlds.night import PLACES, Truth
from benchmarks.worlds.posed.bed import Bed
from benchmarks.worlds.posed.diary import Act
from benchmarks.worlds.posed.person import Person
from benchmarks.worlds.posed.pose import LYING, SEGMENT_OF, Pose, lie
from benchmarks.worlds.posed.score import LEGS, Motion, Score
from benchmarks.worlds.posed.sensor import Sensor
from benchmarks.worlds.posed.strokes import Rng, between, step
from benchmarks.worlds.posed.turning import Array, about, back, times, turned

UP = np.array([0.0, 0.0, 1.0])


@dataclass
class Track:
    """What one sensor felt, on its own samples, beside its first rest."""

    sensor: Sensor
    mount: Array
    course: Array
    rest: Array
    steps: list[tuple[int, Array]] = field(default_factory=list)

    def add(self, at: float, t: Array, felt: Array) -> None:
        """Add a window (departure from the rest at its start) from ``at`` on."""
        rate, start = self.sensor.rate, self.sensor.start
        low = max(0, int(np.ceil((at - start) * rate)))
        high = min(len(self.course), int(np.ceil((at + t[-1] - start) * rate)))
        if high <= low:
            return
        when = np.arange(low, high) / rate + start - at
        for axis in range(3):
            self.course[low:high, axis] += np.interp(when, t, felt[:, axis])

    def stay(self, at: float, change: Array) -> None:
        """A change of rest that holds from ``at`` on."""
        index = int(np.ceil((at - self.sensor.start) * self.sensor.rate))
        self.steps.append((int(np.clip(index, 0, len(self.course))), change))


class Stage:
    """The wearer, the partner and their bed."""

    def __init__(
        self,
        rng: Rng,
        person: Person,
        other: Person,
        bed: Bed,
        sensors: dict[str, Sensor],
        total: float,
    ) -> None:
        self.rng, self.person, self.other, self.bed = rng, person, other, bed
        self.pose = lie(rng, "supine")
        self.other_pose = lie(rng, "supine")
        self.touch = 0.0
        self.tracks: dict[str, Track] = {}
        for place, sensor in sensors.items():
            count = int((total - sensor.start) * sensor.rate)
            track = Track(sensor, sensor.mount, np.zeros((count, 3)), np.zeros(3))
            self.tracks[place] = track
            track.rest = self._rest(place, self.pose)

    def _rest(self, place: str, pose: Pose) -> Array:
        """Gravity at a sensor."""
        whole = times(pose.turns[SEGMENT_OF[place]], self.tracks[place].mount)
        return np.asarray(turned(back(whole), UP)[0], dtype=np.float64)

    def _target(self, to: str, pose: Pose, person: Person) -> Pose:
        """The pose that a change of posture ends in."""
        rng = self.rng
        if to in {"sitting", "standing"}:
            return lie(rng, to)
        if to == "roll" or pose.name not in LYING:
            odds = np.array(person.postures)
            if pose.name in LYING:
                odds[LYING.index(pose.name)] *= 0.15
            return lie(rng, str(rng.choice(LYING, p=odds / odds.sum())))
        turns = {}
        for name in pose.turns:
            if rng.random() < 0.55:
                turns[name] = about(rng.normal(0, 0.15, 3))[0]
        turns = turns or {"fore": about(rng.normal(0, 0.2, 3))[0]}
        return pose.moved(turns)

    def perform(self, act: Act) -> Truth | None:
        """Make one movement."""
        if act.source == "partner":
            return self._partner(act)
        lying = self.pose.name in LYING
        if act.source != "self" and not lying:
            return None
        options = dict(act.options)
        if act.to:
            options["to"] = self._target(act.to, self.pose, self.person)
        if act.make.__name__ in {"turn_over", "handle", "walk"}:
            options.setdefault("length", act.length)
        if act.make.__name__ == "walk" and self.pose.name != "standing":
            return None
        score: Score = act.make(self.rng, self.person, self.bed, self.pose, **options)
        motion = score.solved(self.person, self.pose)
        begin = act.at - score.lead
        if lying and act.source == "self" and self.touch:
            self._leaning(motion, score)
        after = self.pose.moved(motion.final)
        if act.to:
            after = options["to"]
        carried = self._carried(motion, score) if lying and act.source == "self" else {}
        own = score.limbs if act.source == "self" else set(PLACES)
        visible, raw = self._felt(begin, motion, carried, after, score)
        self.pose = after
        if act.to in {"roll", "settle"} and lying:
            self._creep(begin + motion.t[-1])
        spread = [np.linalg.norm(raw[p], axis=1) for p in PLACES if p in own]
        finish = [np.linalg.norm(raw[p] - raw[p][-1], axis=1) for p in PLACES if p in own]
        first, last = _limits(np.max(spread, axis=0), np.max(finish, axis=0))
        if last - first < score.lasting:
            if float(np.max(spread)) < 0.02:
                first, last = score.lead, score.lead + score.lasting
            else:
                last = max(last, first + min(score.lasting, 0.5))
        limbs = tuple(p for p in PLACES if p in score.limbs) if act.source == "self" else ()
        return Truth(
            onset_s=begin + first,
            duration_s=max(last - first, 0.02),
            kind=act.kind,
            limbs=limbs,
            source=act.source,
            visible=visible,
        )

    def _leaning(self, motion: Motion, score: Score) -> None:
        """A leg that lies against the moving one goes along a little."""
        legs = score.limbs & set(LEGS)
        if len(legs) != 1:
            return
        source = next(iter(legs))
        other = next(iter(set(LEGS) - legs))
        motion.push[other] = motion.push[other] + self.touch * motion.push[source]
        path = about(2 * self.touch * motion.turn[source][:, 1:])
        motion.turn[other] = path
        motion.final[SEGMENT_OF[other]] = path[-1]

    def _carried(self, motion: Motion, score: Score) -> dict[str, Array]:
        """What the mattress brings to each limb from the others and from the trunk."""
        bed, out = self.bed, {}
        for place in PLACES:
            total = np.zeros((len(motion.t), 3))
            for source in PLACES:
                if source != place and source in score.limbs:
                    pair = (source, place)
                    total += bed.carried(motion.push[source], pair, bed.ratio[pair])
            if place not in score.limbs and score.shifts:
                total += bed.carried(motion.trunk, ("trunk", place), bed.trunk[place])
            out[place] = total
        return out

    def _felt(
        self, begin: float, motion: Motion, carried: dict[str, Array], after: Pose, score: Score
    ) -> tuple[dict[str, float], dict[str, Array]]:
        """Bring a motion to the sensors: what each saw at most, and the raw departures."""
        visible, raw = {}, {}
        for place, track in self.tracks.items():
            push = motion.push[place] + UP
            if place in carried:
                push = push + carried[place]
            held = back(times(self.pose.turns[SEGMENT_OF[place]], track.mount))
            rest = turned(held, UP)[0]
            seen = turned(held, turned(back(motion.turn[place]), push)) - rest
            raw[place] = seen
            felt = track.sensor.worn(seen)
            peak = float(np.max(np.linalg.norm(felt, axis=1)))
            if peak > 0.6 and self.rng.random() < track.sensor.slip:
                turn = about(np.array([self.rng.normal(0, 0.12), 0, 0]))
                track.mount = times(turn, track.mount)[0]
                new = self._rest(place, after)
                now = seen[-1] + rest
                at = float(motion.t[int(np.argmax(np.linalg.norm(felt, axis=1)))])
                room = max(0.1, min(0.4, float(motion.t[-1]) - at))
                felt = felt + step(motion.t, at, room)[:, None] * (new - now)
            track.add(begin, motion.t, felt)
            track.stay(begin + motion.t[-1], self._rest(place, after) - rest)
            visible[place] = peak
        return visible, raw

    def _creep(self, at: float) -> None:
        """The mattress gives way slowly under a new posture."""
        turns = {}
        for place, track in self.tracks.items():
            tau = float(self.rng.uniform(10, 60))
            turns[SEGMENT_OF[place]] = about(self.bed.creep * self.rng.normal(size=3))[0]
            rest = self._rest(place, self.pose)
            way = self._rest(place, self.pose.moved(turns)) - rest
            t = np.arange(0, 5 * tau, 0.5)
            track.add(at, t, (1 - np.exp(-t / tau))[:, None] * way)
            track.stay(at + t[-1], way)
        self.pose = self.pose.moved(turns)
        self.touch = 0.0 if self.rng.random() < 0.65 else between(self.rng, 0.03, 0.35)

    def _partner(self, act: Act) -> Truth | None:
        """A movement of the partner, felt through the bed."""
        options = dict(act.options)
        if act.to:
            options["to"] = self._target(act.to, self.other_pose, self.other)
        if act.make.__name__ == "turn_over":
            options.setdefault("length", act.length)
        score: Score = act.make(self.rng, self.other, self.bed, self.other_pose, **options)
        motion = score.solved(self.other, self.other_pose)
        self.other_pose = options["to"] if act.to else self.other_pose.moved(motion.final)
        begin = act.at - score.lead
        own, finish = np.zeros(len(motion.t)), np.zeros(len(motion.t))
        for place in score.limbs:
            seen = turned(back(motion.turn[place]), motion.push[place] + UP) - UP
            own = np.maximum(own, np.linalg.norm(seen, axis=1))
            finish = np.maximum(finish, np.linalg.norm(seen - seen[-1], axis=1))
        first, last = _limits(own, finish)
        visible = dict.fromkeys(PLACES, 0.0)
        if self.pose.name in LYING:
            visible = self._through(begin, motion, score)
        return Truth(
            onset_s=begin + first,
            duration_s=max(last - first, 0.02),
            kind="external",
            limbs=(),
            source="partner",
            visible=visible,
        )

    def _through(self, begin: float, motion: Motion, score: Score) -> dict[str, float]:
        """The partner's motion at the wearer's limbs: shaken and tilted."""
        bed, push, turn, final = self.bed, {}, {}, {}
        lean = sum(
            (motion.turn[p][:, 1:] for p in sorted(score.limbs)), np.zeros((len(motion.t), 3))
        )
        for place in PLACES:
            pair = ("partner", place)
            total = sum(
                (motion.push[p] * (1 if p in LEGS else 0.4) for p in sorted(score.limbs)),
                3.0 * motion.trunk,
            )
            push[place] = bed.carried(np.asarray(total), pair, bed.partner[place])
            size = bed.tilt * bed.partner[place] / 0.05
            turn[place] = about(size * lean * np.array([1, 1, 0.2]))
            final[SEGMENT_OF[place]] = turn[place][-1]
        moved = Motion(motion.t, push, turn, motion.trunk, final)
        after = self.pose.moved(final)
        visible, _ = self._felt(begin, moved, {}, after, score)
        self.pose = after
        return visible


def _limits(spread: Array, finish: Array) -> tuple[float, float]:
    """First moment away from rest and last moment before rest, seconds in the window."""
    peak = float(np.max(spread))
    begin = np.flatnonzero(spread > min(0.002, 0.12 * peak))
    done = np.flatnonzero(finish > min(0.004, 0.25 * float(np.max(finish))))
    first = float(begin[0]) if len(begin) else 0.0
    last = float(done[-1]) if len(done) else first
    return first / 200, max(last, first) / 200
