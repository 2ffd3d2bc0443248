"""What is declared of other packages, and what is published, is what is tested."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def declared() -> dict[str, str]:
    """Give the lowest version of each package that a user may have."""
    extras = (group for name, group in PROJECT["optional-dependencies"].items() if name != "dev")
    found = {}
    for requirement in [*PROJECT["dependencies"], *(one for group in extras for one in group)]:
        name, _, rest = requirement.partition(">=")
        found[name.partition("[")[0]] = re.split(r"[;, ]", rest)[0]
    return found


def test_the_lowest_declared_versions_are_those_that_are_tested() -> None:
    lines = (ROOT / ".ci" / "lowest.txt").read_text(encoding="utf-8").splitlines()
    tested = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert tested == declared()


def test_the_lowest_versions_read_every_kind_of_file() -> None:
    """Too low a pyarrow read years as others, and failed for tables of R, and CI was green."""
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    step = text.partition('step "lowest versions"')[2].partition("\nstep ")[0]
    reading = {"axes_apart", "containers", "dialects", "foreign_files", "replay", "serial_lines"}
    reading |= {"true_words", "ways_to_write_time", "outputs"}
    assert reading <= set(re.findall(r"tests/test_(\w+)\.py", step))


def test_every_dependency_is_listed_with_its_licence() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("| `")]
    listed = {row[0].strip().strip("`"): row[2].strip() for row in rows}
    assert declared().keys() <= listed.keys()
    assert all(listed.values())


def test_what_is_published_holds_what_its_tests_need() -> None:
    manifest = (ROOT / "MANIFEST.in").read_text(encoding="utf-8")
    for folder in ("benchmarks", "docs", "tests"):
        assert f"graft {folder}\n" in manifest


def test_what_the_caller_tells_python_and_pip_does_not_reach_the_checks() -> None:
    """With a limbwatch on PYTHONPATH pip took it for installed, and the wheel was not tried."""
    before, _, _ = (ROOT / ".ci" / "run").read_text(encoding="utf-8").partition(" -m venv ")
    (unset,) = re.findall(r"^unset (PYTHONPATH.*)$", before, re.MULTILINE)
    assert {"PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_USER"} <= set(unset.split())
