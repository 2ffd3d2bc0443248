"""Wrong numbers, signs and units, each of which a test is to notice."""

from pathlib import Path
from typing import NamedTuple


class Mutant(NamedTuple):
    """One wrong number.

    Attributes
    ----------
    file : str
        From the root of the tree.
    old, new : str
        What stands there exactly once, and what is put in its place.
    """

    file: str
    old: str
    new: str

    @property
    def folder(self) -> str:
        """Whose number it is."""
        return self.file.partition("/")[0]

    def applied(self, tree: Path) -> str:
        """Return the changed text of the file.

        Raises
        ------
        ValueError
            If the old text is not there exactly once.
        """
        text = (tree / self.file).read_text(encoding="utf-8")
        count = text.count(self.old)
        if count != 1:
            raise ValueError(
                f"{self.old!r} stands {count} times in {self.file}, not once; "
                "bring the list in benchmarks/wrong_numbers.py up to date"
            )
        return text.replace(self.old, self.new)


HELD = (
    Mutant("dsp/limits.py", " quiet=0.5,", " quiet=0.4,"),
    Mutant("dsp/limits.py", " smooth=0.12,", " smooth=0.2,"),
    Mutant("dsp/limits.py", " reference=0.5,", " reference=0.6,"),
    Mutant("dsp/limits.py", " dropout=0.1,", " dropout=0.2,"),
    Mutant("dsp/limits.py", " floor_quantile=0.3,", " floor_quantile=0.5,"),
    Mutant("dsp/limits.py", " floor_ceiling=0.015,", " floor_ceiling=0.15,"),
    Mutant("dsp/limits.py", " high_factor=4.5,", " high_factor=4.0,"),
    Mutant("dsp/limits.py", " high_minimum=0.003,", " high_minimum=0.004,"),
    Mutant("dsp/limits.py", " brief_factor=1.5,", " brief_factor=1.2,"),
    Mutant("dsp/limits.py", " shake_steps=1.3,", " shake_steps=1.0,"),
    Mutant("dsp/limits.py", " hold=6.0,", " hold=7.0,"),
    Mutant("dsp/limits.py", " hold_return=0.5,", " hold_return=0.6,"),
    Mutant("dsp/limits.py", " rest=1.0,", " rest=0.8,"),
    Mutant("dsp/limits.py", " spectrum=10.0,", " spectrum=5.0,"),
    Mutant("dsp/events/measures.py", "largest(change)[0] * self._rate)", "largest(change)[0])"),
    Mutant("dsp/events/measures.py", "(2 * dynamic >", "(3 * dynamic >"),
    Mutant("dsp/events/measures.py", "np.degrees(np.arctan2", "np.abs(np.arctan2"),
    Mutant("dsp/events/measures.py", "_DYNAMIC_S = 1.0", "_DYNAMIC_S = 2.0"),
    Mutant("dsp/events/measures.py", "np.maximum(at - onset, 0.0) / self._rate", "at - onset"),
    Mutant("dsp/events/spectrum.py", "where=inside)) * window", "where=inside))"),
    Mutant("dsp/events/spectrum.py", "_BAND = (0.25, 12.0)", "_BAND = (0.25, 6.0)"),
    Mutant("dsp/events/spectrum.py", "_MINIMUM_S = 0.8", "_MINIMUM_S = 1.6"),
    Mutant("dsp/events/spectrum.py", "_NEIGHBOURHOOD = 0.2", "_NEIGHBOURHOOD = 0.4"),
    Mutant("dsp/events/extents.py", "_SWELL_DIP = 0.2", "_SWELL_DIP = 0.35"),
    Mutant("dsp/signal/grid.py", "0.5 * (self._factor - 1) - len", "0.5 * self._factor - len"),
    Mutant("dsp/signal/calibration.py", "_STILL_SPREAD = 0.013", "_STILL_SPREAD = 0.13"),
    Mutant("dsp/posture/wear.py", " shortest=1800.0,", " shortest=2700.0,"),
    Mutant("dsp/posture/wear.py", " breath_excess=0.33,", " breath_excess=0.1,"),
    Mutant("classify/findings/concern.py", " plm_child=5.0,", " plm_child=10.0,"),
    Mutant("classify/findings/concern.py", " plm_adult=15.0,", " plm_adult=16.0,"),
    Mutant("classify/findings/concern.py", " hypnic_jerks=4,", " hypnic_jerks=5,"),
    Mutant("classify/findings/concern.py", " evening_rate=40.0,", " evening_rate=30.0,"),
    Mutant("classify/findings/concern.py", " coverage=0.9,", " coverage=0.8,"),
    Mutant("classify/findings/night_findings.py", "scene.length / 3", "scene.length / 2"),
    Mutant("classify/findings/night_findings.py", "< HOUR / 2 for", "< HOUR / 4 for"),
    Mutant("classify/evidence/features.py", "excursion - _FEIGNED", "excursion + _FEIGNED"),
    Mutant("classify/evidence/features.py", "_FAINT_G = 0.03", "_FAINT_G = 0.05"),
    Mutant("classify/evidence/features.py", "_S = 300.0", "_S = 150.0"),
    Mutant("classify/evidence/joint_movements.py", "_JOIN_S = 0.5", "_JOIN_S = 0.6"),
    Mutant("classify/evidence/joint_movements.py", "_TRAIN_STEP_S = 3.4", "_TRAIN_STEP_S = 5.0"),
    Mutant("classify/evidence/joint_movements.py", "_TRAIN_LEAST = 4", "_TRAIN_LEAST = 3"),
    Mutant("classify/evidence/similarity.py", "_SHIFT_S = 0.2", "_SHIFT_S = 0.1"),
    Mutant("classify/labels/labelling.py", "series > 0, 1.0 - strange", "series > 0, 1.0"),
    Mutant("classify/labels/labelling.py", "_CLOSE = 0.45", "_CLOSE = 0.55"),
    Mutant("classify/labels/labelling.py", "OUTSIDE = 6.0", "OUTSIDE = 1.0"),
    Mutant("classify/labels/labelling.py", "Kind.CONVULSIVE: 0.8", "Kind.CONVULSIVE: 0.5"),
    Mutant("classify/evidence/members.py", "_LONGEST_MEMBER_S = 10.0", "_LONGEST_MEMBER_S = 15.0"),
    Mutant("classify/rules/interruptions.py", "movement=2_000", "movement=200"),
    Mutant("classify/sleep/activity.py", "TURN_DEG = 5.0", "TURN_DEG = 6.0"),
    Mutant("classify/sleep/sleep_wake.py", "_UNSEEN_S = 900.0", "_UNSEEN_S = 1800.0"),
    Mutant("classify/nights/comparison.py", "per_week=7 * float", "per_week=float"),
    Mutant("classify/rules/interruptions.py", "rest=500", "rest=5_000"),
    Mutant("sensor/capture/assembly.py", "clock_jump_s: float = 0.5", "clock_jump_s: float = 5.0"),
    Mutant("sensor/capture/assembly.py", " loss: float = 0.2", " loss: float = 0.5"),
    Mutant("sensor/capture/arrival.py", "stall_s: float = 0.4", "stall_s: float = 4.0"),
    Mutant("sensor/capture/arrival.py", "step: float = 0.75", "step: float = 1.5"),
    Mutant("sensor/capture/sensor_clock.py", "quantile: float = 0.02", "quantile: float = 0.2"),
    Mutant("sensor/capture/sensor_clock.py", "ppm=-slope * 1e6", "ppm=slope * 1e6"),
    Mutant("sensor/devices/thingy52.py", "_COUNTS_PER_G = 1024", "_COUNTS_PER_G = 1000"),
    Mutant("sensor/devices/witmotion.py", "_FULL_SCALE_G = 16.0", "_FULL_SCALE_G = 8.0"),
    Mutant("sensor/devices/polar.py", "\nG_PER_COUNT = 2.44e-4", "\nG_PER_COUNT = 1e-3"),
    Mutant("sensor/files/unit.py", "STANDARD_GRAVITY = 9.80665", "STANDARD_GRAVITY = 9.9"),
    Mutant("sensor/files/times/order.py", "BACKWARD_S = 0.1", "BACKWARD_S = 1.0"),
    Mutant("sensor/files/times/regular.py", "BRIDGED_S = 0.5", "BRIDGED_S = 5.0"),
)
"""Written together with the tests that hold them."""

FRESH = (
    Mutant("dsp/signal/envelope.py", "np.sqrt(np.minimum(", "np.sqrt(np.maximum("),
    Mutant("dsp/signal/shaking.py", "np.sqrt(np.minimum(", "np.sqrt(np.maximum("),
    Mutant(
        "dsp/signal/shaking.py",
        "near[reach + 1 :]",
        "near[reach:-1]",
    ),
    Mutant("dsp/signal/floor.py", "(self._quantile * (filled - 1))", "(self._quantile * filled)"),
    Mutant(
        "dsp/signal/floor.py", "np.asarray(np.minimum(lowest, self._ceiling))", "np.asarray(lowest)"
    ),
    Mutant(
        "dsp/signal/channel.py",
        "limits.flicker_steps / np.sqrt(averaged)",
        "limits.flicker_steps / averaged",
    ),
    Mutant(
        "dsp/signal/channel.py",
        "high * limits.low_minimum / limits.high_minimum)",
        "limits.low_minimum)",
    ),
    Mutant(
        "dsp/signal/channel.py",
        "max(limits.high_minimum, limits.shake_steps",
        "max(limits.low_minimum, limits.shake_steps",
    ),
    Mutant(
        "dsp/signal/grid.py",
        "int(first.rate // limits.grid_rate)",
        "round(first.rate / limits.grid_rate)",
    ),
    Mutant("dsp/signal/grid.py", "2 * _SAME / samples.rate", "_SAME / samples.rate"),
    Mutant("dsp/signal/grid.py", "_SAME = 0.5", "_SAME = 1.5"),
    Mutant("dsp/signal/grid.py", "_SAME_RATE = 1e-3", "_SAME_RATE = 1e-1"),
    Mutant("dsp/signal/calibration.py", "_ENOUGH = 12", "_ENOUGH = 24"),
    Mutant("dsp/signal/calibration.py", "= 0.05, 0.03, 0.01", "= 0.05, 0.03, 0.1"),
    Mutant("dsp/signal/resolution.py", "_COMMON = 0.2", "_COMMON = 0.8"),
    Mutant(
        "dsp/events/bursts.py", "first[1:] - stop[:-1] >= quiet", "first[1:] - stop[:-1] > quiet"
    ),
    Mutant(
        "dsp/events/bursts.py",
        "first[1:] - reached[:-1] >= quiet",
        "first[1:] - reached[:-1] > quiet",
    ),
    Mutant("dsp/events/bursts.py", "(stop - first >= sustain)", "(stop - first > sustain)"),
    Mutant("dsp/events/holds.py", "away = max(away, distance)", "away = distance"),
    Mutant("dsp/events/holds.py", "limits.high_minimum / 2", "limits.high_minimum * 2"),
    Mutant("dsp/events/holds.py", "held += gap[last - 1]", "held = gap[last - 1]"),
    Mutant(
        "dsp/events/returns.py",
        "np.argmax(returned[found], axis=1) - half",
        "np.argmax(returned[found], axis=1)",
    ),
    Mutant(
        "dsp/events/measures.py", "round(0.25 * self._limits.lean", "round(0.5 * self._limits.lean"
    ),
    Mutant(
        "dsp/events/measures.py",
        "np.asarray(extents.first + inward)",
        "np.asarray(extents.first - inward)",
    ),
    Mutant("dsp/events/measures.py", "extents.length // 4", "extents.length // 2"),
    Mutant("dsp/events/extents.py", "_SWELL_RISE = 0.4", "_SWELL_RISE = 0.6"),
    Mutant("dsp/events/spectrum.py", "middle - length // 2, first", "middle, first"),
    Mutant(
        "dsp/detector.py",
        "round((limits.hold + limits.rest) * self._rate) + 2",
        "round(limits.rest * self._rate) + 2",
    ),
    Mutant("dsp/posture/wear.py", " drift=0.002,", " drift=0.02,"),
    Mutant("dsp/posture/wear.py", "limits.handled**2", "limits.handled"),
    Mutant("dsp/posture/wear.py", "np.sqrt(limits.shortest / (len(still) * length))", "1.0"),
    Mutant(
        "dsp/analysis.py",
        "max(limits.high_factor * floor, levels.high_minimum)",
        "limits.high_factor * floor",
    ),
    Mutant("dsp/analysis.py", "np.maximum(previous, begin)", "previous"),
    Mutant("classify/nights/comparison.py", "FEWEST_NIGHTS = 6", "FEWEST_NIGHTS = 5"),
    Mutant("classify/nights/comparison.py", "norm.ppf((1 + _SURE) / 2)", "norm.ppf(_SURE)"),
    Mutant(
        "classify/nights/comparison.py", "(len(chances) - rank) * chances", "len(chances) * chances"
    ),
    Mutant(
        "classify/nights/correction.py",
        "event.duration <= total / 1000",
        "event.duration <= longest",
    ),
    Mutant(
        "classify/nights/correction.py",
        "* 1000) <= rules.interval_longest",
        "* 1000) < rules.interval_longest",
    ),
    Mutant("classify/observation/wearing.py", " apart=5.0,", " apart=50.0,"),
    Mutant("classify/observation/wearing.py", "margin=120.0)", "margin=1.2)"),
    Mutant(
        "classify/observation/exposure_time.py",
        "start.minute * 60 + start.second",
        "start.minute * 60",
    ),
    Mutant("classify/observation/coverage.py", "inner | (length >= ", "inner | (length > 10 * "),
    Mutant("classify/rules/published.py", "bilateral_gap=5_000", "bilateral_gap=500"),
    Mutant(
        "classify/rules/leg_movements.py",
        "onset - before.offset < rules",
        "onset - before.offset <= rules",
    ),
    Mutant(
        "classify/rules/leg_movements.py",
        "total > rules.bilateral_longest",
        "total >= rules.bilateral_longest",
    ),
    Mutant(
        "classify/rules/leg_movements.py",
        "end, sides = max(end, part.offset)",
        "end, sides = (part.offset)",
    ),
    Mutant(
        "classify/rules/periodicity.py", "(interval > limits.above)", "(interval >= limits.above)"
    ),
    Mutant("classify/rules/periodicity.py", "logs.std(ddof=1)", "logs.std(ddof=0)"),
    Mutant("classify/sleep/activity.py", "_LASTING_S = 15.0", "_LASTING_S = 12.0"),
    Mutant("classify/sleep/sleep_wake.py", "_SAME_NIGHT_S = 3600.0", "_SAME_NIGHT_S = 5400.0"),
    Mutant("classify/sleep/sleep_wake.py", "counts * 2 >= size", "counts * 2 > size"),
    Mutant("classify/sleep/sleep_wake.py", "_UP_WINDOW_S = 300.0", "_UP_WINDOW_S = 600.0"),
    Mutant("classify/sleep/model.py", " woken=4.0,", " woken=5.0,"),
    Mutant(
        "classify/summary.py",
        "int((asleep & in_bed).sum()) / observed",
        "int(asleep.sum()) / observed",
    ),
    Mutant("classify/summary.py", "event.duration > longest", "event.duration > 10 * longest"),
    Mutant("classify/findings/legs.py", "if index <= limit", "if index < limit"),
    Mutant(
        "classify/findings/night_findings.py",
        "2 * arms >= len(event.limbs)",
        "2 * arms > len(event.limbs)",
    ),
    Mutant("classify/night.py", "before[-1] + 1 if", "before[-1] if"),
    Mutant("classify/evidence/around_sleep.py", "starts[place] + sleep.epoch", "starts[place]"),
    Mutant("classify/evidence/joint_movements.py", "_SHARED = 0.5", "_SHARED = 0.2"),
    Mutant("classify/evidence/joint_movements.py", "_TRAIN_BURST_S = 1.2", "_TRAIN_BURST_S = 2.4"),
    Mutant("classify/evidence/similarity.py", "_RESEMBLING = 3", "_RESEMBLING = 2"),
    Mutant("classify/evidence/clocks.py", "_SCATTER_S = 0.015", "_SCATTER_S = 0.15"),
    Mutant("classify/labels/prior.py", "(1 - share) / (1 - presupposed)", "(1 - share)"),
    Mutant("classify/labels/labelling.py", "_DECISIVE = 1.0", "_DECISIVE = 0.1"),
    Mutant("classify/evidence/members.py", "_RETURN_DEG = 15.0", "_RETURN_DEG = 45.0"),
    Mutant("sensor/capture/arrival.py", "look_s: float = 30.0", "look_s: float = 3.0"),
    Mutant(
        "sensor/capture/arrival.py",
        "period=period * (1 - fitted.ppm",
        "period=period * (1 + fitted.ppm",
    ),
    Mutant(
        "sensor/capture/arrival.py",
        "uncertain < abs(mean / nominal - 1) < 0.1",
        "uncertain < abs(mean / nominal - 1) < 0.01",
    ),
    Mutant(
        "sensor/capture/assembly.py",
        "longest_delay_s: float = 10.0",
        "longest_delay_s: float = 100.0",
    ),
    Mutant("sensor/capture/assembly.py", "few_packets: int = 8", "few_packets: int = 80"),
    Mutant("sensor/capture/assembly.py", "even_s: float = 0.004", "even_s: float = 0.04"),
    Mutant("sensor/capture/assembly.py", "meet_s: float = 0.25", "meet_s: float = 2.5"),
    Mutant("sensor/capture/sensor_clock.py", "window_s: float = 120.0", "window_s: float = 1200.0"),
    Mutant("sensor/capture/sensor_clock.py", "turn_s / 4] = 0", "turn_s * 4] = 0"),
    Mutant("sensor/capture/database.py", "later = max(0, newest - pair.host)", "later = 0"),
    Mutant(
        "sensor/capture/host_clock.py",
        "_WALL_MAY_BE_SET_NS = 2_000_000_000",
        "_WALL_MAY_BE_SET_NS = 2_000_000",
    ),
    Mutant("sensor/recording.py", "- 0.5 / before.rate", "- 50 / before.rate"),
    Mutant("sensor/radio/recorder.py", "slept_s > 1.0", "slept_s > 1000.0"),
    Mutant("sensor/radio/patience.py", "stall_frames: float = 3.0", "stall_frames: float = 30.0"),
    Mutant("sensor/devices/dot.py", "modulus=2**32", "modulus=2**31"),
    Mutant("sensor/devices/osd.py", '"<i2").reshape(-1, 3) / 1000', '"<i2").reshape(-1, 3) / 1024'),
    Mutant(
        "sensor/devices/metamotion.py", "ticks_per_second=32768 / 48", "ticks_per_second=32768 / 50"
    ),
    Mutant("sensor/files/signal.py", "HELD_S = 10.0", "HELD_S = 60.0"),
    Mutant("sensor/files/signal.py", "(3 if at_end else", "(300 if at_end else"),
    Mutant("sensor/files/unit.py", "NO_GRAVITY = 0.35", "NO_GRAVITY = 0.1"),
    Mutant("sensor/bounds.py", "(5.0, 1000.0)", "(1.0, 1000.0)"),
    Mutant("sensor/files/times/tie.py", "DRIFT_NEEDS_S = 600.0", "DRIFT_NEEDS_S = 6.0"),
    Mutant("sensor/files/times/order.py", "LATE_STAMPS = 8", "LATE_STAMPS = 800"),
    Mutant(
        "sensor/files/times/order.py",
        "back = latest + period - float(piece[0])",
        "back = latest - float(piece[0])",
    ),
    Mutant("sensor/files/times/stamp_limits.py", " loss: float = 0.5", " loss: float = 2.5"),
    Mutant(
        "sensor/files/times/stamp_limits.py",
        " deviation: float = 0.012",
        " deviation: float = 0.12",
    ),
    Mutant("sensor/files/times/stamps.py", "start=p.start + 0.5 * period", "start=p.start"),
    Mutant("sensor/files/times/lines.py", "0.02 if delayed else 0.5", "0.5"),
)
"""Written from the sources alone, before its author had looked at any test. The tests of that day
killed 52 of these 94: 23 of 33 in ``dsp``, 18 of 33 in ``classify``, 11 of 28 in ``sensor``."""

LABORATORY = (
    Mutant("classify/agreement/bland_altman.py", "LIMIT_Z = 1.959963984540054", "LIMIT_Z = 2.0"),
    Mutant(
        "classify/agreement/bland_altman.py", "difference.std(ddof=1)", "difference.std(ddof=0)"
    ),
    Mutant(
        "classify/agreement/bland_altman.py",
        "t.ppf(1 - tail, n - 1)) * error",
        "t.ppf(1 - tail, n)) * error",
    ),
    Mutant(
        "classify/agreement/bland_altman.py",
        "nct.ppf(q, n - 1, LIMIT_Z * np.sqrt(n))",
        "nct.ppf(q, n, LIMIT_Z * np.sqrt(n))",
    ),
    Mutant(
        "classify/agreement/bland_altman.py",
        "np.sqrt((n - 1) / chi2.ppf(q, n - 1))",
        "np.sqrt(n / chi2.ppf(q, n - 1))",
    ),
    Mutant(
        "classify/agreement/bland_altman.py",
        "half_normal = np.sqrt(np.pi / 2)",
        "half_normal = np.sqrt(np.pi)",
    ),
    Mutant("classify/agreement/bland_altman.py", "/ (len(left) - 2)))", "/ (len(left) - 1)))"),
    Mutant("classify/agreement/bland_altman.py", "SUSPECT = 0.05", "SUSPECT = 0.5"),
    Mutant(
        "classify/agreement/categories.py",
        "ADULT_LIMIT, CHILD_LIMIT = 15.0, 5.0",
        "ADULT_LIMIT, CHILD_LIMIT = 15.0, 10.0",
    ),
    Mutant("classify/agreement/categories.py", "/ total - 1) / (size - 1)", "/ total - 1) / size"),
    Mutant(
        "classify/agreement/categories.py",
        "1 / part - 1 / whole + 1 / other_part",
        "1 / part + 1 / whole + 1 / other_part",
    ),
    Mutant("classify/agreement/clock_limits.py", "within: float = 600.0", "within: float = 300.0"),
    Mutant("classify/agreement/clock_limits.py", "drift: float = 150.0", "drift: float = 50.0"),
    Mutant("classify/agreement/clock_limits.py", "near: float = 4.0", "near: float = 40.0"),
    Mutant("classify/agreement/clock_limits.py", "chance: float = 1e-4", "chance: float = 0.5"),
    Mutant(
        "classify/agreement/clock_limits.py", "runner_up: float = 0.67", "runner_up: float = 0.05"
    ),
    Mutant(
        "classify/agreement/clock_limits.py", "drift_pairs: int = 10", "drift_pairs: int = 1000"
    ),
    Mutant(
        "classify/agreement/clock_limits.py",
        "drift_span: float = 3600.0",
        "drift_span: float = 36000.0",
    ),
    Mutant(
        "classify/agreement/clock_fit.py", "half = 1.96e6 * (line.error", "half = 1e6 * (line.error"
    ),
    Mutant(
        "classify/agreement/clock_line.py",
        "ndtr((half - left) / jitter)",
        "ndtr((2 * half - left) / jitter)",
    ),
    Mutant("classify/agreement/common_time.py", "_TELLING: Final = 20", "_TELLING: Final = 2000"),
    Mutant(
        "classify/agreement/common_time.py", "_WAKE_S: Final = 1800.0", "_WAKE_S: Final = 18000.0"
    ),
    Mutant("classify/agreement/detection.py", "[tp, (fp + fn) / 2]", "[tp, fp + fn]"),
    Mutant("classify/agreement/estimates.py", "CONFIDENCE = 0.95", "CONFIDENCE = 0.9"),
    Mutant(
        "classify/agreement/lab_scale.py", "FEWEST_NIGHTS: Final = 10", "FEWEST_NIGHTS: Final = 3"
    ),
    Mutant(
        "classify/agreement/lab_scale.py", "1 + 1 / self.nights + (root", "1 / self.nights + (root"
    ),
    Mutant("classify/agreement/lab_scale.py", "(left**2).sum() / (n - 2)", "(left**2).sum() / n"),
    Mutant("classify/agreement/lab_scale.py", "_LEVEL: Final = 0.05", "_LEVEL: Final = 1.0"),
    Mutant("classify/agreement/movement_levels.py", "(-2.0, 10.25)", "(-2.0, 5.0)"),
    Mutant(
        "classify/agreement/movement_levels.py",
        "_AASM_RESPIRATORY_S: Final = 0.5",
        "_AASM_RESPIRATORY_S: Final = 5.0",
    ),
    Mutant(
        "classify/agreement/movement_levels.py",
        "reference.resolution >= 1 else",
        "reference.resolution > 1 else",
    ),
    Mutant(
        "classify/agreement/night_agreement.py",
        "SLEEP_START_S: Final = 1.0",
        "SLEEP_START_S: Final = 10.0",
    ),
    Mutant(
        "classify/agreement/night_agreement.py", "_NEAR_S: Final = 2.0", "_NEAR_S: Final = 20.0"
    ),
    Mutant(
        "classify/agreement/night_agreement.py",
        "np.arange(extent[0], extent[1]) + 0.5",
        "np.arange(extent[0], extent[1]) + 30.0",
    ),
    Mutant("classify/agreement/passing_bablok.py", "(2 * n + 5) / 18", "(2 * n + 5) / 9"),
    Mutant("classify/agreement/passing_bablok.py", "slopes[slopes != -1]", "slopes[slopes != 1]"),
    Mutant(
        "classify/agreement/passing_bablok.py",
        "middle = (count + 1) / 2 + shift - 1",
        "middle = (count + 1) / 2 - 1",
    ),
    Mutant("classify/agreement/reference.py", "EPOCH_S = 30.0", "EPOCH_S = 20.0"),
    Mutant(
        "classify/agreement/reliability.py",
        "k * (columns - error) / n",
        "k * (columns + error) / n",
    ),
    Mutant("classify/agreement/reliability.py", "b = 1 + k * icc * (n - 1)", "b = 1 + k * icc * n"),
    Mutant(
        "classify/agreement/reliability.py",
        "between + (usual - 1) * within)",
        "between + usual * within)",
    ),
    Mutant("classify/agreement/staging.py", "minutes = EPOCH_S / 60", "minutes = EPOCH_S / 30"),
    Mutant("classify/agreement/study.py", "CHILD_BELOW: Final = 18.0", "CHILD_BELOW: Final = 12.0"),
    Mutant("classify/nights/cutting.py", "_BLOCK: Final = 30", "_BLOCK: Final = 120"),
    Mutant("classify/nights/cutting.py", "_SAME_BLOCK: Final = 60", "_SAME_BLOCK: Final = 10"),
    Mutant("classify/nights/cutting.py", "_MAIN: Final = 180", "_MAIN: Final = 60"),
    Mutant("classify/nights/cutting.py", "_REACH: Final = 480", "_REACH: Final = 60"),
    Mutant("classify/nights/cutting.py", "_AROUND: Final = 61", "_AROUND: Final = 1"),
    Mutant("classify/nights/cutting.py", "SHORTEST: Final = 60", "SHORTEST: Final = 600"),
    Mutant("sensor/scorings/rows.py", "seconds: float = 5.0", "seconds: float = 4.0"),
    Mutant("sensor/scorings/rows.py", "fewest: int = 3", "fewest: int = 30"),
    Mutant("sensor/scorings/rows.py", "times: float = 3.0", "times: float = 300.0"),
    Mutant("sensor/scorings/rows.py", "EPOCH_S: Final = 30.0", "EPOCH_S: Final = 20.0"),
    Mutant("sensor/scorings/noxturnal.py", "_is_time) > 0.8", "_is_time) > 0.999"),
    Mutant("sensor/scorings/moments.py", "year + 2000 if year < 100", "year + 1900 if year < 100"),
)
"""Written from the sources of what a laboratory needs alone."""

MUTANTS = HELD + FRESH + LABORATORY
