"""From acts to samples and truth: scenes of overlapping acts, body, bed and strap."""

import numpy as np

from benchmarks.worlds.night import PLACES, Truth
from benchmarks.worlds.strokes.bed import MASS, Bed
from benchmarks.worlds.strokes.chain import (
    EARTH,
    FIRST,
    JOINTS,
    LIMBS,
    Build,
    body_acceleration,
    limb,
    second,
    trunk,
)
from benchmarks.worlds.strokes.person import Person
from benchmarks.worlds.strokes.stroke import FS, Act, Array, Stroke, add_ripple, displacement
from benchmarks.worlds.strokes.wear import Wear

LEAD = 0.25
SEEN = 0.003
OVER = 0.004
WEAK = 0.02


def _moving(q: Array, first: int) -> bool:
    return bool(np.any(np.ptp(q[:, first : first + 5], axis=0) > 0))


def movers(q: Array, build: Build) -> tuple[dict[str, Array], dict[str, Array]]:
    """Orientation of each limb's sensor, and acceleration (m/s^2) of limbs and trunk."""
    n = len(q)
    moved = _moving(q, 0)
    base = trunk(q) if moved else trunk(q[:1])
    turns: dict[str, Array] = {}
    sources: dict[str, Array] = {}
    for name in LIMBS:
        if moved or _moving(q, FIRST[name]):
            there = base if moved else (np.broadcast_to(base[0], (n, 3, 3)), base[1])
            turn, place = limb(q, name, build, there)
            sources[name] = second(place, FS)
        else:
            turn, _ = limb(q[:1], name, build, base)
        turns[name] = turn
    if moved:
        sources["trunk"] = body_acceleration(q, FS)
    return turns, sources


class Stage:
    """The wearer, the partner, the bed and the sensors while the night is played."""

    def __init__(
        self,
        person: Person,
        partner: Person,
        bed: Bed,
        wears: dict[str, Wear],
        pose: Array,
        partner_pose: Array,
        rng: np.random.Generator,
        beside: float,
    ) -> None:
        self.person = person
        self.partner = partner
        self.bed = bed
        self.wears = wears
        self.pose = pose
        self.partner_pose = partner_pose
        self.rng = rng
        self.beside = beside
        self.truth: list[Truth] = []

    def gravity(self, name: str) -> Array:
        """What a sensor reads at rest now."""
        turn, _ = limb(self.pose[None], name, self.person.build, trunk(self.pose[None]))
        return np.asarray(self.wears[name].mount @ turn[0].T[:, 2])

    def play(self, acts: list[Act], total: float) -> None:
        """Play a night of acts, in order."""
        acts = sorted((a for a in acts if 1.0 < a.at < total - 2.0), key=lambda a: a.at)
        scene: list[Act] = []
        end = -1.0
        for act in acts:
            if scene and act.at - LEAD > end:
                self.scene(scene, end)
                scene, end = [], -1.0
            scene.append(act)
            end = max(end, act.at + act.span() + 0.3 + self._tail(act))
        if scene:
            self.scene(scene, end)
        for name, wear in self.wears.items():
            wear.rest(1e12, self.gravity(name))

    def _tail(self, act: Act) -> float:
        return self.bed.tail if act.kind != "micro_twitch" else 0.3

    def scene(self, acts: list[Act], end: float) -> None:
        """Play acts that overlap as one scene."""
        start = acts[0].at - LEAD
        n = int((end - start) * FS) + 2
        pose = self.pose.copy()
        partner_pose = self.partner_pose.copy()
        resolved: list[list[Stroke]] = []
        poses: list[Array] = []
        for act in acts:
            now = partner_pose if act.partner else pose
            poses.append(now.copy())
            strokes = act.resolve(now)
            resolved.append(strokes)
            for s in strokes:
                now[s.joint] += s.amount
        state = self.rng.bit_generator.state
        felt = self._felt(acts, resolved, start, n, self.pose, self.partner_pose)
        for name, wear in self.wears.items():
            wear.rest(start, self.gravity(name))
            wear.write(start, felt[0][name])
        if len(acts) == 1:
            self._note(acts[0], resolved[0], start, felt)
        else:
            after = self.rng.bit_generator.state
            self.rng.bit_generator.state = state
            for act, strokes, here in zip(acts, resolved, poses, strict=True):
                if not act.kind:
                    continue
                begin = act.at - LEAD
                m = int((act.span() + LEAD + 0.3 + self._tail(act)) * FS) + 2
                mine = self.pose if act.partner else here
                theirs = here if act.partner else self.partner_pose
                alone = self._felt([act], [strokes], begin, m, mine, theirs)
                self._note(act, strokes, begin, alone)
            self.rng.bit_generator.state = after
        self.pose, self.partner_pose = pose, partner_pose

    def _angles(
        self, acts: list[Act], resolved: list[list[Stroke]], start: float, n: int, pose: Array
    ) -> Array:
        pairs = [
            (a.at - start, s) for a, strokes in zip(acts, resolved, strict=True) for s in strokes
        ]
        q = displacement(pairs, n, JOINTS)
        for a in acts:
            for r in a.ripples:
                add_ripple(q, a.at - start, r, self.rng)
        return q + pose

    def _felt(
        self,
        acts: list[Act],
        resolved: list[list[Stroke]],
        start: float,
        n: int,
        pose: Array,
        partner_pose: Array,
    ) -> tuple[dict[str, Array], dict[str, Array], Array]:
        bed, rng = self.bed, self.rng
        own = [k for k, a in enumerate(acts) if not a.partner]
        theirs = [k for k, a in enumerate(acts) if a.partner]
        q = self._angles([acts[k] for k in own], [resolved[k] for k in own], start, n, pose)
        turns, sources = movers(q, self.person.build)
        waves: dict[str, Array] = {name: np.zeros((n, 3)) for name in LIMBS}
        for origin, a in sources.items():
            for name in LIMBS:
                if name != origin:
                    ratio, far = bed.share(origin, name)
                    waves[name] += ratio * bed.wave(a, far)
        outside = np.zeros((n, 3))
        if theirs:
            q2 = self._angles(
                [acts[k] for k in theirs], [resolved[k] for k in theirs], start, n, partner_pose
            )
            _, others = movers(q2, self.partner.build)
            for origin, a in others.items():
                outside += a
                for k, name in enumerate(LIMBS):
                    far = self.beside + 0.12 * k
                    ratio = bed.ratio * bed.shared * MASS[origin]
                    ratio *= np.exp(-(far - 0.5) / bed.reach)
                    waves[name] += ratio * bed.wave(a, far)
        for act in acts:
            if act.point or act.point_ripples:
                zero = act.at - start
                spot = displacement([(zero, s) for s in act.point], n, 3)
                for r in act.point_ripples:
                    add_ripple(spot, zero, r, rng)
                a = second(spot, FS)
                outside += a
                for k, name in enumerate(LIMBS):
                    if act.reach[k] > 0:
                        waves[name] += act.reach[k] * bed.wave(a, 0.3 + 0.2 * k)
        total: dict[str, Array] = {}
        mine: dict[str, Array] = {}
        up = np.array([0.0, 0.0, 1.0])
        for name in LIMBS:
            wear = self.wears[name]
            turn = np.broadcast_to(turns[name], (n, 3, 3))
            acc = sources.get(name)
            if acc is not None:
                speed = np.abs(np.cumsum(acc, axis=0)).sum(axis=1) / FS
                rub = rng.standard_normal((n, 3))
                rub[1:] = 0.5 * (rub[1:] + rub[:-1])
                acc = acc + (wear.friction * EARTH * np.minimum(speed, 1.5))[:, None] * rub
                mine[name] = np.einsum("nji,nj->ni", turn, acc / EARTH + up)
            world = waves[name] / EARTH + up
            if acc is not None:
                world = world + acc / EARTH
            local = np.einsum("nji,nj->ni", turn, world)
            total[name] = wear.felt(local) @ wear.mount.T
        return total, mine, outside

    def _note(
        self,
        act: Act,
        strokes: list[Stroke],
        start: float,
        felt: tuple[dict[str, Array], dict[str, Array], Array],
    ) -> None:
        if not act.kind:
            return
        total, mine, outside = felt
        visible = {
            name: round(float(np.linalg.norm(a - a[0], axis=1).max()), 5)
            for name, a in total.items()
            if name in PLACES
        }
        on: float | None = None
        off = 0.0
        if act.source == "self":
            for name in act.limbs:
                if name not in mine:
                    continue
                a = mine[name]
                seen = np.flatnonzero(np.linalg.norm(a - a[0], axis=1) > SEEN)
                late = np.flatnonzero(np.linalg.norm(a - a[-1], axis=1) > OVER)
                if len(seen) and len(late):
                    on = min(seen[0] / FS, np.inf if on is None else on)
                    off = max(off, (late[-1] + 1) / FS)
        else:
            size = np.linalg.norm(outside, axis=1) / EARTH
            seen = np.flatnonzero(size > OVER)
            if len(seen):
                on, off = float(seen[0] / FS), float((seen[-1] + 1) / FS)
        weak = on is None or off <= on
        if act.kind in ("plm", "limb_movement") and not weak:
            own = [mine[n] for n in act.limbs if n in mine]
            weak = max(float(np.linalg.norm(a - a[0], axis=1).max()) for a in own) < WEAK
        if weak or on is None:
            # Too weak to be timed by what is felt: when the strokes themselves run
            zero = act.at - start
            every = [s for s in (*strokes, *act.point) if s.amount != 0]
            big = max((abs(s.amount) for s in every), default=0.0)
            every = [s for s in every if abs(s.amount) > 0.1 * big]
            starts = [s.start + float(np.exp(s.mu - 2.0 * s.sigma)) for s in every]
            stops = [s.start + float(np.exp(s.mu + 1.5 * s.sigma)) for s in every]
            on = zero + min(starts or [r.start for r in act.ripples], default=0.0)
            off = zero + max(stops or [r.stop for r in act.ripples], default=0.1)
        self.truth.append(
            Truth(
                onset_s=round(start + on, 3),
                duration_s=round(max(0.03, off - on), 3),
                kind=act.kind,
                limbs=act.limbs if act.source == "self" else (),
                source=act.source,
                visible=visible,
            )
        )
