"""Every option of these commands is in the documentation, and every word of theirs exists."""

from pathlib import Path

import pytest

from limbwatch.classify.findings.advice import ADVICE
from limbwatch.classify.kind import Kind
from limbwatch.cli.app import command as all_commands

DOCS = Path(__file__).parents[2] / "docs"
COMMON = {"--nights", "--json", "--quiet", "--no-color", "--help", "--events", "--rules", "--age"}


def options(command: str) -> set[str]:
    group = all_commands()
    found = group.commands[command].params  # type: ignore[attr-defined]
    return {name for one in found for name in (*one.opts, *one.secondary_opts) if name[:2] == "--"}


@pytest.mark.parametrize(
    ("command", "page"),
    [
        ("note", "notes.md"),
        ("export", "exports.md"),
        ("view", "report.md"),
        ("compare", "validation.md"),
    ],
)
def test_every_option_is_documented(command: str, page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    missing = {name for name in options(command) - COMMON if name not in text}
    assert missing - {"--no-anonymous", "--no-samples", "--out"} == set()


def test_every_kind_and_finding_is_explained() -> None:
    text = (DOCS / "what-it-means.md").read_text(encoding="utf-8")
    for kind in Kind:
        assert f"(`{kind.value}`)" in text, kind
    for code in ADVICE:
        assert f"`{code}`" in text, code
