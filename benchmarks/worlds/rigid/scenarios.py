"""Scenarios: which of the movements a night holds."""

from benchmarks.worlds.rigid import attacks, habits, moves, others
from benchmarks.worlds.rigid.moves import grow
from benchmarks.worlds.rigid.plan import Plan

SCENARIOS = {
    "none": "Ordinary sleeper: changes of posture, isolated movements, awakenings.",
    "plm_mild": "Periodic leg movements, 5-15 an hour.",
    "plm": "Periodic leg movements, 15-40 an hour.",
    "plm_severe": "Periodic leg movements, 40-90 an hour.",
    "hypnic": "Two to eight sleep starts near sleep onset and after awakenings.",
    "hypnic_plm": "Sleep starts and periodic leg movements.",
    "partner_plm": "A partner has periodic leg movements, the wearer none.",
    "both_plm": "Wearer and partner have periodic leg movements.",
    "pet": "A cat or dog jumps on the bed, kneads or leans on a limb.",
    "bed_shaken": "Traffic, washing machine, knocks, a restless partner.",
    "rls": "An hour of rubbing, stretching and bouncing legs, then periodic movements.",
    "reading": "Awake in bed for long with small movements, then ordinary sleep.",
    "walks": "Gets up two or three times.",
    "breathing": "Apnoeas whose ends arouse; no periodic movements of its own.",
    "rest_tremor": "A 4-6 Hz rest tremor of the wrist while awake.",
    "shudder": "Shivers and shudders, 5-11 Hz.",
    "foot_tremor": "Hypnagogic foot tremor and alternating leg muscle activation.",
    "cramp": "Cramps of calf or foot.",
    "twitches": "Many tiny twitches.",
    "dream": "Dream enactment in the last two thirds of the night.",
    "tonic": "Tonic stiffening of several limbs.",
    "convulsive": "One or two tonic-clonic seizures.",
    "focal": "Clonic shaking of one limb.",
    "spasms": "Clusters of bilateral spasms.",
    "mixed": "Several of the others at random.",
    "toes": "Periodic leg movements of which most move only the toes.",
}
PERIODIC = {
    "plm_mild": (5, 15),
    "plm": (15, 40),
    "plm_severe": (40, 90),
    "hypnic_plm": (10, 50),
    "both_plm": (10, 50),
    "rls": (10, 50),
    "toes": (15, 50),
}
MIXABLE = (
    "plm",
    "hypnic",
    "partner_plm",
    "pet",
    "bed_shaken",
    "walks",
    "rest_tremor",
    "shudder",
    "foot_tremor",
    "cramp",
    "twitches",
    "dream",
    "tonic",
    "convulsive",
    "focal",
    "spasms",
    "breathing",
)
COUPLES = {"partner_plm", "both_plm", "bed_shaken"}
ATTACKS = {
    "shudder": attacks.shudder,
    "foot_tremor": attacks.foot_tremor,
    "cramp": attacks.cramp,
    "twitches": attacks.twitches,
    "dream": attacks.dream,
    "tonic": attacks.tonic,
    "convulsive": attacks.convulsive,
    "focal": attacks.focal,
    "spasms": attacks.spasms,
}


def draw_parts(rng, scenario: str) -> set[str]:
    """Return the scenarios that a night is made of."""
    if scenario != "mixed":
        return {scenario}
    return {str(x) for x in rng.choice(MIXABLE, int(rng.integers(2, 5)), replace=False)}


def compose(plan: Plan, parts: set[str], partner: bool) -> None:
    """Fill the plan of a night."""
    rng, night = plan.rng, plan.hours * 3600
    long_awake = {"rls", "reading"} & parts
    latency = min(grow(rng, 3400, 0.25), 0.35 * night) if long_awake else None
    walks = int(rng.integers(2, 4)) if "walks" in parts else None
    restless = rng.uniform(0.6, 1.6)
    calm = bool(long_awake)
    habits.ordinary(plan, latency=latency, walks=walks, restless=restless, calm_bed=calm)
    if "rls" in parts:
        habits.restless_legs(plan, plan.lights, plan.sleep[0][0] - 60)
    elif "reading" in parts:
        _read(plan)
    for name, attack in ATTACKS.items():
        if name in parts:
            before = len(plan.acts)
            for _ in range(8):  # a draw can fall into changes of posture
                attack(plan)
                if len(plan.acts) > before:
                    break
    if {"hypnic", "hypnic_plm"} & parts:
        habits.sleep_starts(plan, int(rng.integers(2, 9)))
    if "breathing" in parts:
        habits.breathe_badly(plan)
    if "rest_tremor" in parts:
        spans = [(a, min(b, a + 1500)) for a, b in habits.awake_spans(plan)]
        habits.tremor_bouts(plan, spans, rng.uniform(4, 6), grow(rng, 1.0, 0.6))
    for name, rates in PERIODIC.items():
        if name in parts:
            r = moves.draw_rhythm(rng, faint=rng.uniform(0.6, 0.95) if name == "toes" else None)
            awake = rng.uniform(0.5, 0.9) if name == "rls" else rng.uniform(0, 0.4)
            habits.periodic(plan, r, rng.uniform(*rates), awake=awake)
    if partner:
        legs = rng.uniform(15, 70) if {"partner_plm", "both_plm"} & parts else 0.0
        others.partner(plan, legs=legs, rate=14.0 if "bed_shaken" in parts else rng.uniform(2, 5))
    if "pet" in parts:
        others.pet(plan)
    others.house(plan, busy="bed_shaken" in parts)


def _read(plan: Plan) -> None:
    """Hold a book or a telephone: hands move now and then, pages turn, feet wriggle."""
    rng = plan.rng
    plan.hold_book(plan.lights + rng.uniform(1, 10))
    t, end = plan.lights + 25, plan.sleep[0][0] - 90
    while t < end:
        if rng.random() < 0.06:
            plan.turn_over(t, small=True)
            t += 18
        act = plan.fidget(t)
        plan.add(act)
        t = act.t1 + 2 + rng.exponential(30)
        if rng.random() < 0.08:
            legs, hz = (str(rng.choice(moves.LEGS)),), rng.uniform(0.8, 2.5)
            torque = {2: grow(rng, 2.5, 0.4)}
            dur = rng.uniform(3, 20)
            plan.add(moves.rhythmic(rng, "wake_movement", t, dur, legs, hz, torque))
            t += dur + 3
    plan.turn_over(end + 20)
