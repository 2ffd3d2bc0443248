"""Are the numbers held by tests? ``python -m benchmarks.mutants [folder ...]``.

Each mutant is one wrong number, sign or unit. It is put into a copy of the tree, and the tests
that should notice run there, until one fails. What survives is a number that nobody holds.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]

TESTS = {
    "dsp": (
        "test_measures",
        "test_golden_nights",
        "test_boundaries",
        "test_peaks",
        "test_wear",
        "test_detector",
    ),
    "classify": (
        "test_decisive_numbers",
        "test_golden_nights",
        "test_boundaries",
        "test_labels",
        "test_scoring",
        "test_sleep",
        "test_summary",
        "test_leg_movements",
        "test_wasm_2016",
        "test_periodicity",
        "test_joint_movements",
        "test_balance",
        "test_clocks",
        "test_wearing",
        "report/test_comparison",
    ),
    "sensor": (
        "test_decisive_numbers",
        "test_clock",
        "test_timeline",
        "test_device_vectors",
        "test_devices",
        "test_file_clocks",
        "test_dialects",
        "test_bad_files",
    ),
}
"""What should notice a wrong number in each folder, the quickest and most likely first."""


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

        Parameters
        ----------
        tree : Path

        Returns
        -------
        str

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
                "bring the list in benchmarks/mutants.py up to date"
            )
        return text.replace(self.old, self.new)


MUTANTS = (
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
    Mutant("classify/findings/findings.py", "scene.length / 3", "scene.length / 2"),
    Mutant("classify/findings/findings.py", "< HOUR / 2 for", "< HOUR / 4 for"),
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
    Mutant("classify/scoring.py", "_SET_ASIDE_S = 15.0", "_SET_ASIDE_S = 10.0"),
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
    Mutant("sensor/devices/polar.py", "_G_PER_COUNT = 2.44e-4", "_G_PER_COUNT = 1e-3"),
    Mutant("sensor/files/unit.py", "STANDARD_GRAVITY = 9.80665", "STANDARD_GRAVITY = 9.9"),
    Mutant("sensor/files/times/order.py", "BACKWARD_S = 0.1", "BACKWARD_S = 1.0"),
    Mutant("sensor/files/times/regular.py", "BRIDGED_S = 0.5", "BRIDGED_S = 5.0"),
)


def copied(place: Path) -> Path:
    """Copy what the tests need to a folder, and return the copy."""
    left_out = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "*.egg-info")
    return Path(shutil.copytree(ROOT, place / "tree", symlinks=True, ignore=left_out))


def killed(tree: Path, mutant: Mutant) -> bool:
    """Put a mutant into a copy of the tree, run the tests there, and take it out again.

    Parameters
    ----------
    tree : Path
    mutant : Mutant

    Returns
    -------
    bool
        Whether a test failed.
    """
    path = tree / mutant.file
    before = path.read_text(encoding="utf-8")
    path.write_text(mutant.applied(tree), encoding="utf-8")
    try:
        return not passes(tree, mutant.folder)
    finally:
        path.write_text(before, encoding="utf-8")


def passes(tree: Path, folder: str) -> bool:
    """Say whether the tests of a folder pass in a copy of the tree."""
    tests = [f"tests/{name}.py" for name in TESTS[folder]]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider"]
    # no bytecode: a file of equal length that changes twice in a second keeps its stamp
    environment = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*command, *tests], cwd=tree, env=environment, capture_output=True, check=False
    )
    if done.returncode not in {0, 1}:
        sys.exit(f"the tests did not run:\n{done.stdout.decode()}{done.stderr.decode()}")
    return done.returncode == 0


def main() -> None:
    """Run the mutants of the folders named, or all, and count."""
    folders = sys.argv[1:] or list(TESTS)
    counts: Counter[tuple[str, bool]] = Counter()
    with tempfile.TemporaryDirectory(prefix="mutants-") as place:
        tree = copied(Path(place))
        for folder in folders:
            if not passes(tree, folder):
                sys.exit(f"the tests of {folder} fail without any mutant")
            for mutant in (one for one in MUTANTS if one.folder == folder):
                begin = time.monotonic()
                dead = killed(tree, mutant)
                counts[folder, dead] += 1
                print(
                    f"{'killed  ' if dead else 'SURVIVED'} {time.monotonic() - begin:5.1f} s  "
                    f"{mutant.file}: {mutant.old.strip()} -> {mutant.new.strip()}",
                    flush=True,
                )
    for folder in folders:
        dead, alive = counts[folder, True], counts[folder, False]
        print(f"{folder}: {dead} of {dead + alive} killed")


if __name__ == "__main__":
    main()
