"""Wrong numbers, signs and units of sleep, rules, observation and whole nights."""

from benchmarks.mutant import Changes

NIGHTS: Changes = {
    "classify/associations.py": (
        ("after_s=10.25", "after_s=5.0"),
        ("before_s=0.5", "before_s=5.0"),
    ),
    "classify/leg_figures.py": (("event.duration > longest", "event.duration > 10 * longest"),),
    "classify/nights/comparison.py": (
        ("per_week=7 * float", "per_week=float"),
        ("FEWEST_NIGHTS = 6", "FEWEST_NIGHTS = 5"),
        ("ndtri((1 + _SURE) / 2)", "ndtri(_SURE)"),
        ("(len(chances) - rank) * chances", "len(chances) * chances"),
    ),
    "classify/nights/correction.py": (
        ("event.duration <= total / 1000", "event.duration <= longest"),
        ("* 1000) <= rules.interval_longest", "* 1000) < rules.interval_longest"),
        ("[*restarts, *interrupted]", "restarts"),
    ),
    "classify/nights/cutting.py": (
        ("_BLOCK: Final = 30", "_BLOCK: Final = 120"),
        ("_SAME_BLOCK: Final = 60", "_SAME_BLOCK: Final = 10"),
        ("_MAIN: Final = 180", "_MAIN: Final = 60"),
        ("_REACH: Final = 480", "_REACH: Final = 60"),
        ("_AROUND: Final = 61", "_AROUND: Final = 1"),
        ("SHORTEST: Final = 60", "SHORTEST: Final = 600"),
    ),
    "classify/observation/clock_steps.py": (
        ("smallest_s: float = 1.0", "smallest_s: float = 1.25"),
    ),
    "classify/observation/common_clock.py": ((" or pair.is_plain()", ""),),
    "classify/observation/coverage.py": (("inner | (length >= ", "inner | (length > 10 * "),),
    "classify/observation/exposure_time.py": (
        ("start.minute * 60 + start.second", "start.minute * 60"),
    ),
    "classify/observation/synchrony.py": (("_NEAR_S = 1.5", "_NEAR_S = 0.5"),),
    "classify/observation/synchrony_limits.py": (
        ("small_s: float = 0.25", "small_s: float = 0.15"),
        ("sharp: float = 0.85", "sharp: float = 0.95"),
    ),
    "classify/observation/witnesses.py": (
        ("apart: float = 5.0", "apart: float = 50.0"),
        ("margin: float = 120.0", "margin: float = 1.2"),
    ),
    "classify/rounding.py": (("KEPT_DECIMALS: Final = 6", "KEPT_DECIMALS: Final = 2"),),
    "classify/rules/interruptions.py": (
        ("movement: int = 2_000", "movement: int = 200"),
        ("rest: int = 500", "rest: int = 5_000"),
    ),
    "classify/rules/leg_movements.py": (
        ("onset - before.offset < rules", "onset - before.offset <= rules"),
        ("total > rules.bilateral_longest", "total >= rules.bilateral_longest"),
        ("end, sides = max(end, part.offset)", "end, sides = (part.offset)"),
    ),
    "classify/rules/periodicity.py": (
        (
            "(scored.interval < rules.interval_shortest)",
            "(scored.interval <= rules.interval_shortest)",
        ),
        ("(interval > limits.above)", "(interval >= limits.above)"),
        ("logs.std(ddof=1)", "logs.std(ddof=0)"),
        ("up_to: int = 90_000", "up_to: int = 112_500"),
    ),
    "classify/rules/published.py": (
        ("bilateral_gap=5_000", "bilateral_gap=500"),
        ("same_leg_gap=500,  # 1.A", "same_leg_gap=625,  # 1.A"),
        ("interval_shortest=5_000", "interval_shortest=4_000"),
        ("same_leg_gap=500,  # its abstract", "same_leg_gap=375,  # its abstract"),
        ("longest=5_000,  #  to", "longest=10_000,  #  to"),
        ("interval_shortest=4_000,  #  with", "interval_shortest=5_000,  #  with"),
        ("sleep_required=True,  # they", "sleep_required=False,  # they"),
    ),
    "classify/scoring.py": (
        ("features.tautness < 1", "features.tautness < 0"),
        (" | evidence.stiff)", ")"),
        ("if attacks.kinds.get(place) is kind else None", ""),
        ("evidence.sleep.probable.wake", "evidence.sleep.reported.wake"),
        ("sleep.probable, felt", "sleep.reported, felt"),
    ),
    "classify/sleep/activity.py": (
        ("TURN_DEG = 5.0", "TURN_DEG = 6.0"),
        ("_LASTING_S = 15.0", "_LASTING_S = 12.0"),
        ("EPOCH_S = 30.0", "EPOCH_S = 20.0"),
        ("_TOGETHER_S = 0.5", "_TOGETHER_S = 2.0"),
    ),
    "classify/sleep/model.py": ((" woken=4.0,", " woken=5.0,"),),
    "classify/sleep/restless.py": (
        ("most_s: float = 3600.0", "most_s: float = 36000.0"),
        ("share: float = 0.5", "share: float = 0.3"),
        ("np.mean(self.restless[first:last]", "np.mean(self.restless[:last]"),
        ("in_rest = legs & ~activity.legs_stirred", "in_rest = legs"),
        ("*= 1 - model.falls", "*= 1"),
        ("crowd: int = 3", "crowd: int = 2"),
        ("crowded=0.04", "crowded=0.2"),
    ),
    "classify/sleep/sleep_wake.py": (
        ("_UNSEEN_S = 900.0", "_UNSEEN_S = 1800.0"),
        ("_SAME_NIGHT_S = 3600.0", "_SAME_NIGHT_S = 5400.0"),
        ("counts * 2 >= size", "counts * 2 > size"),
        ("_UP_WINDOW_S = 300.0", "_UP_WINDOW_S = 600.0"),
        ("likely[: self._delayed_until(", "likely[:0 * self._delayed_until("),
        ("scored(scored_from(activity))", "scored(0.5 + 0 * scored_from(activity))"),
        ("np.full(len(activity), 0.5)", "np.full(len(activity), 0.6)"),
        ("self.after_evening > least", "self.after_evening > 0.5"),
        ("restless.asleep > least", "restless.asleep > 0.5"),
        ("likely[: int(np.argmax(", "likely[: 0 * int(np.argmax("),
    ),
    "classify/slept.py": (("before[-1] + 1 if", "before[-1] if"),),
    "classify/summary.py": (
        ("int((asleep & in_bed).sum()), observed", "int(asleep.sum()), observed"),
    ),
}
