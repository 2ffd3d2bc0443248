"""Does a test fail if a number changes? ``python -m benchmarks.mutants [FOLDER ...]``.

Each mutant is one wrong number, sign or unit. It is put into a copy of the tree, and the tests
that should notice run there, until one fails. What survives is a number that nobody holds.
``--drawn COUNT --seed SEED`` takes numbers drawn from the sources in place of the lists.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.drawn_numbers import drawn
from benchmarks.mutant import Mutant
from benchmarks.wrong_additions import ADDED
from benchmarks.wrong_laboratory import LABORATORY
from benchmarks.wrong_limits import THRESHOLDS
from benchmarks.wrong_numbers import FRESH, HELD

MUTANTS = HELD + FRESH + LABORATORY + ADDED + THRESHOLDS

ROOT = Path(__file__).parents[1]

_OF_BYTECODE = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")

_DETECTION = (
    "test_measures",
    "test_detection_clauses",
    "test_golden_nights",
    "test_boundaries",
    "test_peaks",
    "test_detector",
)

TESTS: dict[str, tuple[str, ...]] = {
    "cli": (
        "test_edges_of_bounds",
        "test_judgement",
        "test_view",
        "test_words_for_nights",
        "test_part_nights",
        "test_same_samples",
        "report/test_standouts",
        "report/test_doctors_pages",
    ),
    "cli/night/scored": ("report/test_event_columns", "test_view"),
    "dsp": ("test_edges_of_evidence", *_DETECTION, "test_wear", "test_night_numbers"),
    "dsp/signal": ("test_edges_of_evidence", "test_calibration", *_DETECTION),
    "dsp/posture": ("test_edges_of_wear", "test_wear", "test_wearing", "test_golden_nights"),
    "classify": (
        "test_edges_of_evidence",
        "test_clinical_measures",
        "test_rounded_once",
        "test_boundaries",
        "test_night_numbers",
        "test_decisive_numbers",
        "test_golden_nights",
        "test_summary",
        "test_sleep",
        "test_scoring",
        "test_laboratory",
        "test_own_strength",
        "test_told_together",
        "test_stiffenings",
    ),
    "classify/evidence": (
        "test_breath",
        "test_cramps",
        "test_stiffenings",
        "test_edges_of_clocks",
        "test_edges_of_events",
        "test_edges_of_evidence",
        "test_joint_movements",
        "test_impulse",
        "test_settling",
        "test_clocks",
        "test_decisive_numbers",
        "test_golden_nights",
        "test_night_numbers",
        "test_lying_is_not_walking",
        "test_labels",
        "test_rarity",
        "test_attacks",
        "test_own_strength",
        "test_sleep",
    ),
    "classify/findings": (
        "test_finding_kinds",
        "test_dreams",
        "test_boundaries",
        "test_attacks",
        "test_findings",
        "test_night_numbers",
        "test_decisive_numbers",
        "test_golden_nights",
        "test_summary",
        "test_sleep",
        "test_scoring",
    ),
    "classify/labels": (
        "test_cramps",
        "test_embedded_jolts",
        "test_afoot",
        "test_rising",
        "test_stiffenings",
        "test_told_together",
        "test_rarity",
        "test_edges_of_evidence",
        "test_balance",
        "test_lying_is_not_walking",
        "test_decisive_numbers",
        "test_night_numbers",
        "test_golden_nights",
        "test_labels",
        "test_trains",
        "test_overrides",
        "test_attacks",
        "test_context",
        "test_certainty",
        "test_own_strength",
    ),
    "classify/agreement": (
        "test_edges_of_clocks",
        "test_edges_of_observation",
        "test_agreement_numbers",
        "test_agreement_statistics",
        "test_agreement_clock",
        "test_night_agreement",
        "test_lab_scale",
        "test_compare",
        "test_laboratory",
    ),
    "classify/nights": (
        "test_edges_of_observation",
        "test_agreement_numbers",
        "test_days",
        "test_night_numbers",
        "test_decisive_numbers",
        "report/test_comparison",
        "report/test_correction",
    ),
    "classify/observation": (
        "test_edges_of_clocks",
        "test_common_clock",
        "test_edges_of_observation",
        "test_night_numbers",
        "test_wearing",
        "test_interruptions",
        "test_summary",
        "test_golden_nights",
    ),
    "classify/rules": (
        "test_edges_of_rules",
        "test_published_rules",
        "test_leg_movements",
        "test_wasm_2016",
        "test_aasm_3",
        "test_periodicity",
        "test_interruptions",
        "test_golden_nights",
    ),
    "classify/sleep": (
        "test_edges_of_sleep",
        "test_restless_sleep",
        "test_edges_of_evidence",
        "test_night_numbers",
        "test_decisive_numbers",
        "test_sleep",
        "test_golden_nights",
    ),
    "sensor": (
        "test_spans",
        "test_edges_of_bounds",
        "test_standstill",
        "test_edges_of_capture",
        "test_edges_of_scorings",
        "test_sensor_numbers",
        "test_decisive_numbers",
        "test_timeline",
        "test_store",
    ),
    "sensor/capture": (
        "test_edges_of_pace",
        "test_pace",
        "test_own_rate",
        "test_packet_times",
        "test_edges_of_capture",
        "test_edges_of_scorings",
        "test_sensor_numbers",
        "test_decisive_numbers",
        "test_clock",
        "test_recorder",
    ),
    "sensor/devices": (
        "test_weak_battery",
        "test_boards",
        "test_edges_of_devices",
        "test_edges_of_radio",
        "test_sensor_numbers",
        "test_decisive_numbers",
        "test_devices",
        "test_device_vectors",
    ),
    "sensor/files": (
        "test_gain_change",
        "test_dead_axis",
        "test_joined_recordings",
        "test_packet_counts",
        "test_preambles",
        "test_held_rows",
        "test_line_ends",
        "test_other_quantities",
        "test_unnamed_axes",
        "test_labelled_lines",
        "test_quoted_and_ticked",
        "test_fit_messages",
        "test_stated_start",
        "test_archives",
        "test_axis_rows",
        "test_serial_lines",
        "test_several_sensors",
        "test_what_no_sensor_gives",
        "test_counts",
        "test_edges_of_files",
        "test_glitches",
        "test_saved_pieces",
        "test_gt3x",
        "test_embrace",
        "test_sensor_numbers",
        "test_decisive_numbers",
        "test_timeline",
        "test_bad_files",
        "test_file_clocks",
        "test_dialects",
    ),
    "sensor/files/containers": (
        "test_stated_columns",
        "test_containers",
        "test_keyed_rows",
        "test_edges_of_files",
    ),
    "sensor/files/recorders": (
        "test_omconvert_wav",
        "test_recording_endings",
        "test_saved_pieces",
        "test_embrace",
        "test_gt3x",
        "test_bad_files",
    ),
    "sensor/files/times": (
        "test_ways_to_write_time",
        "test_torn_seconds",
        "test_coarse_clocks",
        "test_nth_rows",
        "test_unknown_pauses",
        "test_foreign_files",
        "test_edges_of_times",
        "test_edges_of_files",
        "test_lone_stamps",
        "test_stalled",
        "test_sensor_numbers",
        "test_decisive_numbers",
        "test_timeline",
        "test_bad_files",
        "test_file_clocks",
        "test_dialects",
    ),
    "sensor/scorings": (
        "test_edges_of_scorings",
        "test_scored_tables",
        "test_scorings",
        "test_score",
    ),
    "sensor/radio": ("test_edges_of_radio", "test_sensor_numbers", "test_recorder"),
    "sensor/memory": ("test_edges_of_memory", "test_metamotion_log", "test_fetch", "test_logbook"),
    "sensor/network": ("test_edges_of_network", "test_phones"),
}
"""What should notice a wrong number in each room, the quickest and most likely first."""


def room_of(mutant: Mutant) -> str:
    """Find the innermost part of the project that `TESTS` has a line for."""
    return max((room for room in TESTS if mutant.file.startswith(f"{room}/")), key=len)


def copied(place: Path) -> Path:
    """Copy what the tests need to a folder, and return the copy."""
    left_out = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "*.egg-info")
    tree = Path(shutil.copytree(ROOT, place / "tree", symlinks=True, ignore=left_out))
    # by their sums: a file of equal length that changes twice in a second keeps its stamp
    compiled = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash"]
    subprocess.run([*compiled, str(tree)], env=environment(tree), check=True)
    return tree


def environment(tree: Path) -> dict[str, str]:
    """Give the environment in which a copy of the tree is what is imported."""
    kept = {name: value for name, value in os.environ.items() if name not in _OF_BYTECODE}
    return kept | {"PYTHONPATH": str(tree)}


def killed(tree: Path, mutant: Mutant) -> bool:
    """Put a mutant into a copy of the tree, run the tests there, and take it out again.

    Returns
    -------
    bool
        Whether a test failed.
    """
    path = tree / mutant.file
    before = path.read_text(encoding="utf-8")
    path.write_text(mutant.applied(tree), encoding="utf-8")
    try:
        return not passes(tree, room_of(mutant))
    finally:
        path.write_text(before, encoding="utf-8")


def passes(tree: Path, room: str) -> bool:
    """Say whether the tests of a room pass in a copy of the tree."""
    tests = [f"tests/{name}.py" for name in TESTS[room]]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-n",
        "0",
        "-m",
        "",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(
        [*command, *tests], cwd=tree, env=environment(tree), capture_output=True, check=False
    )
    if done.returncode not in {0, 1}:
        sys.exit(f"the tests did not run:\n{done.stdout.decode()}{done.stderr.decode()}")
    return done.returncode == 0


def main() -> None:
    """Run the mutants of the folders, rooms or modules named, or all, and count by folder."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.mutants",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "wanted", nargs="*", metavar="FOLDER", help="how their files begin: sensor/files, cli, dsp"
    )
    parser.add_argument("--drawn", type=int, metavar="COUNT", help="draw so many of each part")
    parser.add_argument("--seed", type=int, default=0, help="of the draw")
    options = parser.parse_args()
    wanted, count = options.wanted or [""], options.drawn
    if count is not None and count < 1:
        parser.error(f"--drawn is {count}: draw one number or more of each part")
    offered = MUTANTS if count is None else drawn(ROOT, count=count, seed=options.seed)
    chosen = [one for one in offered if any(one.file.startswith(name) for name in wanted)]
    counts: Counter[tuple[str, bool]] = Counter()
    with tempfile.TemporaryDirectory(prefix="mutants-") as place:
        tree = copied(Path(place))
        sound: set[str] = set()
        for mutant in sorted(chosen, key=room_of):
            room = room_of(mutant)
            if room not in sound and not passes(tree, room):
                sys.exit(f"the tests of {room} fail without any mutant")
            sound.add(room)
            begin = time.monotonic()
            dead = killed(tree, mutant)
            counts[mutant.folder, dead] += 1
            print(
                f"{'killed  ' if dead else 'SURVIVED'} {time.monotonic() - begin:5.1f} s  "
                f"{mutant.file}: {' '.join(f'{mutant.old} -> {mutant.new}'.split())}",
                flush=True,
            )
    for folder in sorted({mutant.folder for mutant in chosen}):
        dead, alive = counts[folder, True], counts[folder, False]
        print(f"{folder}: {dead} of {dead + alive} killed")


if __name__ == "__main__":
    main()
