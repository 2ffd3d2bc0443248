"""Nights of a sleeper on an elastic mattress, with a complete truth."""

import time
import zlib

import numpy as np
from scipy.signal import lfilter

from benchmarks.worlds.elastic.ambient import breath_of, draw_beats, draw_breath, pulse_of
from benchmarks.worlds.elastic.body import draw_sleeper
from benchmarks.worlds.elastic.compose import (
    Body,
    Stage,
    axes_of,
    episodes,
    make_runs,
    settle_postures,
    walks_of,
)
from benchmarks.worlds.elastic.mattress import draw_bed
from benchmarks.worlds.elastic.plan import draw_plan
from benchmarks.worlds.elastic.records import SIM_RATE
from benchmarks.worlds.elastic.sensor import (
    band_limit,
    digitise,
    draw_model,
    draw_runs,
    draw_sensor,
)
from benchmarks.worlds.elastic.telling import truths
from benchmarks.worlds.night import PLACES, Night, Stream, Truth

__all__ = ["SCENARIOS", "Night", "Stream", "Truth", "night"]

SCENARIOS: dict[str, str] = {
    "none": "An ordinary sleeper without twitches.",
    "plm_mild": "Few periodic limb movements.",
    "plm": "Periodic limb movements, 15-45 an hour.",
    "plm_severe": "Periodic limb movements, 50-95 an hour.",
    "toes": "Periodic limb movements of which most move only toes.",
    "hypnic": "Two to eight sleep starts near sleep onset and after awakenings.",
    "hypnic_plm": "Sleep starts and periodic limb movements.",
    "partner_plm": "The partner in the bed has periodic limb movements, the wearer none.",
    "both_plm": "Both have periodic limb movements.",
    "pet": "A pet walks over the bed and kneads a limb.",
    "bed_shaken": "Traffic, a washing machine and a restless partner shake the bed.",
    "rls": "Restless legs before sleep, then periodic limb movements.",
    "reading": "A long time awake in bed, then sleep.",
    "walks": "Two or three trips to the bathroom.",
    "breathing": "Apnoeas whose ends arouse; effort of breathing tilts the limbs.",
    "rest_tremor": "Rest tremor of one wrist at 4-6 Hz while awake.",
    "shudder": "Shivers and shudders.",
    "foot_tremor": "Trains of foot tremor.",
    "cramp": "Cramps of a calf.",
    "twitches": "Tiny twitches.",
    "dream": "Enactment of dreams in the last two thirds of the night.",
    "tonic": "Sustained stiffening of several limbs.",
    "convulsive": "One or two convulsions.",
    "focal": "Rhythmic shaking of one limb.",
    "spasms": "Clusters of spasms.",
    "mixed": "Several of these at random.",
}
PARTNERED = {"partner_plm": 1.0, "both_plm": 1.0, "bed_shaken": 0.8}


def night(seed: int, scenario: str, *, hours: float = 8.0) -> Night:
    """Simulate one night; seed and scenario decide everything."""
    rng = np.random.default_rng([seed, zlib.crc32(scenario.encode())])
    clock = [time.perf_counter()]
    end = hours * 3600.0
    partnered = bool(rng.random() < PARTNERED.get(scenario, 0.4))
    bed = draw_bed(rng, partnered)
    worn_arm = str(rng.choice(["arm_left", "arm_right"]))
    worn = {"ankle_left": "leg_left", "ankle_right": "leg_right", "wrist": worn_arm}
    lanes = [0.27, 0.73] if partnered else [0.5]
    lanes = [bed.width * lane for lane in (lanes if rng.random() < 0.5 else lanes[::-1])]
    model = draw_model(rng)
    sensors = {name: draw_sensor(rng, model["nominal"], model) for name in PLACES}
    sleep, (lights, rising), own, others, facts = draw_plan(rng, scenario, end, worn_arm, partnered)
    bodies = [Body(sleeper=draw_sleeper(rng, lanes[0], worn_arm), postures=[], lies=[], acts=own)]
    settle_postures(rng, bodies[0], int(rng.integers(3, 6)))
    theirs = [act for act in others if act.source == "partner"]
    if partnered:
        bodies.append(
            Body(sleeper=draw_sleeper(rng, lanes[1], "arm_left"), postures=[], lies=[], acts=theirs)
        )
        settle_postures(rng, bodies[1], 3)
    ats = {worn[name]: sensors[name].sensor_at for name in PLACES}
    runs = [run for who, body in enumerate(bodies) for run in make_runs(rng, who, body, ats)]
    stage = Stage(bed, bodies, worn, float(rng.uniform(0.3, 1.0)))
    clock.append(time.perf_counter())
    walks = walks_of(bodies[0], worn, sensors)
    pushers = [act for act in others if act.source in ("pet", "bed")]
    out, residues = episodes(stage, runs, pushers, walks, sensors, end)
    clock.append(time.perf_counter())
    acts = bodies[0].acts + [a for body in bodies[1:] for a in body.acts] + pushers
    told = truths(acts, out, worn)
    breath = draw_breath(rng, end, _apnoeas(told, facts), float(rng.uniform(0.05, 0.7)))
    beats = draw_beats(rng, end)
    streams = {}
    for name in PLACES:
        clean, times = _clean(rng, stage, name, sensors[name], out, residues, breath, beats, end)
        streams[name] = _record(rng, sensors[name], clean, times, end)
    told = _within(told, streams)
    clock.append(time.perf_counter())
    facts |= {
        "bed": bed,
        "partner": partnered,
        "sensors": sensors,
        "sleepers": [body.sleeper for body in bodies],
        "postures": [
            (round(lie.start), bodies[0].postures[lie.index].name) for lie in bodies[0].lies
        ],
        "stages": sleep,
        "worn_arm": worn_arm,
    }
    night.clock = np.diff(clock)
    return Night(
        world="elastic",
        scenario=scenario,
        seed=seed,
        streams=streams,
        truth=told,
        sleep=sleep.spans("N1", "N2", "N3", "R"),
        bed=(lights, rising),
        facts=facts,
    )


def _apnoeas(told, facts):
    """Spans of effort that end at arousals, in nights of disturbed breathing."""
    if "breathing" not in facts["parts"]:
        return []
    ends = [t.onset_s for t in told if t.source == "self" and t.kind == "limb_movement"]
    return [(max(a + 3, b - 28), b + 2) for a, b in zip([0, *ends], ends) if 12 < b - a < 130]


def _clean(rng, stage, name, sensor, out, residues, breath, beats, end):
    """Noise-free specific force (limb axes) at the sensor's own sampling times."""
    n = int(end * sensor.rate)
    times = rng.uniform(0, 1 / sensor.rate) + np.arange(n) / sensor.rate
    limb, body = stage.worn[name], stage.bodies[0]
    value = np.empty((n, 3), np.float32)
    air = np.interp(times, np.arange(len(breath)) / 10, breath).astype(np.float32)
    local = rng.normal(0, 0.0007, 3)
    # a new way of lying begins where the happening that led to it ends
    spans = [(start, start + len(change[name]) / SIM_RATE) for start, change in out]
    bounds = [
        *(
            next((b for a, b in spans if a <= lie.start <= b + 1), lie.start)
            for lie in body.lies[1:]
        ),
        end + 1,
    ]
    first = 0
    for lie, until in zip(body.lies, bounds):
        last = int(np.searchsorted(times, until))
        if last > first:
            axes = axes_of(lie.pose[limb], limb)
            mid = float(times[(first + last) // 2])
            system = stage.at(mid)[1]
            rows = stage.rows(mid, name)
            trunk = body.postures[lie.index].on_trunk if name == "wrist" else 0.0
            per = breath_of(rng, system, rows, axes, trunk)
            value[first:last] = axes[:, 2] + air[first:last, None] * per.astype(np.float32)
            wave = pulse_of(rng, system, rows, axes, local)
            taps = int(len(wave) / SIM_RATE * sensor.rate)
            short = np.stack(
                [
                    np.interp(
                        np.arange(taps) / sensor.rate, np.arange(len(wave)) / SIM_RATE, wave[:, k]
                    )
                    for k in range(3)
                ],
                axis=1,
            )
            at = np.searchsorted(
                times, beats[(beats > times[first]) & (beats < times[last - 1] - 1.2)]
            )
            force = rng.lognormal(0, 0.1, len(at))[:, None].astype(np.float32)
            for tap in range(taps):
                value[at + tap] += force * short[tap].astype(np.float32)
        first = last
    # slow creep of limb and bedding
    grid = int(end / 20) + 3
    creep = lfilter([1], [1, -0.97], rng.standard_normal((grid, 3)), axis=0) * 0.0008
    for k in range(3):
        value[:, k] += np.interp(times, np.arange(grid) * 20.0, creep[:, k])
    for start, change in out:
        moved = change[name]
        i, j = np.searchsorted(times, [start, start + len(moved) / SIM_RATE])
        if j <= i:
            continue
        smooth = band_limit(sensor, moved)
        at = (times[i:j] - start) * SIM_RATE
        grid = np.arange(len(smooth))
        for k in range(3):
            value[i:j, k] += np.interp(at, grid, smooth[:, k])
    _relax(rng, name, times, value, out, residues, body)
    return value, times


def _relax(rng, name, times, value, out, residues, body):
    """Limbs left off their old place stay there, then creep back."""
    for who, at, left, jump in residues:
        if who != name:
            continue
        tau = rng.uniform(40, 300)
        i, j = np.searchsorted(times, [at, at + 4 * tau])
        lie_until = next((lie.start for lie in body.lies if lie.start > at + 0.5), np.inf)
        j = min(j, int(np.searchsorted(times, lie_until)))
        if j > i:
            fade = np.exp(-(times[i:j] - at) / tau)[:, None]
            value[i:j] += (fade * left).astype(np.float32)


def _record(rng, sensor, clean, times, end):
    """Runs of digitised samples with gaps of lost radio."""
    streams = []
    for a, b in draw_runs(rng, end, sensor.rate):
        i, j = np.searchsorted(times, [a, b])
        if j - i < 50:
            continue
        xyz = digitise(sensor, rng, clean[i:j], times[i:j] / 3600)
        streams.append(
            Stream(start_s=float(times[i]), rate=sensor.rate, xyz=xyz.astype(np.float32))
        )
    return streams


def _within(told, streams):
    """Keep truths that some sensor recorded; a sensor in a gap saw nothing of it."""
    spans = {
        n: [(s.start_s, s.start_s + len(s.xyz) / s.rate) for s in runs]
        for n, runs in streams.items()
    }
    out = []
    for truth in told:
        a, b = truth.onset_s, truth.onset_s + truth.duration_s
        seen = {n: any(c <= a and b <= d for c, d in spans[n]) for n in PLACES}
        if not any(seen[n] for n in (truth.limbs or PLACES)):
            continue
        visible = {n: truth.visible[n] if seen[n] else 0.0 for n in PLACES}
        out.append(
            Truth(
                onset_s=a,
                duration_s=truth.duration_s,
                kind=truth.kind,
                limbs=truth.limbs,
                source=truth.source,
                visible=visible,
            )
        )
    return out
