"""The page of many nights: level, trend, sides, notes; damaged nights hide nothing."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from limbwatch.cli.app import run
from limbwatch.cli.errors import CommandError
from limbwatch.cli.history.effects import note_effects, since_effects
from limbwatch.cli.history.history_page import history_file
from limbwatch.cli.history.nights import read_history
from limbwatch.cli.history.since import lasting_changes, since_of
from limbwatch.cli.history.statements import level, statements, warnings, without_trend
from limbwatch.cli.history.trend_chart import baselines
from limbwatch.cli.history.yardsticks import MEASURES
from limbwatch.cli.night.answers.notes import DayNotes, notes_file
from limbwatch.cli.screen.listed_night import listed_nights
from limbwatch.cli.screen.night_list import night_list

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")


def wave(count: int) -> list[float]:
    return [10.0 + (7 * number) % 5 for number in range(count)]


def test_a_level_is_a_median_with_its_range(nights: Any) -> None:
    history = read_history(nights([4, 30, 12, 10, 11]))
    assert level(history).startswith("5 nights: a median of 11.0 periodic movements per hour of")
    assert "from 4.0 to 30.0" in level(history)
    assert "are needed to know a level" not in level(history)


def test_few_nights_carry_neither_level_nor_trend_nor_comparison(nights: Any) -> None:
    folders = nights([4, 30])
    for folder in folders:
        notes_file(folder).write(DayNotes(alcohol=1))
    history = read_history(folders)
    assert "5 or more are needed to know a level" in level(history)
    assert statements(history) == ()
    effects = note_effects(history)
    assert effects.found == ()
    assert effects.lacking == ("alcohol: 2 nights with, 0 without; 6 of each are needed",)
    assert any("from 14 nights on" in said for said in warnings(history))


def test_growing_over_weeks_is_said_and_a_wave_is_not(nights: Any) -> None:
    history = read_history(nights([v + number for number, v in enumerate(wave(21))]))
    (found,) = statements(history)
    assert found.title == "Growing over the weeks"
    assert "see a doctor" in found.advice


def test_noise_is_no_trend_and_that_is_said(nights: Any) -> None:
    history = read_history(nights(wave(21)))
    assert statements(history) == ()
    said = without_trend(history)
    assert said.startswith("Over 21 nights the index shows no trend beyond what chance makes")
    assert said in tuple(warnings(history))


def test_nights_that_are_all_alike_show_no_trend(nights: Any) -> None:
    assert without_trend(read_history(nights([0.0] * 14))) == (
        "Over 14 nights the index shows no trend."
    )


def test_a_trend_is_told_in_the_terminal_too(
    nights: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = nights([2.0 * number for number in range(20)])
    assert run(["view", "--all", "--nights", str(folders[0].parent)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    history = read_history(folders)
    (trend,) = statements(history)
    assert f"{trend.title}: {trend.evidence} {trend.advice}" in said
    assert without_trend(history) == ""


def test_what_notes_go_with_is_told_in_the_terminal_too(
    nights: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = nights([value + 12 * (number % 2) for number, value in enumerate(wave(20))])
    for number, folder in enumerate(folders):
        notes_file(folder).write(DayNotes(alcohol=float(number % 2)))
    assert run(["view", "--all", "--nights", str(folders[0].parent)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    (told,) = note_effects(read_history(folders)).sentences
    assert f"What your notes go with: - {told} - None of this shows" in said
    # what comes and goes has no before and after
    assert run(["view", "--all", "--nights", str(folders[0].parent), "--since", "alcohol"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "9 later nights are noted as without it, and count as since then all the same." in said
    # of few nights the terminal has no such part
    assert "are compared, where there are enough, under: What your notes go with." in said


def test_few_nights_are_told_nothing_more_in_the_terminal(
    nights: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (first, *_) = nights([4.0, 5.0, 6.0, 7.0])
    run(["view", "--all", "--nights", str(first.parent)])
    assert "trend" not in capsys.readouterr().out


def test_things_noted_of_the_same_nights_are_one_comparison(nights: Any) -> None:
    """Counted twice, each chance would be corrected for twice as many comparisons as there are."""
    folders = nights([value + 12 * (number % 2) for number, value in enumerate(wave(20))])
    for number, folder in enumerate(folders):
        cups = {"caffeine": 2.0, "caffeine_last": "15:00"} if number % 2 else {"caffeine": 0.0}
        notes_file(folder).write(DayNotes(**cups))
    effects = note_effects(read_history(folders))
    both = "caffeine and caffeine after 14:00"
    assert {effect.factor for effect in effects.found} == {both}
    assert len(effects.found) == len(MEASURES)
    assert sum("more periodic movements per hour" in told for told in effects.sentences) == 1
    (said,) = effects.remarks
    assert said.startswith(f"{both} were noted on the same nights and are one comparison")
    # a morning's cup makes them two things
    notes_file(folders[1]).write(DayNotes(caffeine=1.0, caffeine_last="9:00"))
    effects = note_effects(read_history(folders))
    assert [factor for factor, _, _ in effects.by_factor] == ["caffeine", "caffeine after 14:00"]
    assert effects.remarks == ()


def test_medians_of_counts_have_no_decimal_that_a_count_has_not(nights: Any) -> None:
    page = history_file(nights([4.0, 5.0]), since=None).decode("utf-8")
    foot = page[page.index("<tfoot>") : page.index("</tfoot>")]
    cells = [re.findall(r"<td>([^<]*)</td>", row)[-1] for row in foot.split("<tr>")[1:]]
    assert all(re.fullmatch(r"\d+(\.5)?", cell) for cell in cells)
    assert cells[1].isdigit()


@pytest.mark.parametrize(
    ("lefts", "title"),
    [
        ([0.95] * 6, "Nearly always the left leg"),
        ([0.05] * 6, "Nearly always the right leg"),
        ([0.95, 0.05] * 3, "The side changes from night to night"),
        ([0.5] * 6, None),
        ([0.95] * 4, None),
    ],
)
def test_sides_over_nights(nights: Any, lefts: list[float], title: str | None) -> None:
    found = statements(read_history(nights(wave(len(lefts)), lefts)))
    assert [statement.title for statement in found] == ([title] if title else [])


def test_a_note_that_goes_with_more_movements_is_told_with_care(
    nights: Any, tmp_path: Path
) -> None:
    folders = nights([value + 12 * (number % 2) for number, value in enumerate(wave(20))])
    for number, folder in enumerate(folders):
        notes_file(folder).write(DayNotes(alcohol=float(number % 2), stress=None))
    effects = note_effects(read_history(folders))
    by_measure = {effect.measure: effect for effect in effects.found}
    index = by_measure["periodic movements per hour"]
    assert index.factor == "alcohol"
    assert index.nights == "10 / 10"
    assert "12.0 more periodic movements per hour with alcohol" in index.words
    assert by_measure["hypnic jerks"].words == ""
    text = history_file(folders, since=None).decode("utf-8")
    assert text.count("None of this shows that one causes the other.") == 1


def test_what_was_not_told_is_on_neither_side(nights: Any) -> None:
    folders = nights(wave(12))
    for folder in folders[:6]:
        notes_file(folder).write(DayNotes(sleep_debt=True))
    effects = note_effects(read_history(folders))
    assert effects.lacking == ("sleep debt: 6 nights with, 0 without; 6 of each are needed",)


def test_before_and_after_a_date(nights: Any) -> None:
    values = [value + 15 * (number >= 10) for number, value in enumerate(wave(20))]
    history = read_history(nights(values))
    effects = since_effects(history, since_of(history, "2026-03-11"))
    assert effects.found[0].nights == "10 / 10"
    assert effects.found[0].difference.startswith("+15.0 (")
    assert "15.0 more periodic movements per hour since 2026-03-11 (chance of as much" in (
        effects.found[0].words
    )


def test_before_and_after_a_note(nights: Any) -> None:
    folders = nights(wave(20))
    for number, folder in enumerate(folders):
        told = DayNotes(medication="ferrous sulfate", alcohol=1) if number >= 8 else DayNotes()
        notes_file(folder).write(told)
    notes_file(folders[12]).write(DayNotes(alcohol=0))
    history = read_history(folders)
    since = since_of(history, "medication")
    assert since.words == "medication was first noted (2026-03-09)"
    assert since_effects(history, since).found[0].nights == "12 / 8"
    # alcohol comes and goes, so there is no before and after
    assert [one.asked for one in lasting_changes(history)] == ["medication"]


@pytest.mark.parametrize("asked", ["spring", "2026-02-30", "caffeine", "", "2026-03-08; DROP"])
def test_a_day_that_is_none_is_refused_with_what_is_allowed(nights: Any, asked: str) -> None:
    with pytest.raises(CommandError, match=r"since a date like 2026-03-14|no night has a note"):
        since_of(read_history(nights(wave(3))), asked)


def changed(folder: Path, part: str, **values: float | None) -> None:
    """Change figures of a night."""
    facts = json.loads((folder / "night.json").read_text(encoding="utf-8"))
    facts[part].update(values)
    (folder / "night.json").write_text(json.dumps(facts), encoding="utf-8")


def test_every_measure_is_compared_with_its_unit(nights: Any) -> None:
    folders = nights(wave(20))
    for number, folder in enumerate(folders):
        after = number >= 10
        changed(folder, "sleep", latency_minutes=40.0 - 30 * after + number % 3)
        changed(folder, "plm", periodicity_index=0.5)
    history = read_history(folders)
    effects = since_effects(history, since_of(history, "2026-03-11"))
    assert [effect.measure for effect in effects.found] == [one.name for one in MEASURES]
    assert effects.comparisons == "7 comparisons"
    latency = next(one for one in effects.found if one.measure == "sleep onset latency")
    assert latency.difference.startswith("-30 min (")
    assert latency.words.startswith("30 min shorter sleep onset latency since 2026-03-11")
    assert [effect.measure for effect in effects.found if effect.words] == [latency.measure]


def test_a_measure_that_too_few_nights_tell_is_named_and_not_compared(nights: Any) -> None:
    folders = nights(wave(20))
    for folder in folders[5:]:
        changed(folder, "plm", periodicity_index=None)
        changed(folder, "sleep", observed_in_bed_minutes=60.0)
    history = read_history(folders)
    effects = since_effects(history, since_of(history, "2026-03-11"))
    assert {effect.measure for effect in effects.found} == {
        "periodic movements per hour", "limb movements per hour", "hypnic jerks"
    }  # fmt: skip
    (lacking,) = effects.lacking
    assert "periodicity index, total sleep time, sleep onset latency and wake after" in lacking


def test_chance_is_raised_for_all_comparisons_of_the_page(nights: Any) -> None:
    folders = nights([value + 12 * (number % 2) for number, value in enumerate(wave(20))])
    for number, folder in enumerate(folders):
        notes_file(folder).write(DayNotes(alcohol=float(number % 2)))
    alone = float(note_effects(read_history(folders)).found[0].chance)
    for number, folder in enumerate(folders):
        notes_file(folder).write(DayNotes(alcohol=float(number % 2), stress=number // 10 * 9))
    together = note_effects(read_history(folders))
    assert together.found[0].factor == "alcohol"
    assert float(together.found[0].chance) > alone


def test_a_chance_in_words_says_for_how_many_comparisons_it_is_corrected(nights: Any) -> None:
    """The same nights had 1 of 286 cases in the terminal and 1 of 95 on the page, of "shuffled"."""
    folders = nights([value + 12 * (number % 2) for number, value in enumerate(wave(20))])
    for number, folder in enumerate(folders):
        notes_file(folder).write(DayNotes(alcohol=float(number % 2), stress=number // 10 * 9))
    effects = note_effects(read_history(folders))
    assert f"corrected for {len(effects.found)} comparisons made at once: " in effects.sentences[0]


def test_the_baseline_is_made_of_the_nights_before() -> None:
    assert baselines([1, 2, 3, 4, 5, 99, 6]) == [None] * 5 + [3, 3.5]


def test_damaged_nights_and_odd_ones_are_named(nights: Any, tmp_path: Path) -> None:
    folders = nights(wave(6))
    (folders[0] / "night.json").write_text("{", encoding="utf-8")
    facts = json.loads((folders[1] / "night.json").read_text(encoding="utf-8"))
    facts["rules"], facts["placements"] = "aasm", ["wrist"]
    facts["plm"]["hours_of_sleep"] = 1.0
    (folders[1] / "night.json").write_text(json.dumps(facts), encoding="utf-8")
    (folders[2] / "notes.json").write_text("spoilt", encoding="utf-8")
    history = read_history(folders)
    assert len(history.points) == 5
    assert len(history.rated) == 4
    said = " ".join(warnings(history))
    for words in ("2026-03-01", "same rules (aasm and wasm2016)", "same sensors", "a leg"):
        assert words in said
    text = history_file(folders, since=None).decode("utf-8")
    assert text.count("<tr>") > 5


def test_a_night_without_an_index_is_told_by_its_own_reason(nights: Any) -> None:
    """A night of eight hours at a wrist was one of "less than two hours of sleep"."""
    folders = nights(wave(4))
    changed(folders[0], "plm", count=None, index_per_hour=None)
    facts = json.loads((folders[0] / "night.json").read_text(encoding="utf-8"))
    facts["placements"] = ["wrist_left"]
    (folders[0] / "night.json").write_text(json.dumps(facts), encoding="utf-8")
    changed(folders[1], "plm", hours_of_sleep=1.0)
    changed(folders[2], "plm", index_per_hour=None)
    said = " ".join(warnings(read_history(folders)))
    reasons = (
        "1 night without a sensor on a leg, 1 night in which the sensors saw less than 2 hours of "
        "sleep and 1 night with gaps too close for a series"
    )
    assert f"Without an index: {reasons}." in said
    found = listed_nights(folders)
    assert [night.row["no_index"] for night in found] == [
        "no_leg_sensor",
        "too_little_sleep",
        "gaps_too_close",
        None,
    ]
    listed = " ".join(night_list(found, folders[0].parent).split())
    assert f"- under PLM/h: {reasons}; limbwatch view NIGHT" in listed
    for one, said_of_it in zip(
        folders[:3], reasons.replace(" and ", ", ").split(", "), strict=True
    ):
        alone = " ".join(night_list(listed_nights([one]), one.parent).split())
        assert f"- under PLM/h: {said_of_it};" in alone


def test_a_dash_for_sleep_is_told_of(nights: Any) -> None:
    """A night of which an hour was left out had a dash in the lists, and nobody said why."""
    folders = nights(wave(3))
    changed(folders[0], "sleep", observed_in_bed_minutes=300.0, time_in_bed_minutes=480.0)
    reason = "1 night that was seen for less than 2 hours, or 90 % of its time in bed"
    assert f"Without figures of sleep: {reason}." in " ".join(warnings(read_history(folders)))
    found = listed_nights(folders)
    assert [night.row["sleep_minutes"] is None for night in found] == [True, False, False]
    listed = " ".join(night_list(found, folders[0].parent).split())
    assert f"- under asleep: {reason}; limbwatch view NIGHT says what was seen." in listed
    whole = folders[1:]
    assert "under asleep" not in night_list(listed_nights(whole), whole[0].parent)
    assert "figures of sleep" not in " ".join(warnings(read_history(whole)))


def test_of_a_short_recording_nothing_is_said_to_be_left_out(nights: Any) -> None:
    """Of a nap that was seen whole it was said that too much was left out or not seen."""
    folders = nights(wave(3))
    changed(folders[0], "sleep", observed_in_bed_minutes=90.0, time_in_bed_minutes=90.0)
    said = " ".join(warnings(read_history(folders)))
    assert (
        "without figures of sleep: 1 night that was seen for less than 2 hours, or" in said.lower()
    )
    assert "left out" not in said


def test_a_recording_too_short_for_a_night_enters_no_median_of_the_list(nights: Any) -> None:
    folders = nights(wave(3))
    for folder, length in zip(folders, (10.0, 300.0, 420.0), strict=True):
        changed(folder, "sleep", time_in_bed_minutes=length, observed_in_bed_minutes=length)
    rows = night_list(listed_nights(folders), folders[0].parent).splitlines()
    found = {row.split()[0]: row.split()[1] for row in rows if row.strip()}
    assert (found["2026-03-01"], found["lowest"], found["highest"]) == ("0:10", "5:00", "7:00")
    assert found["median"] == "6:00"


def test_the_terminal_compares_before_and_after_within_80_columns(nights: Any, capsys: Any) -> None:
    values = [value + 15 * (number >= 10) for number, value in enumerate(wave(20))]
    command = ["view", "--all", "--nights", str(nights(values)[0].parent), "--since"]
    assert run([*command, "2026-03-11"]) == 0
    shown = capsys.readouterr().out
    assert "Nights since 2026-03-11 against those before" in shown
    assert "15.0 more periodic movements per hour since 2026-03-11" in " ".join(shown.split())
    assert max(map(len, shown.splitlines())) <= 80
    assert run([*command, "spring"]) == 2


@pytest.mark.parametrize("rest", [[], ["--all", "--json"]])
def test_since_is_refused_where_it_would_be_ignored(nights: Any, capsys: Any, rest: Any) -> None:
    where = nights(wave(3))[0].parent
    assert run(["view", *rest, "--nights", str(where), "--since", "2026-03-02"]) == 2
    assert "--all" in capsys.readouterr().err


def test_the_command_writes_the_page_twice_alike(nights: Any, tmp_path: Path) -> None:
    where = nights(wave(15))[0].parent
    pages = []
    for name in ("a.html", "b.html"):
        out = tmp_path / name
        command = ["view", "--all", "--html", "-o", str(out), "--nights", str(where)]
        assert run([*command, "--since", "2026-03-08"]) == 0
        pages.append(out.read_bytes())
    assert pages[0] == pages[1]
    assert b"Before and after" in pages[0]
    command = ["view", "--all", "--html", "--nights", str(where), "--since"]
    assert run([*command, "spring"]) == 2
    assert run([*command, "medication"]) == 2


@pytest.mark.parametrize("count", [1, 2, 9])
def test_no_text_of_a_chart_is_cut(nights: Any, tmp_path: Path, browser: Any, count: int) -> None:
    out = tmp_path / "all.html"
    out.write_bytes(history_file(nights(wave(count)), since=None))
    browser.look(width=390, scheme="light")
    browser.open(out.as_uri())
    script = """return [...document.querySelectorAll('svg.chart text')].map(text => {
        const inner = text.getBoundingClientRect();
        const outer = text.ownerSVGElement.getBoundingClientRect();
        return [text.textContent, inner.left - outer.left, outer.right - inner.right];
    })"""
    found = browser.run(script)
    assert len(found) >= (3 if count == 1 else 4)
    assert [text for text, left, right in found if left < 0 or right < 0] == []


@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize("index", [5.0, 16.0])
def test_the_name_of_a_line_covers_no_night(
    nights: Any, tmp_path: Path, browser: Any, index: float, width: int
) -> None:
    out = tmp_path / "all.html"
    out.write_bytes(history_file(nights([index + 1, *wave(8), index + 1]), since=None))
    browser.look(width=width, scheme="light")
    browser.open(out.as_uri())
    script = """const box = one => one.getBoundingClientRect();
        const dots = [...document.querySelectorAll('svg.chart circle')].map(box);
        const names = [...document.querySelectorAll('svg.chart text.rim')].map(box);
        const apart = (one, other) => one.right <= other.left || other.right <= one.left
            || one.bottom <= other.top || other.bottom <= one.top;
        return [dots.length, names.length,
            names.every(name => dots.every(dot => apart(name, dot)))];"""
    assert browser.run(script) == [10, 2, True]


@pytest.mark.parametrize(("width", "mode"), [(390, "light"), (1440, "dark")])
def test_the_page_is_accessible(
    nights: Any, tmp_path: Path, browser: Any, width: int, mode: str
) -> None:
    folders = nights(wave(15))
    for number, folder in enumerate(folders):
        notes_file(folder).write(DayNotes(alcohol=float(number % 2)))
    out = tmp_path / "all.html"
    out.write_bytes(history_file(folders, since="2026-03-08"))
    browser.look(width=width, scheme=mode)
    browser.open(out.as_uri())
    assert browser.axe(AXE) == []
    assert browser.width_of_content() <= width
    assert browser.complaints() == []
