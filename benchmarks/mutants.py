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
from benchmarks.tests_by_room import TESTS, room_of
from benchmarks.wrong import MUTANTS

ROOT = Path(__file__).parents[1]

_OF_BYTECODE = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")


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
