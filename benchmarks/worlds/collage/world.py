"""Nights pasted together from real recordings: one call, one night with its complete truth."""

import zlib

import numpy as np

from benchmarks.worlds.collage.diary import Diary, diary
from benchmarks.worlds.collage.figure import Body, Scene, draw_body, lying, render
from benchmarks.worlds.collage.fits import convulsions, cramps, dreams, focals, spasms, tonics
from benchmarks.worlds.collage.gauge import Gauge, gauges, read, soften
from benchmarks.worlds.collage.ground import breathing, chunks, effort, rest
from benchmarks.worlds.collage.habits import awake, clip, ordinary, posture, trips, wakes
from benchmarks.worlds.collage.moves import lone, shift, style
from benchmarks.worlds.collage.neighbours import partner_plm, partner_turns, pet, shaken
from benchmarks.worlds.collage.periodic import (
    foot_tremor,
    hypnic,
    leg,
    plm,
    rest_tremor,
    shudders,
    train,
    twitches,
)
from benchmarks.worlds.collage.scraps import FS, Scraps, scraps
from benchmarks.worlds.night import PLACES, Night, Stream, Truth

__all__ = ["SCENARIOS", "Night", "Stream", "Truth", "night"]

SCENARIOS: dict[str, str] = {
    "none": "An ordinary sleeper: posture changes, lone limb movements, awakenings.",
    "plm_mild": "Periodic leg movements, 6-18 an hour.",
    "plm": "Periodic leg movements, 20-50 an hour.",
    "plm_severe": "Periodic leg movements, 55-110 an hour.",
    "hypnic": "Two to eight sleep starts near sleep onset and after awakenings.",
    "hypnic_plm": "Sleep starts and periodic leg movements.",
    "partner_plm": "A partner in the same bed has periodic leg movements, the wearer none.",
    "both_plm": "Wearer and partner both have periodic leg movements.",
    "pet": "A cat or dog lands on the bed and kneads or leans on one limb.",
    "bed_shaken": "Traffic, a washing machine, knocks and a turning partner shake the bed.",
    "rls": "An hour of rubbing, stretching and bouncing legs, then periodic leg movements.",
    "reading": "Awake in bed for long, hands and feet move now and then; no periodic movements.",
    "walks": "Gets up and walks two or three times.",
    "breathing": "Apnoeas 20-60 s apart whose ends arouse; tilt follows the effort.",
    "rest_tremor": "Rest tremor of the wrist, 4-6 Hz, while awake.",
    "shudder": "A few shivers of all limbs.",
    "foot_tremor": "Trains of rhythmic foot movements before sleep and in light sleep.",
    "cramp": "One or two cramps of a calf that wake the sleeper.",
    "twitches": "Many tiny short twitches of single limbs.",
    "dream": "Dream enactment in REM of the last two thirds.",
    "tonic": "Sustained stiffening of several limbs.",
    "convulsive": "One or two tonic-clonic seizures.",
    "focal": "Rhythmic clonic shaking of one limb.",
    "spasms": "Clusters of bilateral spasms.",
    "mixed": "Several of the above at random.",
    "toes": "Periodic leg movements of which most move only the toes.",
}

MIX = (
    "plm_mild",
    "plm",
    "hypnic",
    "partner_plm",
    "pet",
    "bed_shaken",
    "walks",
    "shudder",
    "foot_tremor",
    "cramp",
    "twitches",
    "dream",
    "toes",
    "reading",
    "rest_tremor",
    "breathing",
)


def _book(rng: np.random.Generator, names: list[str], hours: float) -> Diary:
    """Draw the plan of the night that the scenario asks for."""
    latency, count = None, int(rng.random() < 0.3)
    if "reading" in names:
        latency = float(rng.uniform(2400, 7200))
    if "rls" in names:
        latency = float(rng.uniform(3000, 4500))
    if "walks" in names:
        count = int(rng.integers(2, 4))
    restless = float(np.clip(rng.lognormal(np.log(0.5), 0.5), 0.1, 2))
    return diary(rng, hours, latency=latency, trips=count, restless=restless)


def _breathless(scene: Scene) -> None:
    """Plan apnoeas in stretches; their ends arouse: arm, legs or the whole body move."""
    rng, book = scene.rng, scene.book
    for a, b in book.sleep():
        t = a + float(rng.uniform(60, 600))
        while t < b - 90:
            many, period = int(rng.integers(6, 60)), float(rng.uniform(25, 58))
            for _ in range(many):
                stop = t + float(np.clip(rng.normal(0.6, 0.1), 0.4, 0.8)) * period
                if stop > b - 20:
                    break
                book.apnoea.append((t, stop))
                if rng.random() < 0.55 and book.free(stop - 1, stop + 10):
                    _arousal(scene, stop + float(rng.normal(0.5, 0.8)))
                t += period * float(rng.lognormal(0, 0.13))
            t += float(rng.exponential(900))


def _arousal(scene: Scene, t: float) -> None:
    """Plan the movement that ends one apnoea."""
    rng, dice = scene.rng, scene.rng.random()
    if dice < 0.12:
        scene.book.take(t - 1, t + 14)
        scene.plan(t, "gross_movement", shift)
        return
    scene.book.take(t - 1, t + 6)
    if dice < 0.35:
        scene.plan(t, "limb_movement", lambda s, r: lone(s, r, "wrist"))
        return
    legs = ("ankle_left", "ankle_right")
    used = legs if rng.random() < 0.7 else (legs[int(rng.integers(2))],)
    goal, length = float(rng.lognormal(np.log(0.07), 0.7)), float(rng.uniform(0.8, 4))
    habit = {leg: style(scene, rng) for leg in legs}
    arm = bool(rng.random() < 0.6)
    scene.plan(t, "limb_movement", leg(used, habit, goal, length, False, arm))


def _restless_legs(scene: Scene) -> None:
    """Fill the time before sleep with rubbing, stretching and bouncing legs."""
    rng, book = scene.rng, scene.book
    first = book.sleep()[0][0]
    span = [(max(book.off, first - 3600), first - 20)]
    t = span[0][0]
    while t < span[0][1] - 40:
        length = float(rng.uniform(3, 25))
        if rng.random() < 0.3 and book.free(t, t + length):
            book.take(t, t + length + 1)
            scene.plan(t, "wake_movement", train(length))
        t += length + float(rng.exponential(50))
    awake(scene, span, float(rng.uniform(120, 280)), 0.75)


def _play(scene: Scene, name: str) -> None:
    """Plan what one scenario adds to the ordinary night."""
    rng = scene.rng
    if name == "plm_mild":
        plm(scene, float(rng.uniform(6, 18)))
    elif name in ("plm", "hypnic_plm", "both_plm", "rls"):
        plm(scene, float(rng.uniform(20, 50)), waking=0.2 if name == "rls" else 0.08)
    elif name == "plm_severe":
        plm(scene, float(rng.uniform(55, 110)))
    elif name == "toes":
        plm(scene, float(rng.uniform(15, 45)), size=0.03, toes=0.85)
    elif name == "pet":
        pet(scene, int(rng.integers(3, 9)))
    elif name == "bed_shaken":
        shaken(scene, int(rng.integers(15, 60)), int(rng.integers(0, 4)))
        partner_turns(scene, float(rng.uniform(2, 6)))
    elif name == "rest_tremor":
        rest_tremor(scene, float(np.clip(rng.lognormal(np.log(0.06), 0.7), 0.01, 0.4)))
    elif name == "breathing":
        _breathless(scene)
    elif name == "shudder":
        shudders(scene, int(rng.integers(3, 12)))
    elif name == "foot_tremor":
        foot_tremor(scene, int(rng.integers(8, 40)))
    elif name == "twitches":
        twitches(scene, int(rng.integers(40, 250)))
    elif name == "dream":
        dreams(scene, int(rng.integers(4, 14)))
    elif name == "tonic":
        tonics(scene, int(rng.integers(2, 10)))
    elif name == "focal":
        focals(scene, int(rng.integers(2, 7)))
    elif name == "spasms":
        spasms(scene, int(rng.integers(2, 6)))
    if name in ("hypnic", "hypnic_plm"):
        hypnic(scene, int(rng.integers(2, 9)))
    if name in ("partner_plm", "both_plm"):
        partner_plm(scene, float(rng.uniform(20, 70)))
        partner_turns(scene, float(rng.uniform(2, 5)))


def last(t: float, g: Gauge, n: int) -> int:
    """Return the index of the first sample after t."""
    return int(np.clip(np.floor((t - g.start) * g.rate + 1e-6) + 1, 0, n))


def _sense(
    scene: Scene, rng: np.random.Generator, g: Gauge, place: str, breath: np.ndarray, s: Scraps
) -> list[Stream]:
    """Return one sensor's recording: posture, slow tilt, pulse, movements, then the sensor."""
    end = scene.book.end
    n = int((end - g.start) * g.rate)
    t = np.arange(n) / g.rate + g.start
    moves = sorted(scene.moves[place], key=lambda m: m[1])
    stops = np.array([last(m[1], g, n) for m in moves[1:]], int)
    counts = np.diff(np.r_[0, stops, n])
    a = np.repeat(np.array([m[2] for m in moves], np.float32), counts, axis=0)
    size = float(rng.lognormal(np.log(0.004 if place == "wrist" else 0.0013), 0.5))
    slow = rest(rng, s, moves, breath, end, size, float(rng.uniform(0.3, 1.0)))
    grid = np.arange(len(slow)) / 5.0
    for k in range(3):
        a[:, k] += np.interp(t, grid, slow[:, k])
    pulse = float(np.clip(rng.lognormal(np.log(0.9), 0.5), 0.2, 3))
    a += np.float32(pulse) * chunks(
        rng, s.beats, n, g.rate, seconds=16, tempo=(0.8, 1.1), spins=len(moves)
    )
    for at, x in scene.layers[place]:
        i = max(int(np.ceil((at - g.start) * g.rate)), 0)
        j = last(at + (len(x) - 1) / FS, g, n)
        if j > i:
            y, u = soften(x, g), (t[i:j] - at) * FS
            m = np.clip(u.astype(int), 0, len(y) - 2)
            f = (u - m)[:, None]
            a[i:j] += y[m] * (1 - f) + y[m + 1] * f
    a = a @ scene.body.mount[place].T.astype(np.float32)
    return read(rng, g, a, s)


def night(seed: int, scenario: str, *, hours: float = 8.0) -> Night:
    """Return the night that seed and scenario decide."""
    if scenario not in SCENARIOS:
        raise ValueError(f"no scenario {scenario!r}; there are {', '.join(SCENARIOS)}")
    s = scraps()
    rng = np.random.default_rng([seed, zlib.crc32(scenario.encode())])
    names = [scenario]
    if scenario == "mixed":
        names = [str(x) for x in rng.choice(MIX, size=int(rng.integers(2, 6)), replace=False)]
    book = _book(rng, names, hours)
    body: Body = draw_body(rng)
    scene = Scene(rng=rng, s=s, book=book, body=body, gravity=lying(rng))
    trips(scene)
    if "cramp" in names:
        cramps(scene, int(rng.integers(1, 3)))
    if "convulsive" in names:
        convulsions(scene, int(rng.integers(1, 3)))
    if "rls" in names:
        _restless_legs(scene)
    if "breathing" in names:
        posture(scene, book.sleep())
    for name in names:
        _play(scene, name)
    ordinary(scene)
    company = {"partner": rng.random() < 0.3, "pet": rng.random() < 0.05}
    if company["partner"] and not {"partner_plm", "both_plm", "bed_shaken"} & set(names):
        partner_turns(scene, float(rng.uniform(1, 4)))
    if company["pet"] and "pet" not in names:
        pet(scene, int(rng.integers(1, 3)))
    if rng.random() < 0.3 and "twitches" not in names and scenario != "none":
        twitches(scene, int(rng.integers(3, 15)))
    sensors = gauges(rng, PLACES, book.end)
    render(scene)
    breath = breathing(rng, s, book.end)
    breath *= effort(rng, book.apnoea, book.end)[: len(breath)]
    streams = {p: _sense(scene, rng, sensors[p], p, breath, s) for p in PLACES}
    facts = {
        "names": names,
        "mattress": body.mattress,
        "carried": {f"{of}>{to}": round(v[2], 4) for (of, to), v in body.paths.items()},
        "loose": [p for p, k in body.strap.items() if k is not None],
        "habits": body.habits,
        "company": company,
        "rem": book.rem,
        "trips": book.trips,
        "awake_in_bed": clip(wakes(scene), 0, book.end),
        "apnoeas": len(book.apnoea),
        "sensor": {
            p: {
                "rate": g.rate,
                "noise": g.noise,
                "step": g.step,
                "reach": g.reach,
                "gaps": len(g.gaps),
            }
            for p, g in sensors.items()
        },
    }
    return Night(
        world="collage",
        scenario=scenario,
        seed=seed,
        streams=streams,
        truth=sorted(scene.truth, key=lambda x: x.onset_s),
        sleep=book.sleep(),
        bed=(book.off, book.rise),
        facts=facts | scene.notes,
    )
