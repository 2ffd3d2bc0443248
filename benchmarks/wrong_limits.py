"""Wrong numbers of dataclasses of thresholds that the tests of their room passed, once."""

from benchmarks.mutant import Mutant

THRESHOLDS = (
    Mutant("classify/findings/concern.py", "    tremor: int = 2", "    tremor: int = 3"),
    Mutant("dsp/posture/wear.py", "spread: float = 0.013", "spread: float = 0.0104"),
    Mutant("dsp/posture/wear.py", "burst_factor: float = 2.0", "burst_factor: float = 2.5"),
    Mutant("dsp/posture/wear.py", "burst: float = 0.001", "burst: float = 0.0008"),
    Mutant("dsp/posture/wear.py", "drift: float = 0.002", "drift: float = 0.0025"),
    Mutant("dsp/posture/wear.py", "bump: float = 120.0", "bump: float = 180.0"),
    Mutant("dsp/posture/wear.py", "level: float = 10.0", "level: float = 12.5"),
    Mutant(
        "dsp/posture/wear.py", "shortest_tilted: float = 7200.0", "shortest_tilted: float = 5760.0"
    ),
    Mutant("dsp/posture/wear.py", "laid: float = 0.2", "laid: float = 0.16"),
    Mutant(
        "dsp/posture/wear.py", "shortest_blind: float = 5400.0", "shortest_blind: float = 4320.0"
    ),
    Mutant("dsp/posture/wear.py", "blind_share: float = 0.5", "blind_share: float = 0.625"),
    Mutant(
        "dsp/posture/wear.py",
        "breath_band: tuple[float, float] = (0.12, 0.45)",
        "breath_band: tuple[float, float] = (0.096, 0.45)",
    ),
    Mutant("dsp/posture/wear.py", "breath_segment: float = 128.0", "breath_segment: float = 102.4"),
    Mutant("dsp/posture/wear.py", "breath_smooth: int = 5", "breath_smooth: int = 6"),
    Mutant("dsp/posture/wear.py", "breath_excess: float = 0.33", "breath_excess: float = 0.41"),
    Mutant(
        "dsp/posture/wear.py",
        "breath_excess_axis: float = 0.62",
        "breath_excess_axis: float = 0.77",
    ),
    Mutant("dsp/posture/rests.py", "moved: float = 0.05", "moved: float = 0.06"),
    Mutant("dsp/posture/rests.py", "beside: float = 10.0", "beside: float = 12.5"),
    Mutant("dsp/posture/rests.py", "same: float = 0.002", "same: float = 0.0025"),
    Mutant("sensor/capture/timing/arrival.py", "far: float = 0.1", "far: float = 0.08"),
    Mutant("sensor/capture/timing/arrival.py", "at_once: float = 0.01", "at_once: float = 0.0125"),
    Mutant("sensor/capture/timing/pace.py", "window_packets: int = 16", "window_packets: int = 20"),
    Mutant("sensor/capture/timing/pace.py", "follow_s: float = 0.06", "follow_s: float = 0.075"),
    Mutant("sensor/capture/timing/pace.py", "spreads: float = 4.7", "spreads: float = 5.9"),
    Mutant("sensor/capture/timing/pace.py", "most_s: float = 0.4", "most_s: float = 0.32"),
    Mutant("sensor/capture/timing/pace.py", "near_s: float = 0.02", "near_s: float = 0.016"),
    Mutant(
        "sensor/capture/timing/pace.py", "stall_packets: float = 3.0", "stall_packets: float = 3.75"
    ),
    Mutant("sensor/capture/timing/pace.py", "step: float = 0.75", "step: float = 0.9"),
    Mutant("sensor/capture/timing/pace.py", "doubt: float = 0.03", "doubt: float = 0.0375"),
    Mutant("sensor/capture/timing/pace.py", "hole: float = 2.5", "hole: float = 2.0"),
    Mutant("sensor/capture/timing/pace.py", "other: float = 0.05", "other: float = 0.0625"),
    Mutant("sensor/capture/timing/pace.py", "steady: float = 0.03", "steady: float = 0.024"),
    Mutant("sensor/capture/timing/pace.py", "block_s: float = 10.0", "block_s: float = 12.5"),
    Mutant("sensor/capture/timing/quickest.py", "few_blocks: int = 6", "few_blocks: int = 8"),
    Mutant("sensor/capture/timing/quickest.py", "around: int = 30", "around: int = 38"),
    Mutant("sensor/capture/timing/quickest.py", "quickest: float = 0.25", "quickest: float = 0.2"),
    Mutant("sensor/capture/timing/quickest.py", "fast: float = 0.05", "fast: float = 0.04"),
    Mutant(
        "sensor/capture/timing/quickest.py",
        "least_fast: float = 0.01",
        "least_fast: float = 0.0125",
    ),
    Mutant("sensor/capture/timing/quickest.py", "scatters: float = 3.0", "scatters: float = 2.4"),
    Mutant(
        "sensor/capture/timing/quickest.py", "drained_s: float = 0.06", "drained_s: float = 0.075"
    ),
    Mutant("sensor/capture/timing/quickest.py", "level_s: float = 0.02", "level_s: float = 0.025"),
    Mutant("sensor/capture/timing/quickest.py", "back_s: float = 3600.0", "back_s: float = 4500.0"),
    Mutant(
        "sensor/files/times/stamp_limits.py",
        "batched_share: float = 0.2",
        "batched_share: float = 0.25",
    ),
    Mutant("sensor/files/times/stamp_limits.py", "whole: float = 0.02", "whole: float = 0.016"),
    Mutant("sensor/radio/patience.py", "(1.0, 2.0, 4.0, 8.0, 16.0)", "(1.0, 2.0, 4.0, 8.0, 12.8)"),
    Mutant("sensor/radio/patience.py", "(1.0, 2.0, 4.0, 8.0, 16.0)", "(1.25, 2.0, 4.0, 8.0, 16.0)"),
    Mutant("sensor/bounds.py", "night_s: float = 24 * 3600.0", "night_s: float = 27 * 3600.0"),
    Mutant(
        "sensor/bounds.py",
        "rates_hz: tuple[float, float] = (5.0, 1000.0)",
        "rates_hz: tuple[float, float] = (6.0, 1000.0)",
    ),
    Mutant("sensor/bounds.py", "clock_off: float = 0.02", "clock_off: float = 0.025"),
    Mutant("sensor/bounds.py", "archive_times: int = 100", "archive_times: int = 125"),
    Mutant(
        "sensor/bounds.py", "archive_bytes: int = 64 * 2**20", "archive_bytes: int = 48 * 2**20"
    ),
    Mutant("sensor/bounds.py", "line_bytes: int = 2**16", "line_bytes: int = 3 * 2**15"),
    Mutant("sensor/bounds.py", "largest_g: float = 1000.0", "largest_g: float = 800.0"),
    Mutant("sensor/bounds.py", "figure: float = 1e9", "figure: float = 1.25e9"),
    Mutant("classify/agreement/clock_line.py", "drift: float = 150.0", "drift: float = 187.5"),
    Mutant("classify/agreement/clock_line.py", "bin: float = 0.25", "bin: float = 0.3125"),
    Mutant("classify/agreement/clock_line.py", "near: float = 4.0", "near: float = 5.0"),
    Mutant("classify/agreement/clock_line.py", "(1.5, 1.0, 0.75, 0.75)", "(1.8, 1.0, 0.75, 0.75)"),
    Mutant("classify/agreement/clock_line.py", "(1.5, 1.0, 0.75, 0.75)", "(1.5, 1.0, 0.9, 0.75)"),
    Mutant(
        "classify/agreement/clock_line.py",
        "false_share: float = 0.1",
        "false_share: float = 0.125",
    ),
    Mutant("classify/agreement/clock_line.py", "chance: float = 1e-4", "chance: float = 1.25e-4"),
    Mutant(
        "classify/agreement/clock_line.py", "runner_up: float = 0.67", "runner_up: float = 0.54"
    ),
    Mutant("classify/agreement/clock_line.py", "drift_pairs: int = 10", "drift_pairs: int = 12"),
    Mutant("classify/agreement/clock_line.py", "hidden: float = 0.5", "hidden: float = 0.4"),
    Mutant("classify/agreement/clock_line.py", "reach: float = 8.0", "reach: float = 10.0"),
    Mutant("classify/agreement/clock_line.py", "levels: int = 49", "levels: int = 61"),
    Mutant("classify/agreement/clock_line.py", "slopes: int = 81", "slopes: int = 101"),
    Mutant(
        "classify/agreement/clock_line.py",
        "(0.02, 0.04, 0.06, 0.1, 0.16, 0.27, 0.45)",
        "(0.025, 0.04, 0.06, 0.1, 0.16, 0.27, 0.45)",
    ),
    Mutant("classify/evidence/rhythm.py", "rounds: int = 3", "rounds: int = 4"),
    Mutant(
        "classify/observation/clock_steps.py", "smallest_s: float = 1.0", "smallest_s: float = 1.25"
    ),
    Mutant("classify/rules/periodicity.py", "up_to: int = 90_000", "up_to: int = 112_500"),
    Mutant("classify/rules/published.py", "same_leg_gap=500,  # 1.A", "same_leg_gap=625,  # 1.A"),
    Mutant("classify/rules/published.py", "interval_shortest=5_000", "interval_shortest=4_000"),
    Mutant(
        "classify/rules/published.py",
        "same_leg_gap=500,  # its abstract",
        "same_leg_gap=375,  # its abstract",
    ),
    Mutant("classify/rules/published.py", "longest=5_000,  #  to", "longest=10_000,  #  to"),
    Mutant(
        "classify/rules/published.py",
        "interval_shortest=4_000,  #  with",
        "interval_shortest=5_000,  #  with",
    ),
    Mutant(
        "classify/rules/published.py",
        "sleep_required=True,  # they",
        "sleep_required=False,  # they",
    ),
    Mutant("classify/labels/stiffenings.py", "sure: float = 0.9", "sure: float = 0.72"),
    Mutant("cli/immobilisation.py", "longest_hours: float = 2.0", "longest_hours: float = 1.6"),
    Mutant("cli/recording/evening/preflight.py", "battery: float = 40.0", "battery: float = 32.0"),
    Mutant("cli/recording/evening/preflight.py", "rate: float = 0.05", "rate: float = 0.0625"),
    Mutant("cli/recording/evening/preflight.py", "level: float = 0.1", "level: float = 0.08"),
    Mutant("cli/recording/evening/preflight.py", "disk: float = 2e9", "disk: float = 1.6e9"),
)
"""A quarter larger or smaller; what kills each is said in ``tests/test_every_limit.py``."""
