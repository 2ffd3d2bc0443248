"""Wrong numbers, signs and units of what came after the other lists, each to be noticed."""

from benchmarks.mutant import Mutant

ADDED = (
    Mutant("sensor/files/times/excursions.py", "AWAY_S = 60.0", "AWAY_S = 600.0"),
    Mutant("sensor/files/times/excursions.py", "RETURN_S = 10.0", "RETURN_S = 1.0"),
    Mutant("sensor/files/times/excursions.py", "within=0.5 * period", "within=5 * period"),
    Mutant("sensor/files/glitches.py", "JUMP_G = 0.5", "JUMP_G = 0.8"),
    Mutant("sensor/files/glitches.py", "FAINT_G = 0.15", "FAINT_G = 0.3"),
    Mutant("sensor/files/glitches.py", "QUIET_G = 0.05", "QUIET_G = 0.2"),
    Mutant("sensor/files/glitches.py", "LOWEST_RATE = 19.0", "LOWEST_RATE = 20.5"),
    Mutant("sensor/files/glitches.py", "MANY = 10", "MANY = 100"),
    Mutant("sensor/files/times/stalled.py", "STALL_S = 0.5", "STALL_S = 5.0"),
    Mutant("sensor/files/times/stalled.py", "MISSING = 0.05", "MISSING = 0.5"),
    Mutant("sensor/files/times/stalled.py", "SHARED = 0.2", "SHARED = 0.02"),
    Mutant("sensor/files/saved_pieces.py", "places += not lost", "places += 1"),
    Mutant("sensor/files/saved_pieces.py", "if last >= len(log)", "if last > len(log)"),
    Mutant("sensor/files/saved_pieces.py", "len(lines[-1]) == usual", "len(lines[-1]) <= usual"),
    Mutant("classify/evidence/impulse.py", "= 0.4, 0.8, 0.5", "= 0.4, 0.8, 1.0"),
    Mutant("classify/evidence/impulse.py", "_FIRST, _HALF = 0.1", "_FIRST, _HALF = 0.2"),
    Mutant("classify/evidence/impulse.py", 'np.square(parts.column("rms"))', 'parts.column("rms")'),
    Mutant("classify/evidence/settling.py", "_SOON_S = 6.0", "_SOON_S = 3.0"),
    Mutant("classify/evidence/settling.py", "_BEFORE = 8", "_BEFORE = 1"),
    Mutant("classify/evidence/gait.py", "STEADY = 0.7", "STEADY = 0.95"),
    Mutant("classify/evidence/gait.py", "np.where(leg, share, 1.0)", "np.where(leg, share, 0.0)"),
    Mutant(
        "classify/labels/definitions.py",
        '40.0),\n        at_most("swing", STEADY)',
        '40.0),\n        at_most("swing", 1.0)',
    ),
    Mutant(
        "classify/labels/definitions.py",
        'at_least("moving_legs", 1.0),\n        at_most("swing", STEADY)',
        'at_least("moving_legs", 1.0),\n        at_most("swing", 1.0)',
    ),
    Mutant("classify/findings/concern.py", " bed_rest_s=5.0,", " bed_rest_s=0.5,"),
    Mutant(
        "cli/judgement.py",
        "summary.plm.hours_of_sleep < CONCERN",
        "summary.plm.hours_of_sleep < 0.5 * CONCERN",
    ),
    Mutant("classify/findings/concern.py", " tremor_arm_s=10.0,", " tremor_arm_s=20.0,"),
    Mutant("classify/findings/concern.py", " cluster_sure=0.5,", " cluster_sure=0.6,"),
    Mutant("classify/findings/concern.py", " cramp_rest_s=5.0,", " cramp_rest_s=3.0,"),
    Mutant("classify/findings/concern.py", " cramp_long_s=60.0,", " cramp_long_s=40.0,"),
    Mutant("classify/findings/concern.py", "asleep_peak=0.3,", "asleep_peak=0.5,"),
    Mutant("classify/findings/night_findings.py", "        Kind.GROSS_MOVEMENT,\n", ""),
    Mutant("classify/findings/sensors.py", "and scene.out_of_sleep(event)", "and event.onset >= 0"),
    Mutant("classify/labels/definitions.py", '"leg_lasting", 10.0', '"leg_lasting", 5.0'),
    Mutant("classify/labels/definitions.py", '"second_lasting", 8.0', '"second_lasting", 2.0'),
    Mutant("classify/labels/definitions.py", '"second_lasting", 5.0', '"second_lasting", 2.0'),
    Mutant("classify/labels/labelling.py", "_ABOUT_SURE = 0.6", "_ABOUT_SURE = 0.7"),
    Mutant(
        "classify/labels/labelling.py",
        "whole & (features.leg_lasting >",
        "whole & (features.duration >",
    ),
    Mutant("classify/evidence/features.py", "_ALONG = 0.5", "_ALONG = 0.1"),
    Mutant("classify/evidence/lasting.py", "np.where(own, duration, 0.0)", "duration"),
    Mutant("classify/evidence/lasting.py", "[:, -2]", "[:, -1]"),
)
"""Written from the sources alone, before its author had looked at any test; the last fifteen by
the author of their tests."""
