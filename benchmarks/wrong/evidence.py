"""Wrong numbers, signs and units of the evidence for labels."""

from benchmarks.mutant import Changes

EVIDENCE: Changes = {
    "classify/evidence/around_sleep.py": (
        ("starts[place] + sleep.epoch", "starts[place]"),
        ("_FIRST_S: Final = 1800.0", "_FIRST_S: Final = 900.0"),
        ("NEAR_S: Final = 600.0", "NEAR_S: Final = 400.0"),
    ),
    "classify/evidence/bouts.py": (
        ("PAUSE_S: Final = 3.0", "PAUSE_S: Final = 2.0"),
        ("still_after[tail]", "still_after[head]"),
        ("reach[tail] - onset[head]", "reach[head] - onset[head]"),
        ("weight * second", "second"),
    ),
    "classify/evidence/breath.py": (
        ("swell: float = 1.15", "swell: float = 1.35"),
        ("swell: float = 1.15", "swell: float = 1.0"),
        ("half_s: float = 2.0", "half_s: float = 6.0"),
        ("= (28.0, 14.0)", "= (40.0, 26.0)"),
        ("fewest: int = 10", "fewest: int = 11"),
    ),
    "classify/evidence/clocks.py": (("_SCATTER_S = 0.015", "_SCATTER_S = 0.15"),),
    "classify/evidence/features.py": (
        ("TRANSMITTED_G = 0.3", "TRANSMITTED_G = 0.6"),
        ("_SURE_MEMBER = 0.95", "_SURE_MEMBER = 0.8"),
        ("_HELD_TILTED = 0.5, 0.15", "_HELD_TILTED = 0.3, 0.15"),
        ("_HELD_TILTED = 0.5, 0.15", "_HELD_TILTED = 0.5, 0.05"),
        ("_TOGETHER = 0.35", "_TOGETHER = 0.1"),
        ("SWAYING = 2.0", "SWAYING = 2.3"),
        ("_FALLING_S = 900.0", "_FALLING_S = 3600.0"),
        ("_ALONG = 0.5", "_ALONG = 0.1"),
        ("(self.arms_over_legs < 1)", "(self.limbs < 1)"),
        ("_MOSTLY = 0.8", "_MOSTLY = 0.5"),
        (" & ~(self.arms_over_legs > 1)", ""),
    ),
    "classify/evidence/gait.py": (
        ("STEADY = 0.7", "STEADY = 0.95"),
        ("SURELY_AT_PACE = 0.8, 0.5", "SURELY_AT_PACE = 0.7, 0.5"),
        ("SURELY_AT_PACE = 0.8, 0.5", "SURELY_AT_PACE = 0.8, 0.4"),
        ("np.where(leg, share, 1.0)", "np.where(leg, share, 0.0)"),
    ),
    "classify/evidence/impulse.py": (
        ("= 0.4, 0.8, 0.5", "= 0.4, 0.8, 1.0"),
        ("_FIRST, _HALF = 0.1", "_FIRST, _HALF = 0.2"),
        ('np.square(parts.column("rms"))', 'parts.column("rms")'),
        ('parts.column("onset") - clock', 'parts.column("onset")'),
    ),
    "classify/evidence/joint_movements.py": (
        ("_JOIN_S = 0.5", "_JOIN_S = 0.6"),
        ("_TRAIN_STEP_S = 3.4", "_TRAIN_STEP_S = 5.0"),
        ("_TRAIN_LEAST = 4", "_TRAIN_LEAST = 3"),
        ("_SHARED = 0.5", "_SHARED = 0.2"),
        ("_TRAIN_BURST_S = 1.2", "_TRAIN_BURST_S = 2.4"),
    ),
    "classify/evidence/lasting.py": (
        ("np.where(own, duration, 0.0)", "duration"),
        ("[:, -2]", "[:, -1]"),
        ("where(worn, time, np.inf)", "where(time, time, np.inf)"),
    ),
    "classify/evidence/measuring.py": (
        ("excursion - _FEIGNED", "excursion + _FEIGNED"),
        ('("onset") - clock', '("onset")'),
    ),
    "classify/evidence/members.py": (
        ("leg, regular.running", "leg, rhythm.running"),
        ("regular.member[joint.event] >=", "rhythm.member[joint.event] >="),
        ("_LONGEST_MEMBER_S = 10.0", "_LONGEST_MEMBER_S = 15.0"),
        ("_RETURN_DEG = 15.0", "_RETURN_DEG = 45.0"),
        ("_SWAY_DEG = 5.0", "_SWAY_DEG = 8.0"),
        ("_SWAYED = 1.0", "_SWAYED = 2.0"),
        ("(0.15, 0.55), 3.0", "(0.15, 0.55), 1.5"),
        ("(0.15, 0.55), 3.0", "(0.15, 2.0), 3.0"),
        ("by_track(own & member)", "by_track(member)"),
        ("_ARM_PACE_S = 18.0", "_ARM_PACE_S = 12.0"),
    ),
    "classify/evidence/parts.py": (
        ("= (0.3, 4.0)", "= (0.5, 4.0)"),
        ("= (0.3, 4.0)", "= (0.3, 6.0)"),
        ("_ONE_LINE: Final = 0.9", "_ONE_LINE: Final = 0.8"),
        ("= 8.0", "= 4.0"),
    ),
    "classify/evidence/rhythm.py": (
        ("rounds: int = 3", "rounds: int = 4"),
        ("begin_regular: float = 0.08", "begin_regular: float = 0.07"),
        ("spread_regular: float = 0.3", "spread_regular: float = 0.33"),
        ("rested[back:] - rested[:-back] + between", "rested[back:] - rested[:-back]"),
        ("np.diff(onset) * fewer / 2", "np.diff(onset) * fewer"),
        ("medians, RHYTHM.begin_regular)", "medians, RHYTHM.begin)"),
    ),
    "classify/evidence/similarity.py": (
        ("_SHIFT_S = 0.2", "_SHIFT_S = 0.1"),
        ("_RESEMBLING = 3", "_RESEMBLING = 2"),
        ("_SAME_CAUSE = 0.8", "_SAME_CAUSE = 0.9"),
        ("_SHAKEN = 0.3", "_SHAKEN = 0.2"),
    ),
    "classify/evidence/vicinity.py": (
        ("_FAINT_G = 0.03", "_FAINT_G = 0.05"),
        ("HOOD_S = 300.0", "HOOD_S = 150.0"),
        ("_SOON_S = 6.0", "_SOON_S = 3.0"),
        ("_BEFORE = 8", "_BEFORE = 1"),
    ),
}
