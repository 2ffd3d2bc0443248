"""What the scenarios add to a night."""

from benchmarks.worlds.driven.act import Act, Pull
from benchmarks.worlds.driven.ailments import (
    Facts,
    Special,
    cramps,
    feet,
    focals,
    seizures,
    shudders,
    spasms,
    tremor,
)
from benchmarks.worlds.driven.body import LEGS, Body
from benchmarks.worlds.driven.diary import Diary
from benchmarks.worlds.driven.drive import Array, Rng, around, between, burst, gesture, joined
from benchmarks.worlds.driven.movements import (
    enacted,
    flexion,
    some,
    start,
    stir,
    turn_over,
    twitch,
)
from benchmarks.worlds.driven.outside import (
    footsteps,
    partner_turn,
    pet_jump,
    pet_touch,
    style,
    traffic,
)
from benchmarks.worlds.driven.periodic import own_runs, partner_runs, spread
from benchmarks.worlds.driven.rhythms import (
    convulsive,
    rubbing,
    tonic,
)
from benchmarks.worlds.driven.upright import trip
from benchmarks.worlds.night import PLACES


def hypnic(body: Body, rng: Rng, diary: Diary, dose: float) -> Facts:
    """Sleep starts around the onset of sleep and after awakenings."""
    wanted = max(2, round(dose * int(rng.integers(4, 13))))
    strong = around(rng, 0.4, 0.4, 0.15, 1.0)
    onsets = [diary.asleep_at] * 3 + [b for _, b in diary.wakes]
    done, tries = 0, 0
    while done < wanted and tries < 300:
        tries += 1
        onset = float(rng.choice(onsets))
        reach = min(240.0, 0.5 * (diary.asleep_at - diary.lights_off))
        before = reach if onset == diary.asleep_at else 10.0
        t = onset - before + rng.exponential(0.5 * (before + 300.0))
        if t > onset + 420.0:
            continue
        act = start(body, rng, t, strong * around(rng, 1.0, 0.4, 0.35, 2.5))
        if not diary.book(act, margin=7.0):
            continue
        done += 1
        if rng.random() < 0.35:
            limbs = PLACES if rng.random() < 0.5 else (some(rng, LEGS), "wrist")
            at = t + act.length + between(rng, 1.7, 5.0)
            seconds, peak = between(rng, 1.5, 6.0), around(rng, 0.15, 0.6, 0.02, 0.6)
            move = stir(body, rng, at, "gross_movement", limbs, seconds=seconds, peak=peak)
            diary.book(move, margin=0.2)
    return {"sleep_starts": done, "sleep_start_g": strong}


def partner(body: Body, rng: Rng, diary: Diary, dose: float) -> Facts:
    """The bed partner has periodic movements and turns now and then."""
    facts = partner_runs(rng, diary, dose * around(rng, 28.0, 0.4, 12.0, 60.0))
    span = [(diary.lights_off, diary.rise)]
    spread(rng, diary, 3.0 * diary.hours, lambda at: partner_turn(rng, at), span)
    return facts


def pet(body: Body, rng: Rng, diary: Diary, dose: float) -> Facts:
    """A pet near one limb."""
    limb = some(rng, PLACES)
    span = (diary.lights_off, diary.rise)
    count = 0
    for _ in range(max(2, int(rng.poisson(dose * 4.0 * diary.hours)))):
        t = diary.instant([span])
        if rng.random() < 0.7:
            act = pet_jump(rng, t, limb)
            count += diary.book(act)
            t += act.length + between(rng, 1.0, 5.0)
        for _ in range(int(rng.integers(1, 9))):
            act = pet_touch(rng, t, limb)
            count += diary.book(act, margin=0.5)
            t += act.length + rng.exponential(15.0) + 1.0
    return {"pet_limb": limb, "pet_events": count}


def bed_shaken(body: Body, rng: Rng, diary: Diary, dose: float) -> Facts:
    """Footsteps, traffic and a partner who turns."""
    span = [(10.0, diary.rise)]
    h = diary.hours * dose
    rates = {k: between(rng, 4.0, 18.0) for k in ("footsteps", "traffic", "partner_turns")}
    spread(rng, diary, rates["footsteps"] * h, lambda at: footsteps(rng, at), span)
    spread(rng, diary, rates["traffic"] * h, lambda at: traffic(rng, at), span)
    spread(rng, diary, rates["partner_turns"] * h, lambda at: partner_turn(rng, at), span)
    return {f"{k}_per_h": v for k, v in rates.items()}


def rls(body: Body, rng: Rng, diary: Diary, dose: float) -> Facts:
    """Restless legs before sleep, and periodic movements after it."""
    stop = diary.asleep_at - min(240.0, 0.15 * (diary.asleep_at - diary.lights_off))
    t = diary.lights_off + between(rng, 2.0, 20.0)
    walks = int(rng.integers(0, 3))
    while t < stop:
        room = stop - t
        if walks and room > 220.0 and rng.random() < 0.04:
            walks -= 1
            until = t + between(rng, 90.0, 200.0)
            for act in trip(body, rng, t, until):
                diary.book(act, anyway=True)
                t = act.at + act.length
            t += between(rng, 5.0, 40.0)
            continue
        if room > 200.0 and rng.random() < 0.04:
            gap, legs = between(rng, 12.0, 20.0), (some(rng, LEGS),)
            for _ in range(int(rng.integers(5, 10))):
                act = awake_flexion(rng, t, legs[0])
                diary.book(act, margin=0.2)
                t += gap * around(rng, 1.0, 0.12, 0.7, 1.5)
            continue
        if rng.random() < 0.65:
            act = rubbing(body, rng, t)
        else:
            limbs = tuple(p for p in LEGS if rng.random() < 0.7) or ("wrist",)
            seconds, peak = around(rng, 3.0, 0.6, 0.8, 10.0), around(rng, 0.2, 0.7, 0.03, 0.9)
            act = stir(body, rng, t, "wake_movement", limbs, seconds=seconds, peak=peak)
        diary.book(act, margin=0.3)
        t += act.length + 1.5 + rng.exponential(between(rng, 4.0, 25.0))
    return own_runs(body, rng, diary, around(rng, 15.0, 0.5, 5.0, 40.0))


def awake_flexion(rng: Rng, at: float, leg: str) -> Act:
    """A periodic leg movement while awake."""
    env = flexion(rng, style(rng), around(rng, 3.0, 0.4, 1.0, 8.0))
    pull = Pull(limb=leg, envelope=env, peak=around(rng, 0.12, 0.4, 0.02, 0.6), twitch=0.06)
    return Act(at=at, kind="plm", pulls=(pull,))


def reading(body: Body, rng: Rng, diary: Diary, dose: float) -> Facts:
    """Awake and still before sleep but for a hand or foot."""
    stop = diary.asleep_at - min(300.0, 0.25 * (diary.asleep_at - diary.lights_off))
    diary.book(turn_over(body, rng, diary.lights_off + 4.0, "recline"))
    favourite = some(rng, PLACES, (1.0, 1.0, 2.0))
    t = diary.lights_off + 20.0
    count = 0
    while t < stop - 20.0:
        limb = favourite if rng.random() < 0.75 else some(rng, PLACES)
        if limb != "wrist" and rng.random() < 0.4:
            env = flexion(rng, style(rng), around(rng, 1.2, 0.4, 0.5, 3.0))
            pull = Pull(limb=limb, envelope=env, peak=around(rng, 0.08, 0.6, 0.01, 0.4))
            act = Act(at=t, kind="wake_movement", pulls=(pull,))
        else:
            seconds, peak = around(rng, 1.4, 0.4, 0.5, 4.0), around(rng, 0.12, 0.6, 0.015, 0.5)
            act = stir(
                body, rng, t, "wake_movement", (limb,), seconds=seconds, peak=peak, askew=0.06
            )
        count += diary.book(act)
        t += act.length + between(rng, 15.0, 60.0)
    diary.book(turn_over(body, rng, stop, "supine"))
    return {"read_until_s": stop, "page_turns": count}


def walks(body: Body, rng: Rng, diary: Diary, dose: float) -> Facts:
    """Trips are in the diary already."""
    return {"trips": len(diary.walks)}


def breathing(body: Body, rng: Rng, diary: Diary, dose: float) -> Facts:
    """Apnoeas whose ends move arm and legs."""
    left = between(rng, 0.35, 0.7) * diary.slept * dose
    typical = around(rng, 42.0, 0.15, 32.0, 55.0)
    vigour = around(rng, 0.14, 0.5, 0.04, 0.45)
    count = 0
    while left > 200.0:
        bout = min(left, between(rng, 400.0, 1800.0))
        left -= bout
        t = between(rng, 0.0, max(diary.slept - bout, 1.0))
        stop = t + bout
        while t < stop:
            gap = around(rng, typical, 0.15, 30.0, 60.0)
            end = diary.at_slept(t + gap)
            diary.pauses.append((end - between(rng, 0.35, 0.7) * gap, end))
            t += gap
            if rng.random() < 0.1:
                continue
            count += diary.book(resumed(rng, end, vigour), margin=0.8)
            wave = between(rng, 0.3, 1.0) * vigour * 0.08
            breaths = Pull(limb="wrist", envelope=deep(rng), peak=wave, muscle=3, twitch=0.15)
            diary.book(Act(at=end, kind="", pulls=(breaths,)), anyway=True)
    return {"apnoea_ends": count, "apnoea_interval_s": typical}


def deep(rng: Rng) -> Array:
    """Activation of the trunk by a few deep breaths."""
    parts, t = [], 0.0
    for k in range(int(rng.integers(3, 6))):
        w = between(rng, 2.2, 3.5)
        parts.append((t, 0.8**k * burst(rng, w, 0.45 * w, 0.45 * w)))
        t += w + between(rng, 0.2, 1.0)
    return joined(parts)


def resumed(rng: Rng, at: float, vigour: float) -> Act:
    """Movement of arm and both legs when breathing resumes."""
    seconds = around(rng, 2.6, 0.4, 0.8, 8.0)
    arousal = rng.random() < 0.5
    pulls = []
    for limb in PLACES:
        span = seconds * between(rng, 0.6, 1.0)
        env = flexion(rng, style(rng), span)
        if limb == "wrist" or arousal:
            env = gesture(rng, span, 1.2, (0.3, 1.2))
        pulls.append(
            Pull(
                limb=limb,
                envelope=env,
                peak=vigour * around(rng, 1.0, 0.5, 0.2, 3.0),
                lag=between(rng, 0.0, 0.8),
                twitch=0.06,
            )
        )
    kind = "gross_movement" if arousal else "limb_movement"
    return Act(at=at, kind=kind, pulls=tuple(pulls))


def twitches(body: Body, rng: Rng, diary: Diary, dose: float) -> Facts:
    """Many tiny twitches."""
    rate = dose * between(rng, 60.0, 220.0)
    count = rate * diary.slept / 3600.0
    done = spread(rng, diary, count, lambda at: twitch(body, rng, at), diary.sleep)
    return {"twitches": done}


def dream(body: Body, rng: Rng, diary: Diary, dose: float) -> Facts:
    """Dreams acted out, in clusters late in the night."""
    done, episodes = 0, []
    share = min(0.12, 1500.0 / diary.slept)
    for centre in (0.5, 0.72, 0.92):
        begin = diary.at_slept((centre - 0.5 * share + between(rng, -0.05, 0.03)) * diary.slept)
        stop = min(begin + share * diary.slept * between(rng, 0.7, 1.3), diary.awake_at - 5.0)
        episodes.append((begin, stop))
        t = begin
        gap = between(rng, 8.0, 30.0) / max(dose, 0.3)
        while t < stop:
            for _ in range(int(rng.integers(1, 5))):
                act = enacted(body, rng, t)
                done += diary.book(act, margin=0.4)
                t += act.length + between(rng, 1.0, 5.0)
            t += rng.exponential(gap)
    return {"dream_acts": done, "dream_spans_s": episodes}


def plm(index: float) -> Special:
    """The wearer's periodic movements with an index per hour of sleep."""

    def add(body: Body, rng: Rng, diary: Diary, dose: float) -> Facts:
        return own_runs(body, rng, diary, dose * index)

    return add


def toes(body: Body, rng: Rng, diary: Diary, dose: float) -> Facts:
    """Periodic movements of toes that an ankle hardly feels."""
    return own_runs(body, rng, diary, around(rng, 28.0, 0.3, 15.0, 50.0), toes=True)


SPECIALS: dict[str, tuple[Special, ...]] = {
    "none": (),
    "plm_mild": (plm(8.0),),
    "plm": (plm(25.0),),
    "plm_severe": (plm(60.0),),
    "hypnic": (hypnic,),
    "hypnic_plm": (hypnic, plm(25.0)),
    "partner_plm": (partner,),
    "both_plm": (plm(25.0), partner),
    "pet": (pet,),
    "bed_shaken": (bed_shaken,),
    "rls": (rls,),
    "reading": (reading,),
    "walks": (walks,),
    "breathing": (breathing,),
    "rest_tremor": (tremor,),
    "shudder": (shudders,),
    "foot_tremor": (feet,),
    "cramp": (cramps,),
    "twitches": (twitches,),
    "dream": (dream,),
    "tonic": (seizures(tonic, 6, 30.0),),
    "convulsive": (seizures(convulsive, 2, 150.0),),
    "focal": (focals,),
    "spasms": (spasms,),
    "mixed": (),
    "toes": (toes,),
}

MIXABLE = (
    "plm", "hypnic", "partner_plm", "pet", "bed_shaken", "breathing", "shudder", "foot_tremor",
    "cramp", "twitches", "dream", "tonic", "focal", "spasms", "rest_tremor",
)  # fmt: skip
EARLY = ("cramp", "spasms", "tonic", "focal")
"""Those that wake the wearer or must not be pushed aside come first."""


def specials(rng: Rng, scenario: str) -> tuple[list[Special], float, list[str]]:
    """What a scenario adds, how much of each, and their names."""
    if scenario != "mixed":
        return list(SPECIALS[scenario]), 1.0, [scenario]
    names = [str(n) for n in rng.choice(MIXABLE, int(rng.integers(3, 6)), replace=False)]
    names.sort(key=lambda name: (name not in EARLY, MIXABLE.index(name)))
    return [one for name in names for one in SPECIALS[name]], 0.5, names
