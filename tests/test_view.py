"""``limbwatch view``: calm, within 80 columns, and never a traceback."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from limbwatch.classify.night import Events, Finding, Night
from limbwatch.classify.summary import summarise
from limbwatch.cli.app import run
from limbwatch.cli.night.scored.events_table import COLUMNS, events_table
from limbwatch.cli.night.scored.summary import summary_bytes
from limbwatch.cli.screen.first_screen import first_screen
from limbwatch.cli.screen.listed_night import listed_nights
from limbwatch.cli.screen.night_list import night_list

FIRST_SCREEN = """\
Night of Sat 14 Mar 2026, 22:41 to 06:41
Worn                      left ankle, right ankle, left wrist
In bed                    7 h 40 min
Asleep (estimated)        7 h 00 min, 91 % of it
                          asleep after 20 min, then awake for 20 min

Periodic limb movements      8    1.1 per hour of sleep (7.0 h), WASM 2016
  awake in bed               4    6.0 per hour of wake (0.7 h)
  by leg, asleep             left 5, right 0, both 3
  rhythm, asleep             one every 25 s (log mean)
  in series                  2
Hypnic jerks                 1  at 23:10
Isolated limb movement       1
Posture change               1

Periodic limb movements in sleep, by the clock
  22:41    0                                              0 min asleep
  23:00    8  ########                                   49 min asleep
  00:00    0                                             60 min asleep
  01:00    0                                             60 min asleep
  02:00    0                                             60 min asleep
  03:00    0                                             60 min asleep
  04:00    0                                             60 min asleep
  05:00    0                                             60 min asleep
  06:00    0                                             11 min asleep

What stands out
- Mostly one leg: 5 of 8 movements were of the left leg alone.
  Note the side and compare other nights.

Data
  left ankle  99.9 % of the night, one gap of 41 s, 49.97 Hz
  right ankle 100.0 % of the night, no gap, 49.97 Hz
  left wrist  100.0 % of the night, no gap, 49.97 Hz
  scored by WASM 2016 with limbwatch VERSION
  Scored without an age, as an adult's night. For a child's limits and advice:
  limbwatch rescore NIGHT --age YEARS

Counted from limb acceleration, without brain waves or breathing: sleep is
estimated, and movements at the end of breathing pauses are counted too. This is
not a diagnosis; take it to your doctor if your sleep troubles you.
"""


def save(nights: Path, name: str, night: Night) -> Path:
    folder = nights / name
    folder.mkdir(parents=True)
    (folder / "night.json").write_bytes(summary_bytes(summarise(night)))
    (folder / "events.csv").write_bytes(events_table(night))
    return folder


@pytest.fixture
def nights(tmp_path: Path, example_night: Night) -> Path:
    save(tmp_path, "2026-03-14", example_night)
    return tmp_path


Shown = Callable[..., tuple[int, str, str]]


@pytest.fixture
def shown(nights: Path, capsys: pytest.CaptureFixture[str]) -> Shown:
    def view(*arguments: str) -> tuple[int, str, str]:
        code = run(["view", "--nights", str(nights), *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return view


def test_the_first_screen(shown: Shown, example_night: Night) -> None:
    code, out, err = shown()
    assert code == 0
    assert out == FIRST_SCREEN.replace("VERSION", summarise(example_night).version)
    assert err == ""


@pytest.mark.parametrize("arguments", [(), ("--all",), ("--events",)])
def test_no_line_is_longer_than_80_columns(shown: Shown, arguments: tuple[str, ...]) -> None:
    _, out, _ = shown(*arguments)
    assert max(map(len, out.splitlines())) <= 80


def test_a_night_in_which_nothing_stood_out_is_no_all_clear(example_night: Night) -> None:
    said = " ".join(first_screen(summarise(replace(example_night, findings=()))).split())
    assert "What stands out Nothing that limbwatch looks for stood out" in said
    assert "This is not an all-clear" in said


def test_an_index_from_arms_alone_says_what_they_do_not_show(example_night: Night) -> None:
    arms = [one for one in example_night.coverage if one.placement.limb == "wrist"]
    for coverage, told in ((arms, True), (example_night.coverage, False)):
        night = replace(example_night, coverage=tuple(coverage), events=Events())
        said = " ".join(first_screen(summarise(night)).split())
        assert ("from wrists alone most periodic limb movements go unseen" in said) is told


def test_a_command_on_the_first_screen_is_typed_as_the_program_was(
    example_night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["/opt/own/bin/limbwatch"])
    said = first_screen(summarise(example_night), said=["Next: limbwatch note NIGHT --stress 4"])
    assert "Next: /opt/own/bin/limbwatch note NIGHT --stress 4" in said


def test_long_texts_are_wrapped(example_night: Night) -> None:
    finding = Finding(code="x", title="t " * 60, evidence="e " * 90, advice="a " * 90)
    text = first_screen(summarise(replace(example_night, findings=(finding,))))
    assert max(map(len, text.splitlines())) <= 80


def test_json_is_the_file(shown: Shown, nights: Path) -> None:
    code, out, _ = shown("--json")
    assert code == 0
    assert json.loads(out) == json.loads((nights / "2026-03-14" / "night.json").read_text())


def test_events_are_listed_with_their_reasons(shown: Shown, example_night: Night) -> None:
    _, out, _ = shown("--events")
    assert "23:41:00  periodic limb movement #1   ankle L" in out
    assert "awake; 2.0 s, 20.0 s after the one before" in out
    _, out, _ = shown("--events", "--json")
    rows = json.loads(out)
    assert len(rows) == len(example_night.events)
    for row, event in zip(rows, example_night.events, strict=True):
        assert row["onset_s"] == pytest.approx(event.onset, abs=0.001), "numbers are numbers"
        assert (row["series"], row["asleep"]) == (event.series, int(event.asleep))
        assert [type(row[name]) for name in ("duration_s", "confidence", "peak_g")] == [float] * 3


def test_a_night_without_events(shown: Shown, nights: Path, example_night: Night) -> None:
    save(nights, "2026-03-15", replace(example_night, events=(), series=(), findings=()))
    code, out, _ = shown("latest", "--events")
    assert (code, out) == (0, "No movement was found in this night.\n")
    code, out, _ = shown("latest")
    assert code == 0
    assert "Periodic limb movements      0    0.0 per hour of sleep (7.0 h), WASM 2016" in out


def test_all_nights_have_median_and_range(shown: Shown, nights: Path, example_night: Night) -> None:
    save(nights, "2026-03-15", replace(example_night, events=example_night.events[:5]))
    (nights / "2026-03-16").mkdir()
    (nights / "2026-03-16" / "night.json").write_text("{")
    code, out, _ = shown("--all")
    assert code == 0
    lines = out.splitlines()
    assert lines[1].split() == ["2026-03-14", "7:40", "7:00", "1.1", "8", "-", "1"]
    said = f"damaged; limbwatch view {nights / '2026-03-16'} says why"
    assert [line.strip() for line in lines[3:5]] == ["2026-03-16", said]
    assert [line.split()[0] for line in lines[5:8]] == ["median", "lowest", "highest"]
    _, out, _ = shown("--all", "--json")
    rows = json.loads(out)
    assert [row["night"] for row in rows] == ["2026-03-14", "2026-03-15", "2026-03-16"]
    assert "not complete JSON" in rows[2]["error"]


def test_no_night_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["view", "--nights", str(tmp_path / "none")]) == 2
    assert "there is no night" in capsys.readouterr().err
    assert run(["view", "--all", "--nights", str(tmp_path)]) == 0
    assert "There is no night" in capsys.readouterr().out


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_event_is_told(shown: Shown, nights: Path, column: str) -> None:
    path = nights / "2026-03-14" / "events.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    rows[0][column] = "\x1b[2J=HYPERLINK()"
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue())
    code, out, err = shown("--events")
    assert code in {0, 4}
    assert "unexpected" not in err
    assert "\x1b" not in out + err


@pytest.mark.parametrize("content", ["", "onset\n", "\0", "onset,onset_s\n1,2\n"])
def test_a_damaged_event_table_is_told(shown: Shown, nights: Path, content: str) -> None:
    (nights / "2026-03-14" / "events.csv").write_text(content)
    code, _, err = shown("--events")
    assert code == 4
    assert "events.csv cannot be read" in err


def test_hostile_text_cannot_steer_the_terminal(shown: Shown, nights: Path) -> None:
    path = nights / "2026-03-14" / "night.json"
    summary = json.loads(path.read_text())
    summary["findings"][0]["title"] = "\x1b]0;owned\x07[bold]\x9b31m" + "x" * 10000
    path.write_text(json.dumps(summary))
    code, out, _ = shown()
    assert code == 0
    assert not {"\x1b", "\x07", "\x9b"} & set(out)
    assert "[bold]" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--serve", "--html"], "--serve and --html are different ways"),
        (["--lan", "--events"], "--serve and --events are different ways"),
        (["--html", "--events"], "--events and --html are different ways"),
        (["--all", "--events"], "--events and --all are different ways"),
        (["--serve", "-o", "page.html"], "--serve writes no file"),
        (["--events", "-o", "list.csv"], "--events writes no file"),
        (["2026-03-14", "--all"], "--all shows every night: leave out '2026-03-14'"),
    ],
)
def test_no_option_is_left_out_without_a_word(
    arguments: list[str], words: str, nights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["view", *arguments, "--nights", str(nights)]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--rules", "wasm2016"], "limbwatch rescore NIGHT --rules wasm2016"),
        (["--rules", "aasm", "--age", "9"], "limbwatch rescore NIGHT --rules aasm --age 9"),
    ],
)
def test_who_asks_for_other_rules_is_told_the_command_for_those(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: list[str], told: str
) -> None:
    assert run(["view", "--all", *asked, "--nights", str(tmp_path)]) == 2
    assert " ".join(capsys.readouterr().err.split()).endswith(told)


@pytest.mark.parametrize(
    "way",
    [
        ["--all"],
        ["--html"],
        ["--html", "-o", "x.html"],
        ["--pdf", "x.pdf"],
        ["--doctor", "-o", "x.html"],
        ["--all", "--pdf", "x.pdf"],
        ["--serve"],
        ["--lan"],
        ["--live"],
    ],
)
@pytest.mark.parametrize("other", [["--rules", "aasm"], ["--age", "40"]])
def test_what_shows_a_night_as_it_was_scored_refuses_other_rules(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], way: list[str], other: list[str]
) -> None:
    assert run(["view", *way, *other, "--nights", str(tmp_path)]) == 2
    assert "show one night in the terminal" in " ".join(capsys.readouterr().err.split())


def test_a_day_that_is_none_is_told_before_any_night_is_shown(
    nights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["view", "--all", "--since", "medicaton", "--nights", str(nights)]) == 2
    out, err = capsys.readouterr()
    assert "not since 'medicaton'" in " ".join(err.split())
    assert out == ""


@pytest.mark.parametrize("arguments", [["--since", "2026-01-01"], ["--html", "-o", "all.html"]])
def test_a_comparison_or_a_page_of_no_night_is_refused(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["view", "--all", *arguments, "--nights", str(tmp_path / "none")]) == 2
    assert "there is no night in" in capsys.readouterr().err
    assert not Path("all.html").exists()


LISTS = [["--all"], ["--all", "--json"], ["--all", "--doctor", "-o", "all.html"], ["--serve"]]
"""Ways to look at all nights."""


@pytest.mark.parametrize("arguments", [*LISTS, []])
@pytest.mark.parametrize("where", ["nowhere", "nobody"])
def test_a_folder_that_is_named_and_not_there_is_refused_by_every_way_to_look(
    arguments: list[str],
    where: str,
    nights: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A list of a folder that is not there was empty, and the program content."""
    named = ["--nights", str(tmp_path / "nowhere")]
    if where == "nobody":
        named = ["--nights", str(nights), "--subject", "nobody"]
    assert run(["view", *arguments, *named]) == 2
    out, err = capsys.readouterr()
    assert "http" not in out, "no page is begun"
    said = out if "--json" in arguments else err
    assert "there is no night in" in said
    assert "Make one with: " in said


def test_a_list_of_a_folder_without_nights_or_of_the_usual_one_is_empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was named wrongly: there is no night yet."""
    assert run(["view", "--all", "--json", "--nights", str(tmp_path)]) == 0
    monkeypatch.setattr(
        "limbwatch.cli.night.folder.default_nights", lambda: tmp_path / "not yet there"
    )
    assert run(["view", "--all", "--json"]) == 0
    assert capsys.readouterr().out == "[]\n[]\n"


def test_a_list_says_why_a_night_has_no_number(nights: Path, example_night: Night) -> None:
    for hours, told in ((1.0, True), (7.0, False)):
        found = summarise(example_night)
        few = replace(found, plm=replace(found.plm, hours_of_sleep=hours))
        (nights / "2026-03-14" / "night.json").write_bytes(summary_bytes(few))
        said = night_list(listed_nights([nights / "2026-03-14"]), nights)
        assert ("saw less than 2 hours of sleep" in said) is told


@pytest.mark.parametrize("width", [60, 72, 100, 120])
def test_the_first_screen_follows_the_width_and_loses_nothing(
    example_night: Night, width: int
) -> None:
    summary = summarise(example_night)
    text = first_screen(summary, width=width)
    assert max(map(len, text.splitlines())) <= width
    words, usual = (screen.replace("#", "").split() for screen in (text, first_screen(summary)))
    assert words == usual


def test_who_looked_the_pages_through_is_for_the_pages(tmp_path, capsys):
    asked = ["view", "--reviewed-by", "Dr. Example", "--nights", str(tmp_path)]
    assert run(asked) == 2
    assert "add --pdf FILE" in capsys.readouterr().err
