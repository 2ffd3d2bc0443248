"""Who moves when: the acts of the sleeper, the partner, the pet and the house in one night."""

import numpy as np

import moves
from gait import draw_trip
from hypnogram import draw_hypnogram
from records import Act
from rhythm import draw_rhythm

RANK = {
    "walking": 0,
    "convulsive": 1,
    "spasm": 1,
    "tonic": 1,
    "focal": 1,
    "cramp": 1,
    "gross_movement": 3,
}
RANK |= {"hypnic_jerk": 2, "tremor": 3, "foot_tremor": 3, "dream": 4, "plm": 4, "twitch": 5}
PLM_RATE = {
    "plm_mild": (4, 14),
    "plm": (15, 45),
    "plm_severe": (50, 95),
    "toes": (15, 50),
    "hypnic_plm": (12, 45),
}
PLM_RATE |= {"both_plm": (15, 50), "rls": (20, 70)}


def _pick(rng, spans, count, edge=5.0):
    """Times drawn evenly over spans."""
    spans = [(a, b) for a, b in spans if b - a > 2 * edge]
    if not spans or count <= 0:
        return np.array([])
    size = np.array([b - a - 2 * edge for a, b in spans])
    which = rng.choice(len(spans), count, p=size / size.sum())
    return np.array([rng.uniform(spans[i][0] + edge, spans[i][1] - edge) for i in which])


def draw_plan(rng, scenario, end, worn, partnered):
    """Draw the night: hypnogram, acts of self and others, and facts."""
    parts = [scenario]
    if scenario == "mixed":
        pool = [s for s in SPECIAL if s not in ("convulsive", "tonic", "spasms")] + [
            "plm",
            "plm",
            "plm_mild",
            "hypnic",
        ]
        parts = [str(x) for x in rng.choice(pool, int(rng.integers(2, 4)), replace=False)]
    has = set(parts)
    lights = float(rng.uniform(120, 600))
    rising = end - float(rng.uniform(120, 500))
    latency = float(np.clip(rng.lognormal(np.log(900), 0.5), 240, 3600))
    if "rls" in has:
        latency = float(rng.uniform(2700, 4500))
    if "reading" in has:
        latency = float(rng.uniform(2400, 6000))
    latency = min(latency, 0.3 * end)
    restless = 1.0 + 0.8 * bool(has & {"rls", "breathing", "plm_severe", "hypnic_plm"})
    sleep = draw_hypnogram(rng, lights, rising, latency, restless)
    facts = {"parts": parts, "latency_s": latency}
    acts = _ordinary(rng, sleep, lights, rising, worn)
    if has & set(PLM_RATE):
        name = next(p for p in parts if p in PLM_RATE)
        own, facts["rhythm"] = _periodic(rng, name, sleep, lights, worn)
        acts += own
    for name in parts:
        if name in SPECIAL:
            acts += SPECIAL[name](rng, sleep, lights, worn)
    trips = int(rng.random() < 0.3) + int(rng.integers(2, 4)) * ("walks" in has)
    wakes = [s for s in sleep.spans("W") if lights + latency + 1200 < s[0] < rising - 1500]
    for i in rng.permutation(len(wakes))[:trips]:
        acts.append(_trip(rng, wakes[i][0] + rng.uniform(2, 12)))
    missing = trips - min(trips, len(wakes))
    for at in _pick(rng, [(lights + latency + 1500, rising - 1500)], missing):
        acts.append(_trip(rng, float(at)))
    others = []
    if partnered:
        others += _partner(rng, has, end, lights)
    if "pet" in has:
        others += _pet(rng, lights, rising, worn)
    others += _house(rng, "bed_shaken" in has, lights, rising)
    acts = _settle(acts, end)
    others = [b for b in _settle(others, end) if not _meets(b, acts)]
    return sleep, (lights, rising), acts, others, facts


def _meets(other, acts):
    """Whether something from outside falls into a movement of the sleeper."""
    a, b = other.onset - 1.0, other.onset + other.duration + 2.0
    return any(b > act.onset and a < act.onset + act.duration + 1.5 for act in acts)


def _trip(rng, onset):
    """A trip to the bathroom."""
    trip = draw_trip(rng)
    return Act(
        onset=onset, duration=float(trip["marks"][-1]), kind="walking", bed=[trip], posture_after=-1
    )


def _turn(onset, big=True):
    """A wish to change posture; becomes real when it is known how the sleeper lies."""
    return Act(
        onset=float(onset), duration=15.0, kind="gross_movement", posture_after=-1 if big else None
    )


def _settle(acts, end):
    """Leave out acts that run into more important ones."""
    taken, out = [], []
    for act in sorted(acts, key=lambda a: (RANK.get(a.kind, 4), a.onset)):
        a, b = act.onset - 1.0, act.onset + act.duration + 2.5
        if a < 5 or b > end - 5:
            continue
        if all(b < c or a > d for c, d in taken):
            taken.append((a, b))
            out.append(act)
    return sorted(out, key=lambda a: a.onset)


def _ordinary(rng, sleep, lights, rising, worn):
    """What everybody does: settle down, turn, twitch a limb, wake and stir."""
    acts = [_turn(lights + rng.uniform(0, 60))]
    hours = (rising - lights) / 3600
    asleep, awake = sleep.spans("N1", "N2", "N3", "R"), sleep.spans("W")
    turns = rng.uniform(0.8, 3.2)
    light = sleep.spans("N1", "N2", "R")
    acts += [_turn(t) for t in _pick(rng, light, rng.poisson(turns * hours * 0.5))]
    acts += [_turn(t, False) for t in _pick(rng, light, rng.poisson(1.2 * hours))]
    for t in _pick(rng, asleep, rng.poisson(rng.uniform(2, 6) * hours)):
        acts.append(moves.isolated(rng, float(t), worn))
    limbs = ["leg_left", "leg_right", worn, worn]
    busy = rng.uniform(0.3, 1.6)  # how restless this sleeper is while awake, movements a minute
    for a, b in awake:
        a = max(a, lights) if a < lights + 1 else a
        if rng.random() < 0.55 and a > lights:
            acts.append(_turn(a + rng.uniform(0, 8), rng.random() < 0.6))
        for t in _pick(rng, [(a, b)], rng.poisson(busy * (b - a) / 60)):
            acts.append(moves.wake(rng, float(t), limbs))
        if b - a > 240:
            acts += [_turn(t) for t in _pick(rng, [(a, b)], rng.poisson((b - a) / 420))]
    for t in _pick(rng, [(8, lights - 5), (rising, sleep.end + 110)], int(rng.integers(6, 25))):
        acts.append(moves.wake(rng, float(t), limbs, 1.5))
    return acts


def _periodic(rng, name, sleep, lights, worn):
    """The sleeper's own periodic movements."""
    low, high = PLM_RATE[name]
    wanted = float(rng.uniform(low, high))
    awake = float(rng.uniform(0.5, 1.0)) if name == "rls" else float(rng.choice([0.1, 0.4]))
    first = lights + 300 if name == "rls" else None
    onsets, facts = draw_rhythm(rng, sleep, wanted, awake, first)
    style = moves.draw_style(rng)
    faint = rng.uniform(0.65, 0.95) if name == "toes" else style["faint"]
    mood, acts = 0.0, []
    for t in onsets:
        mood = 0.9 * mood + 0.44 * rng.normal(0, 0.45)
        acts.append(moves.plm(rng, float(t), style, np.exp(mood), rng.random() < faint, worn))
        if acts[-1].duration > 0 and rng.random() < 0.02:
            acts.append(_turn(t + acts[-1].duration + 3.5 + rng.uniform(0, 2), rng.random() < 0.4))
    return acts, facts | {"wanted_per_h": wanted, "style": style}


def _partner(rng, has, end, lights):
    """The partner's night: own hypnogram, turns, limb movements, perhaps periodic ones."""
    their = draw_hypnogram(rng, lights + rng.uniform(-60, 1800), end - 60, rng.uniform(300, 1200))
    acts = [
        _turn(t)
        for t in _pick(
            rng, [(60, end - 60)], rng.poisson((4 if "bed_shaken" in has else 1.6) * end / 3600)
        )
    ]
    acts += [_turn(t, False) for t in _pick(rng, [(60, end - 60)], rng.poisson(1.5 * end / 3600))]
    for t in _pick(rng, their.spans("N1", "N2", "R"), rng.poisson(3 * end / 3600)):
        acts.append(moves.isolated(rng, float(t), "arm_left"))
    if has & {"partner_plm", "both_plm"}:
        onsets, _ = draw_rhythm(rng, their, rng.uniform(20, 60), 0.3)
        style = moves.draw_style(rng)
        style["strength"] = max(style["strength"], 0.8) * rng.uniform(1, 1.8)
        acts += [moves.plm(rng, float(t), style, rng.lognormal(0, 0.4)) for t in onsets]
    for act in acts:
        act.source = "partner"
    return acts


def _push(wave, where, at=0.0):
    """One push from outside: where it acts, when it starts, its force over time."""
    return (where, at, np.asarray(wave, float))


def _pet(rng, lights, rising, worn):
    """A cat or small dog jumps up, walks over the bed, kneads or leans on a limb, lies down."""
    acts = []
    weight = rng.uniform(2.5, 9) * 9.81
    for t in _pick(rng, [(lights + 300, rising - 300)], int(rng.integers(4, 12))):
        bed, clock = [], 0.0
        n = int(rng.uniform(0.18, 0.3) * 200)
        bed.append(
            _push(
                -rng.uniform(1.5, 3) * weight * np.sin(np.pi * np.arange(n) / n),
                ("spot", 1.7, rng.uniform(0.1, 1.0)),
            )
        )
        x, y = 1.7, 0.5
        for _ in range(int(rng.integers(4, 14))):
            clock += rng.uniform(0.25, 0.6)
            x, y = (
                np.clip(x + rng.normal(-0.05, 0.12), 0.4, 1.9),
                np.clip(y + rng.normal(0, 0.12), 0.1, 1.2),
            )
            n = int(rng.uniform(0.3, 0.6) * 200)
            bed.append(
                _push(-0.35 * weight * np.sin(np.pi * np.arange(n) / n) ** 2, ("spot", x, y), clock)
            )
        acts.append(
            Act(onset=float(t), duration=clock + 0.5, kind="external", source="pet", bed=bed)
        )
        limb = str(rng.choice(["leg_left", "leg_right", worn]))
        later = t + clock + rng.uniform(4, 30)
        for _ in range(int(rng.integers(1, 4))):
            span = float(rng.uniform(1, 40))
            n = int(span * 200)
            hertz = rng.uniform(0.7, 2.2)
            phase = (
                2
                * np.pi
                * np.cumsum(hertz * (1 + 0.1 * rng.standard_normal(n).cumsum() / np.sqrt(n)))
                / 200
            )
            knead = np.maximum(np.sin(phase), 0) ** 2 * np.minimum(
                1, np.minimum(np.arange(n), np.arange(n)[::-1]) / 60
            )
            size = rng.uniform(0.6, 6) if rng.random() < 0.7 else 0.3
            way = rng.normal(0, 0.3, 2)
            wave = size * knead[None] * np.array([way[0], way[1], -1.0])[:, None]
            place = f"{rng.choice(['end', 'end', 'mid'])} {limb}"
            acts.append(
                Act(
                    onset=float(later),
                    duration=span,
                    kind="external",
                    source="pet",
                    bed=[_push(wave, ("lump", place))],
                )
            )
            later += span + rng.uniform(4, 90)
    return acts


def _house(rng, much, lights, rising):
    """Traffic, doors and a washing machine shake the floor (m/s2)."""
    acts = []
    count = int(rng.integers(15, 60)) if much else int(rng.poisson(1.5))
    level = rng.lognormal(np.log(0.025), 0.6)
    for t in _pick(rng, [(60, rising)], count):
        span = float(rng.uniform(2, 9))
        n = int(span * 200)
        hertz = rng.uniform(5, 18)
        phase = (
            2
            * np.pi
            * np.cumsum(hertz * (1 + 0.04 * rng.standard_normal(n).cumsum() / np.sqrt(n) * 3))
            / 200
        )
        noise = np.convolve(rng.standard_normal(n), np.hanning(30) / 4, "same")
        wave = level * rng.lognormal(0, 0.5) * np.hanning(n) * noise * np.sin(phase)
        acts.append(
            Act(
                onset=float(t),
                duration=span,
                kind="external",
                source="bed",
                bed=[_push(wave, ("floor",))],
            )
        )
    for t in _pick(
        rng, [(60, rising)], int(rng.integers(2, 10)) if much else int(rng.poisson(0.7))
    ):
        n = int(0.06 * 200)  # a door or something dropped
        wave = rng.lognormal(np.log(0.5), 0.6) * np.sin(np.pi * np.arange(n) / n)
        acts.append(
            Act(
                onset=float(t),
                duration=0.4,
                kind="external",
                source="bed",
                bed=[_push(wave, ("floor",))],
            )
        )
    if much and rng.random() < 0.6:
        t = rng.uniform(lights, min(lights + 7200, rising - 900))
        spin = rng.uniform(9, 20)
        for _ in range(int(rng.integers(2, 5))):
            span = float(rng.uniform(20, 90))
            n = int(span * 200)
            ramp = np.minimum(1, np.minimum(np.arange(n), np.arange(n)[::-1]) / (0.25 * n))
            speed = spin * (0.25 + 0.75 * ramp)
            wave = (
                0.05
                * rng.lognormal(0, 0.5)
                * (speed / spin) ** 2
                * ramp
                * np.sin(2 * np.pi * np.cumsum(speed) / 200)
            )
            acts.append(
                Act(
                    onset=float(t),
                    duration=span,
                    kind="external",
                    source="bed",
                    bed=[_push(wave, ("floor",))],
                )
            )
            t += span + rng.uniform(30, 240)
    return acts


def _starts(rng, sleep, lights, worn):
    """Sleep starts: near sleep onset and after awakenings, some anywhere in light sleep."""
    acts = []
    onset = [(max(lights + 60, sleep.starts[1] - 500), sleep.starts[1] + 300)]
    again = [(b - 40, b + 120) for a, b in sleep.spans("W")[1:] if b - a > 60]
    count = int(rng.integers(2, 9))
    first = max(1, round(0.6 * count))
    times = list(_pick(rng, onset, first)) + list(_pick(rng, again or onset, count - first))
    if rng.random() < 0.3:
        times += list(_pick(rng, sleep.spans("N1", "N2"), 1))
    force = rng.lognormal(np.log(0.4), 0.35)
    for t in times:
        acts.append(moves.jerk(rng, float(t), worn, force * rng.lognormal(0, 0.4)))
        if rng.random() < 0.4:
            acts.append(_turn(t + rng.uniform(4, 9), rng.random() < 0.5))
    return acts


def _restless(rng, sleep, lights, worn):
    """Restless legs before sleep."""
    acts, t = [], lights + 40
    while t < sleep.starts[1] - 60:
        legs = ["leg_left", "leg_right"]
        chosen = legs if rng.random() < 0.4 else [str(rng.choice(legs))]
        draw = rng.random()
        if draw < 0.55:
            acts.append(moves.rubbing(rng, t, chosen))
        elif draw < 0.8:
            acts.append(moves.wake(rng, t, legs, 1.4))
        else:
            acts.append(_turn(t, False))
        t += acts[-1].duration + rng.exponential(35) + 5
    return acts


def _reading(rng, sleep, lights, worn):
    """Hands turn pages, feet fidget."""
    acts = []
    page = rng.uniform(25, 110)
    t = 30.0
    while t < sleep.starts[1] - 200:
        if rng.random() < 0.7:
            acts.append(moves.wake(rng, t, [worn], rng.uniform(0.3, 0.9)))
        elif rng.random() < 0.5:
            acts.append(moves.wake(rng, t, ["leg_left", "leg_right"], 0.5))
        else:
            act = moves.alternating(rng, t, worn)
            act.kind = "wake_movement"
            acts.append(act)
        t += acts[-1].duration + rng.lognormal(np.log(page), 0.6)
    return acts


def _breathing(rng, sleep, lights, worn):
    """Apnoeas whose ends arouse: legs and arm move at most of them."""
    acts, low, high = [], *np.sort(rng.uniform(20, 60, 2))
    for a, b in sleep.spans("N1", "N2", "R"):
        t = a + rng.uniform(20, 90)
        if b - a < 300 or rng.random() < 0.3:
            continue
        while t < b - 20:
            if rng.random() < 0.55:
                act = moves.isolated(rng, float(t), worn)
                if rng.random() < 0.5:
                    act.drives[worn] = moves.reach(rng, max(1, act.duration), 0.15, True)
                acts.append(act)
            elif rng.random() < 0.06:
                acts.append(_turn(t, rng.random() < 0.4))
            t += rng.uniform(low, high + 5) + rng.normal(0, 4)
    return acts


def _rest_tremor(rng, sleep, lights, worn):
    """Rest tremor of the worn wrist while awake and quiet; gone in sleep (Deuschl 1998)."""
    acts, hertz = [], rng.uniform(4, 6.2)
    size = rng.lognormal(np.log(0.35), 0.6)
    for a, b in sleep.spans("W"):
        t = a + rng.uniform(2, 20)
        while t < b - 10:
            span = float(min(rng.lognormal(np.log(25), 0.8), 120, b - t - 3))
            if span > 3:
                act = moves.rhythmic(
                    rng, float(t), "tremor", [worn], hertz, span, size * rng.lognormal(0, 0.3), 0.06
                )
                acts.append(act)
            t += span + rng.lognormal(np.log(25), 0.8) + 4
    return acts


def _shudder(rng, sleep, lights, worn):
    """Shivers and shudders of 2-8 s at 5-11 Hz in several limbs."""
    acts = []
    for t in _pick(rng, sleep.spans("N1", "N2", "W"), int(rng.integers(3, 14))):
        limbs = [x for x in ("leg_left", "leg_right", worn) if rng.random() < 0.75] or [worn]
        act = moves.rhythmic(
            rng,
            float(t),
            "tremor",
            limbs,
            rng.uniform(5, 11),
            float(rng.uniform(2.1, 8)),
            1.0,
            0.15,
            1.6,
        )
        for limb, drive in act.drives.items():
            if limb.startswith("leg"):
                drive.waves = [(a, s, c, 3 * n, h, w) for a, s, c, n, h, w in drive.waves]
        acts.append(act)
    return acts


def _feet(rng, sleep, lights, worn):
    """Trains of foot tremor before sleep and at arousals."""
    spans = [(lights + 30, sleep.starts[1] + 600)] * 2 + sleep.spans("W", "N1")
    return [
        moves.alternating(rng, float(t), worn) for t in _pick(rng, spans, int(rng.integers(5, 30)))
    ]


def _cramps(rng, sleep, lights, worn):
    """One to three cramps that wake the sleeper."""
    acts = []
    for t in _pick(rng, sleep.spans("N1", "N2"), int(rng.integers(1, 4))):
        act = moves.cramp(rng, float(t))
        acts += [act, moves.rubbing(rng, float(t) + act.duration + 4, list(act.drives))]
    return acts


def _twitches(rng, sleep, lights, worn):
    """Tiny twitches, more in REM and N1."""
    spans = sleep.spans("R") * 3 + sleep.spans("N1", "N2")
    limbs = ["leg_left", "leg_right", worn]
    return [
        moves.twitch(rng, float(t), str(rng.choice(limbs)))
        for t in _pick(rng, spans, int(rng.integers(20, 120)))
    ]


def _dreams(rng, sleep, lights, worn):
    """Dream enactment in bouts within REM of the last two thirds."""
    acts = []
    for a, b in sleep.spans("R"):
        if b < sleep.end / 3:
            continue
        for c in _pick(rng, [(a, b)], int(rng.integers(0, 4)), 10):
            t = c
            for _ in range(int(rng.integers(1, 7))):
                acts.append(moves.dream(rng, float(t), worn))
                t += acts[-1].duration + 2 + rng.exponential(12)
    return acts


def _stiff(rng, sleep, lights, worn):
    """Tonic stiffenings out of NREM sleep."""
    return [
        moves.stiffening(rng, float(t))
        for t in _pick(rng, sleep.spans("N1", "N2", "N3"), int(rng.integers(2, 8)))
    ]


def _convulse(rng, sleep, lights, worn):
    """One or two convulsions; the limbs lie slack afterwards."""
    return [
        moves.convulsion(rng, float(t))
        for t in _pick(rng, sleep.spans("N2"), int(rng.integers(1, 3)), 100)
    ]


def _focal(rng, sleep, lights, worn):
    """Shaking of one limb, always the same one."""
    limb = str(rng.choice(["leg_left", "leg_right", worn]))
    return [
        moves.focal(rng, float(t), limb)
        for t in _pick(rng, sleep.spans("N1", "N2", "W"), int(rng.integers(2, 9)))
    ]


def _spasms(rng, sleep, lights, worn):
    """Clusters of spasms 5-30 s apart, often after waking."""
    acts = []
    for t in _pick(rng, sleep.spans("N1", "N2", "W"), int(rng.integers(1, 4)), 10):
        size = rng.uniform(6, 25)
        for _ in range(int(rng.integers(5, 25))):
            acts.append(moves.spasm(rng, float(t)))
            t += 4.5 + size * rng.lognormal(0, 0.35)
    return acts


SPECIAL = {
    "hypnic": _starts,
    "hypnic_plm": _starts,
    "rls": _restless,
    "reading": _reading,
    "breathing": _breathing,
    "rest_tremor": _rest_tremor,
    "shudder": _shudder,
    "foot_tremor": _feet,
    "cramp": _cramps,
    "twitches": _twitches,
    "dream": _dreams,
    "tonic": _stiff,
    "convulsive": _convulse,
    "focal": _focal,
    "spasms": _spasms,
}
