"""A night changed by hand: one sentence with the mend, in every command, never a traceback."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from limbwatch.classify.night import Night
from limbwatch.classify.summary import summarise
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.history.history_page import history_content
from limbwatch.cli.history.nights import read_history
from limbwatch.cli.night.answers.notes import read_notes
from limbwatch.cli.night.correction.corrected import as_corrected
from limbwatch.cli.night.correction.corrections import read_corrections
from limbwatch.cli.night.correction.rebuilt import stored_night
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.night.scored.events_table import events_table
from limbwatch.cli.night.scored.summary import read_summary, summary_bytes
from limbwatch.cli.page.shelf import cards
from limbwatch.cli.report.document import report
from limbwatch.cli.screen.event_list import event_list
from limbwatch.cli.screen.first_screen import first_screen
from limbwatch.cli.screen.listed_night import DamagedNight, listed_nights
from limbwatch.cli.screen.night_list import night_list
from limbwatch.cli.words import figure

WRONG = (None, "text", -1, 1e30, [], {}, [None], True)
SOMEWHERE = 7
"""Every so many combinations of place and wrong value is tried: coprime to their number."""


@pytest.fixture
def folder(tmp_path: Path, example_night: Night) -> Path:
    night = tmp_path / "2026-03-14"
    night.mkdir()
    (night / "night.json").write_bytes(summary_bytes(summarise(example_night)))
    (night / "events.csv").write_bytes(events_table(example_night))
    return night


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, below in value.items():
            yield from places(below, (*path, key))
    elif isinstance(value, list) and value:
        yield from places(value[0], (*path, 0))


def changed(folder: Path, place: tuple[str | int, ...], wrong: object) -> None:
    content = holder = json.loads((folder / "night.json").read_text(encoding="utf-8"))
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = wrong
    (folder / "night.json").write_text(json.dumps(content), encoding="utf-8")


def shown_everywhere(folder: Path) -> None:
    """Draw what every command draws; only a refusal in words may come of it."""
    listed = listed_nights([folder])
    assert folder.name in night_list(listed, folder.parent)
    history_content(read_history([folder]), since=None)
    assert len(cards(folder.parent)) == 1
    if isinstance(listed[0], DamagedNight):
        mend = f"limbwatch rescore {folder}|Update limbwatch"
        with pytest.raises(CommandError, match=mend) as caught:
            read_night(folder)
        assert caught.value.exit_code == ExitCode.UNREADABLE
        return
    night = read_night(folder)
    first_screen(night.summary)
    event_list(as_corrected(night))
    report(night)
    stored_night(night)


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_value_is_a_damaged_night_everywhere(folder: Path, wrong: object) -> None:
    whole = (folder / "night.json").read_text(encoding="utf-8")
    first = WRONG.index(wrong) if wrong is not True else 0
    for place in list(places(json.loads(whole)))[first % SOMEWHERE :: SOMEWHERE]:
        changed(folder, place, wrong)
        shown_everywhere(folder)
        (folder / "night.json").write_text(whole, encoding="utf-8")


@pytest.mark.parametrize(
    ("place", "wrong", "words"),
    [
        (("plm", "count"), "many", r"plm\.count: Expected `int \| null`, got `str`"),
        (("plm", "count"), -3, r"plm\.count is -3, but it is never below 0"),
        (("plm", "index_per_hour"), -0.0, r"plm\.index_per_hour is -0, but it is never below 0"),
        (("plm", "count"), 2.5, r"plm\.count: Expected `int \| null`"),
        (("plm", "index_per_hour"), True, r"plm\.index_per_hour: Expected `float \| null`"),
        (("coverage", 0, "gaps"), [[9, 3]], "a span of time ends before it starts"),
        (("coverage", 0, "placement"), "tail", r"coverage\[0\]\.placement: Invalid enum"),
        (("start",), "2026-03-14T22:41:00", "no offset from UTC"),
        (("start",), "0001-01-01T00:00:00+01:00", "year 1"),
        (("end",), "9999-12-31T23:59:59+00:00", "year"),
        (("end",), "2026-08-14T22:41:00+01:00", "days, and a recording at most 35"),
        (("end",), "2026-03-13T22:41:00+01:00", "before the start"),
        (("evening",), "nan", "Invalid isoformat"),
        (("sleep", "epochs"), 10**9, "epochs"),
        (("sleep", "epoch_s"), 1e-6, "epochs"),
        (("plm", "per_hour", 0, "start"), "noon", "Invalid isoformat"),
    ],
)
def test_what_is_wrong_is_said(
    folder: Path, place: tuple[str | int, ...], wrong: Any, words: str
) -> None:
    changed(folder, place, wrong)
    with pytest.raises(CommandError, match=words):
        read_summary(folder)


def test_zero_is_written_without_a_sign() -> None:
    written = [figure(value, 1) for value in (-0.0, -0.04, 0.0, -0.06)]
    assert written == ["0.0", "0.0", "0.0", "-0.1"]


def test_json_of_any_depth_is_refused_in_words(folder: Path) -> None:
    (folder / "night.json").write_text("[" * 50_000, encoding="utf-8")
    shown_everywhere(folder)
    (folder / "night.json").write_text('{"a":' * 50_000, encoding="utf-8")
    shown_everywhere(folder)


def test_a_night_that_lacks_newer_figures_and_has_unknown_ones_is_read(folder: Path) -> None:
    whole = read_summary(folder)
    content = json.loads((folder / "night.json").read_text(encoding="utf-8"))
    del content["another_sensor"], content["sleep"]["epochs"]
    content["of_a_later_version"] = {"x": 1}
    (folder / "night.json").write_text(json.dumps(content), encoding="utf-8")
    old = read_summary(folder)
    assert (old.another_sensor, old.sleep.epochs) == ((), None)
    assert old.plm == whole.plm
    shown_everywhere(folder)


def test_writing_what_was_read_gives_the_same_bytes(folder: Path) -> None:
    content = (folder / "night.json").read_bytes()
    assert summary_bytes(read_summary(folder)) == content


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("onset_s", "1e300", "not a movement of a night"),
        ("onset_s", "nan", "not a movement of a night"),
        ("duration_s", "inf", "not a movement of a night"),
        ("peak_g", "nan", "not a movement of a night"),
        ("peak_g", "-0.0", "not a movement of a night"),
        ("peak_g", "-5", "not a movement of a night"),
        ("kind", "dance", "'dance' is not a valid Kind"),
        ("series", "x", "invalid literal"),
    ],
)
def test_an_impossible_movement_names_its_line(
    folder: Path, column: str, text: str, words: str
) -> None:
    lines = (folder / "events.csv").read_text(encoding="utf-8").splitlines()
    cells = lines[1].split(",", 9)
    cells[lines[0].split(",").index(column)] = text
    lines[1] = ",".join(cells)
    (folder / "events.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(CommandError, match=f"line 2.*{words}"):
        read_night(folder)


def test_a_line_that_is_cut_short_is_told(folder: Path) -> None:
    with (folder / "events.csv").open("a", encoding="utf-8") as file:
        file.write("2026-03-15T05:00:00.000+01:00,22740.0,1.5")
    with pytest.raises(CommandError, match="cut short"):
        read_night(folder)


@pytest.mark.parametrize("name", ["events.csv", "corrections.csv", "notes.json"])
def test_a_file_that_is_no_text_is_told_in_words_and_not_in_pythons(
    folder: Path, name: str
) -> None:
    (folder / name).write_bytes(bytes(range(256)))
    read = {"corrections.csv": read_corrections, "notes.json": read_notes}.get(name, read_night)
    with pytest.raises(CommandError, match=rf"{name} cannot be read: it is not UTF-8 text\. "):
        read(folder)
