"""Makes single acts of the wearer: limb movements, stirring, turning over, walking."""

from dataclasses import replace

import numpy as np

from benchmarks.worlds.strokes.chain import (
    ARM,
    EARTH,
    FIRST,
    JOINTS,
    LEFT,
    LIMBS,
    PITCH,
    RIGHT,
    ROLL,
    TX,
    TY,
    TZ,
    lying,
)
from benchmarks.worlds.strokes.hypnogram import Calendar, Hypnogram
from benchmarks.worlds.strokes.person import Person, Score
from benchmarks.worlds.strokes.program import Program, Repertoire, flurry, pick, play
from benchmarks.worlds.strokes.stroke import FS, Act, displacement
from benchmarks.worlds.strokes.synth import movers

LEGS = ("ankle_left", "ankle_right")
TRUNK = [ROLL, PITCH, TX, TY]
ALL = list(range(JOINTS))


class Maker:
    """Composes acts of one person into a night."""

    def __init__(
        self, rng: np.random.Generator, person: Person, night: Hypnogram, *, partner: bool = False
    ) -> None:
        self.rng = rng
        self.person = person
        self.night = night
        self.partner = partner
        self.repertoire = Repertoire.draw(rng)
        self.calendar = Calendar()
        self.acts: list[Act] = []
        self.facts: dict[str, object] = {}
        self.places = rng.dirichlet(np.array([1.6, 1.6, 1.6, 0.5]))
        self.posture = str(rng.choice(["supine", "left", "right"]))
        self.limb_level = float(np.exp(rng.normal(np.log(0.09), 0.5)))
        rep = self.repertoire
        for name in ("periodic", "toes", "leg"):
            setattr(rep, name, [self.measured(p, "ankle_left") for p in getattr(rep, name)])
        rep.arm = [self.measured(p, "wrist") for p in rep.arm]

    def score(self) -> Score:
        """Start an empty score."""
        return Score(self.person, self.rng)

    def measured(self, program: Program, limb: str) -> Program:
        """Find how strongly a program is felt at scale 1 (g)."""
        peaks = []
        for kind in ("supine", "left"):
            score = self.score()
            play(score, program, limb, 0.3, 1.0)
            act = score.act(0.0, "probe", (limb,))
            n = int((act.span() + 0.2) * FS)
            q = displacement([(0.0, s) for s in act.strokes], n, JOINTS) + lying(self.rng, kind)
            turns, sources = movers(q, self.person.build)
            a = np.einsum("nji,nj->ni", turns[limb], sources[limb] / EARTH + [0.0, 0.0, 1.0])
            peaks.append(np.linalg.norm(a - a[0], axis=1).max())
        return replace(program, unit=float(max(np.mean(peaks), 1e-3)))

    def put(self, act: Act, *, book: bool = True, margin: float = 1.0) -> Act:
        """Keep an act."""
        if self.partner:
            act.partner = True
            act.kind, act.source, act.limbs = "external", "partner", ()
        self.acts.append(act)
        if book:
            self.calendar.book(act.at - margin, act.at + act.span(2.0) + margin)
        return act

    def scale(self, program: Program, limb: str, at: float, peak: float) -> float:
        """Scale of a program so that its peak is about `peak` g."""
        vigour = self.person.strength[limb] * self.person.drifted(at)
        return float(np.clip(peak * vigour / program.unit, 0.003, 2.6))

    def limb_movement(
        self, at: float, limb: str, peak: float, kind: str = "limb_movement", length: float = 0.0
    ) -> Act:
        """One isolated movement of a limb."""
        rng = self.rng
        programs = self.repertoire.arm if limb == "wrist" else self.repertoire.leg
        program = pick(rng, programs)
        score = self.score()
        scale = self.scale(program, limb, at, peak)
        play(score, program, limb, 0.0, scale, length=length, left=0.12)
        limbs: tuple[str, ...] = (limb,)
        if limb != "wrist" and rng.random() < 0.12:
            other = LEGS[1 - LEGS.index(limb)]
            play(score, program, other, rng.uniform(0, 0.3), scale * rng.uniform(0.3, 1))
            limbs = LEGS
        return self.put(score.act(at, kind, limbs))

    def twitch(self, at: float, *, level: float = 0.012) -> Act:
        """One tiny twitch."""
        rng = self.rng
        limb = str(rng.choice(LIMBS))
        score = self.score()
        k = FIRST[limb]
        joint = k + int(rng.choice([3, 4, 0, 2]))
        lever = (0.25 if limb == "wrist" else 0.4) * (0.12 if joint == k + 4 else 1.0)
        peak = min(0.06, level * float(np.exp(rng.normal(0, 0.6)))) * rng.choice([-1.0, 1.0])
        width = rng.uniform(0.01, 0.025)
        score.jolt(joint, 0.0, peak, width, lever, rng.uniform(0.05, 0.12))
        if rng.random() < 0.25:
            score.jolt(joint, rng.uniform(0.08, 0.15), 0.7 * peak, width, lever, 0.08)
        return self.put(score.act(at, "micro_twitch", (limb,)), book=False)

    def stir(
        self,
        at: float,
        length: float,
        vigour: float,
        kind: str = "gross_movement",
        limbs: tuple[str, ...] | None = None,
    ) -> Act:
        """Stir a while without turning over."""
        rng = self.rng
        score = self.score()
        if limbs is None:
            limbs = (
                LIMBS
                if rng.random() < 0.6
                else tuple(sorted({str(v) for v in rng.choice(LIMBS, 2)}))
            )
        way = self.repertoire.flurries[int(rng.integers(len(self.repertoire.flurries)))]
        flurry(score, way, limbs, 0.0, length, vigour * self.person.drifted(at))
        if kind == "gross_movement" or rng.random() < 0.3:
            self.trunk(score, 0.2, length, 0.25 * vigour)
        return self.put(score.act(at, kind, limbs))

    def trunk(self, score: Score, at: float, length: float, vigour: float) -> None:
        """Let the trunk take part: small rolls and shifts that mostly go back."""
        rng = self.rng
        for _ in range(max(1, int(rng.poisson(0.6 * length)))):
            when = at + rng.uniform(0, max(0.2, length - 0.8))
            joint = int(rng.choice([ROLL, PITCH, TX, TY, TZ]))
            size = {ROLL: 0.3, PITCH: 0.12}.get(joint, 0.03) * vigour * rng.exponential(0.7)
            amount = size * rng.choice([-1.0, 1.0]) if joint not in (PITCH, TZ) else size
            time = rng.uniform(0.25, 0.6)
            score.move(joint, when, amount, time)
            share = 1.0 if joint in (PITCH, TX, TY, TZ) else rng.uniform(0.6, 1.0)
            done = score.strokes[-2:] if len(score.strokes) > 1 else score.strokes
            net = sum(s.amount for s in done if s.joint == joint)
            score.move(joint, when + time * rng.uniform(0.8, 2.0), -net * share, time, exact=True)

    def turn_over(self, at: float, kind: str = "gross_movement", posture: str = "") -> Act:
        """Change posture, settle."""
        rng = self.rng
        if not posture:
            kinds = ["supine", "left", "right", "prone"]
            weights = self.places * np.array([0.25 if k == self.posture else 1.0 for k in kinds])
            posture = str(rng.choice(kinds, p=weights / weights.sum()))
        pose = lying(rng, posture)
        score = self.score()
        way = self.repertoire.flurries[int(rng.integers(len(self.repertoire.flurries)))]
        first = rng.uniform(0.0, 1.5)
        if first > 0.3:
            some = (LIMBS[int(rng.integers(3))],)
            flurry(score, way, some, 0.0, first + 0.6, 0.5)
        length = float(rng.uniform(1.2, 4.0)) * (1.0 if posture != self.posture else 0.7)
        time = rng.uniform(0.3, 0.7)
        score.aim(pose, [ROLL, PITCH], first, length, time * 1.4)
        for k in (LEFT, RIGHT, ARM):
            late = rng.uniform(-0.3, 1.0)
            score.aim(pose, list(range(k, k + 5)), max(0.0, first + late), length, time)
        if rng.random() < 0.7:  # heaving on the way
            limbs = LIMBS if rng.random() < 0.6 else (LIMBS[int(rng.integers(3))],)
            heave = self.score()
            flurry(heave, way, limbs, first, length + 0.5, rng.uniform(0.15, 0.6))
            score.strokes += heave.strokes
            self.trunk(score, first, length, 0.5)
        lift = rng.uniform(0.01, 0.06)
        score.move(TZ, first + 0.1, lift, 0.35)
        score.move(TX, first + 0.2, rng.normal(0, 0.04), 0.5)
        score.move(TY, first + 0.2, rng.normal(0, 0.06), 0.5)
        score.strokes += [
            s._replace(start=s.start + length, amount=-s.amount)
            for s in score.strokes
            if s.joint == TZ
        ]
        score.landing(first + length + 0.4, TZ, rng.uniform(0, 0.0015))
        if rng.random() < 0.6:
            more = rng.uniform(1.0, 4.0)
            limbs = LIMBS if rng.random() < 0.5 else (str(rng.choice(LIMBS)),)
            settle = self.score()
            flurry(settle, way, limbs, first + length + rng.uniform(0.3, 1.5), more, 0.35)
            # What settles at the end leaves the posture as it was aimed at
            score.strokes += settle.strokes
        self.posture = posture
        return self.put(score.act(at, kind, LIMBS))

    def wake_move(self, at: float, *, vigour: float = 1.0, kind: str = "wake_movement") -> Act:
        """Do something voluntary: reach, scratch, pull at the blanket, cross the legs."""
        rng = self.rng
        which = rng.random()
        if which < 0.25:
            return self.limb_movement(at, str(rng.choice(LIMBS)), 0.25 * vigour, kind)
        if which < 0.4:
            score = self.score()
            hz = rng.uniform(2.5, 5.0)
            score.move(ARM + 3, 0.0, rng.uniform(0.2, 0.9), 0.35)
            stop = 0.6 + rng.uniform(0.8, 4.0)
            size = rng.uniform(0.03, 0.15)
            score.rhythm(ARM + 3, 0.6, stop, (hz, hz), size, ragged=0.3, wander=0.12)
            score.move(ARM + 4, 0.1, rng.normal(0, 0.4), 0.3)
            score.back(stop + 0.2, 0.4, 0.15)
            return self.put(score.act(at, kind, ("wrist",)))
        length = float(np.clip(rng.lognormal(np.log(2.5), 0.6), 0.8, 12))
        limbs = ("wrist",) if rng.random() < 0.45 else LIMBS if rng.random() < 0.5 else LEGS
        return self.stir(at, length, vigour, kind, limbs)

    def go_to(self, at: float, posture: str, length: float, kind: str = "gross_movement") -> Act:
        """Sit up, stand up or lie down."""
        rng = self.rng
        pose = lying(rng, posture)
        score = self.score()
        score.aim(pose, TRUNK, 0.1, length, 0.6)
        for k in (LEFT, RIGHT, ARM):
            late = rng.uniform(0, 0.6)
            score.aim(pose, list(range(k, k + 5)), late, length, 0.5)
        self.posture = posture
        return self.put(score.act(at, kind, LIMBS))

    def walk(self, at: float, length: float) -> Act:
        """Stand up and walk."""
        rng = self.rng
        score = self.score()
        pose = lying(rng, "standing")
        score.aim(pose, ALL, 0.0, 1.2, 0.4)
        hz = float(rng.uniform(0.75, 1.0))
        size = float(rng.uniform(0.35, 0.6))
        for k, phase in ((LEFT, 0.0), (RIGHT, 0.5)):
            begin = 1.8 + phase / hz
            beats = score.rhythm(k, begin, length, (hz, hz), size, wander=0.02, ragged=0.06)
            begin -= 0.12
            score.rhythm(k + 3, begin, length, (hz, hz), 1.7 * size, wander=0.0, ragged=0.06)
            for b in beats:
                heel = b + rng.uniform(0.45, 0.55) / hz
                score.landing(heel, k, rng.uniform(0.002, 0.006))
                score.landing(heel, TZ, rng.uniform(0.0005, 0.0015))
        score.rhythm(ARM, 1.8, length, (hz, hz), 0.4 * size, wander=0.02)
        score.rhythm(TZ, 1.8, length, (2 * hz, 2 * hz), 0.025, wander=0.02)
        self.posture = "standing"
        return self.put(score.act(at, "walking", LIMBS))
