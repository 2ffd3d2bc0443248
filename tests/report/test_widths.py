"""Lists in the terminal from 60 to 120 columns: no line is too long, and nothing of it is lost."""

import json
import re
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from limbwatch.cli.app import run

WIDTHS = (60, 80, 100, 120)


def printed(monkeypatch: pytest.MonkeyPatch, capsys: Any, width: int, *command: str) -> str:
    """What a command prints where so many columns are asked for."""
    monkeypatch.setenv("COLUMNS", str(width))
    assert run(list(command)) == 0
    return str(capsys.readouterr().out)


def too_long(text: str, width: int) -> list[str]:
    """Lines beyond the width, but for a single word that is longer than it."""
    return [line for line in text.splitlines() if len(line) > width and " " in line.strip()]


def words(text: str) -> list[str]:
    """Words and figures, in any order and however they are laid out."""
    return sorted(re.findall(r"[\w.%#:/-]*\w", text))


@pytest.fixture
def nights(own_night: Path, tmp_path: Path) -> Path:
    """Twenty nights, of which one is a test, one simulated and one damaged."""
    base = json.loads((own_night / "night.json").read_text(encoding="utf-8"))
    first = date(2026, 3, 1)
    for number in range(20):
        day = first + timedelta(days=number)
        facts = json.loads(json.dumps(base))
        facts["start"] = f"{day}T22:41:07.000+01:00"
        facts["end"] = f"{day + timedelta(days=1)}T06:41:07.000+01:00"
        facts["plm"]["index_per_hour"] = 100.0 + number
        facts["simulated"] = number == 3
        facts["asked"] = {"test": "immobilisation"} if number == 4 else {}
        facts["rules"] = "aasm" if number == 5 else "wasm2016"
        name = "2026-03-07 in a guest's bed" if number == 6 else str(day)
        folder = tmp_path / "nights" / name
        folder.mkdir(parents=True)
        text = "{" if number == 7 else json.dumps(facts)
        (folder / "night.json").write_text(text, encoding="utf-8")
        shutil.copy(own_night / "events.csv", folder)
    return tmp_path / "nights"


@pytest.mark.parametrize("width", WIDTHS)
def test_all_nights_fit(
    nights: Path, width: int, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    command = ("view", "--all", "--since", "2026-03-12", "--nights", str(nights))
    text = printed(monkeypatch, capsys, width, *command)
    # a damaged night is named by the command to be copied, whose path is as long as it is
    copied = f"limbwatch view {nights / '2026-03-08'} says why"
    assert copied in text
    assert [line for line in too_long(text, width) if copied not in line] == []
    wide = printed(monkeypatch, capsys, 120, *command)
    # whoever has few columns reads the same, but for the head of the comparison
    listed, compared = (part.partition("\n\nNights since")[::2] for part in (text, wide))
    assert words(listed[0]) == words(compared[0])
    assert set(words(compared[1])) - set(words(listed[1])) == set()
    table = text.partition("\n\n")[0].splitlines()
    rows = [line for line in table if re.search(r" (?:\d[\d:.]*|-)$", line)]
    assert len(rows) == 22, "nineteen nights, and median, lowest and highest"
    assert "difference (95 %)" in listed[1]
    assert len({len(row) for row in rows}) == 1, "figures in columns"


@pytest.mark.parametrize("width", WIDTHS)
def test_all_movements_fit(
    own_night: Path, width: int, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    text = printed(monkeypatch, capsys, width, "view", str(own_night), "--events")
    assert too_long(text, width) == []
    wide = printed(monkeypatch, capsys, 120, "view", str(own_night), "--events")
    assert words(text.partition("\n")[2]) == words(wide.partition("\n")[2])


@pytest.mark.parametrize("width", WIDTHS)
def test_a_scored_list_fits(
    tmp_path: Path, width: int, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    path = tmp_path / "movements.csv"
    rows = [f"left,{25.0 * k},1.0,{int(k > 10)}" for k in range(400)]
    path.write_text("\n".join(["side,onset_s,duration_s,asleep", *rows]), encoding="utf-8")
    command = ("score", str(path), "--sleep-hours", "7.25")
    text = printed(monkeypatch, capsys, width, *command)
    assert too_long(text, width) == []
    assert words(text) == words(printed(monkeypatch, capsys, 120, *command))


@pytest.mark.parametrize(("asked", "width"), [("20", 60), ("60", 60), ("95", 95), ("300", 120)])
def test_columns_are_heeded_from_60_to_120(
    nights: Path, asked: str, width: int, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    folder = str(nights / "2026-03-01")
    text = printed(monkeypatch, capsys, int(asked), "view", folder)
    longest = max(map(len, text.splitlines()))
    assert width - 25 < longest <= width
