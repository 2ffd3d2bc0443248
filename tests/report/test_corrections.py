"""corrections.csv: every change with its time and both values; nothing is ever taken out."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.correction.corrections import (
    Change,
    Correction,
    add_correction,
    in_force,
    last_undo,
    read_corrections,
    relabelled,
)
from limbwatch.cli.night.scored.contents import read_night

AT = "2026-03-15T08:00:00+01:00"


def correction(number: int, change: Change, before: str = "", after: str = "") -> Correction:
    return Correction(
        number=number,
        made_at=AT,
        change=change,
        start_s=10.5,
        end_s=20.0,
        before=before,
        after=after,
    )


def test_lines_are_added_and_read_back(own_night: Path) -> None:
    lines = (
        correction(1, Change.RELABEL, "plm", "limb_movement"),
        correction(2, Change.EXCLUDE),
        correction(3, Change.UNDO, before="2"),
    )
    for line in lines:
        made = add_correction(
            own_night,
            line.change,
            made_at=line.made_at,
            start_s=line.start_s,
            end_s=line.end_s,
            before=line.before,
            after=line.after,
        )
        assert made == line
    assert read_corrections(own_night) == lines
    assert in_force(lines) == lines[:1]


def test_an_undo_can_be_taken_back_until_something_else_is_changed() -> None:
    one, two = correction(1, Change.EXCLUDE), correction(2, Change.BEDTIME, "", "10.5")
    back = [correction(3, Change.UNDO, before="2"), correction(4, Change.UNDO, before="1")]
    assert in_force((one, two, *back)) == ()
    assert last_undo((one, two, *back)) == back[1]
    redone = (one, two, *back, correction(5, Change.UNDO, before="4"))
    assert in_force(redone) == (one,)
    assert last_undo(redone) == back[0]
    again = (*redone, correction(6, Change.UNDO, before="3"))
    assert in_force(again) == (one, two)
    assert last_undo(again) is None
    assert last_undo((*redone, correction(6, Change.EXCLUDE))) is None


def test_an_event_is_known_by_its_onset_also_after_rescoring(own_night: Path) -> None:
    events = read_night(own_night).events
    line = Correction(
        number=1,
        made_at=AT,
        change=Change.RELABEL,
        start_s=events[5].onset,
        end_s=events[5].onset + 1,
        before=events[5].kind.value,
        after="cramp",
    )
    assert relabelled(events, (line,)) == {5: "cramp"}
    assert relabelled(events[1:], (line,)) == {4: "cramp"}
    assert relabelled(events[:5], (line,)) == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a,b\n1,2\n",
        "number,made_at,change,start_s,end_s,before,after\n1,today,exclude,1,2,,\n",
        f"number,made_at,change,start_s,end_s,before,after\n1,{AT},exclude,9,2,,\n",
        f"number,made_at,change,start_s,end_s,before,after\n1,{AT},relabel,1,2,plm,dance\n",
        f"number,made_at,change,start_s,end_s,before,after\n1,{AT},explode,1,2,,\n",
        f"number,made_at,change,start_s,end_s,before,after\n1,{AT},exclude,1\n",
    ],
)
def test_a_damaged_file_is_refused_and_kept(own_night: Path, text: str) -> None:
    path = own_night / "corrections.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=r"corrections\.csv cannot be read"):
        add_correction(own_night, Change.EXCLUDE, made_at=AT, start_s=1, end_s=2)
    assert path.read_text(encoding="utf-8") == text


def test_two_programs_at_once_lose_no_line(own_night: Path) -> None:
    def add(second: int) -> None:
        add_correction(
            own_night, Change.EXCLUDE, made_at=AT, start_s=float(second), end_s=second + 1.0
        )

    with ThreadPoolExecutor(max_workers=8) as workers:
        list(workers.map(add, range(24)))
    lines = read_corrections(own_night)
    assert [line.number for line in lines] == list(range(1, 25))
    assert {line.start_s for line in lines} == set(map(float, range(24)))
