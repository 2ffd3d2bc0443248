"""The report as a file: true to its folder, whole, small, repeatable, safe with any text."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from limbwatch.classify.kind import Kind
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.kinds import EXPLANATIONS, harmless_words
from limbwatch.cli.language.spoken import VARIABLE
from limbwatch.cli.night.scored.contents import NightSource, read_night
from limbwatch.cli.report import document
from limbwatch.cli.report.axes import round_step
from limbwatch.cli.report.charts import sides
from limbwatch.cli.report.document import draw_report, report, write_report
from limbwatch.cli.report.drawn_tracks import tracks
from limbwatch.cli.report.lead import four_numbers
from limbwatch.cli.report.tables import sensors
from limbwatch.cli.report.templating import asset
from limbwatch.cli.screen.data_lines import data_lines
from limbwatch.cli.words import UNKNOWN

HOSTILE = "<script>alert(1)</script> \"' & \N{PILE OF POO} {{ 7 * 7 }} " + "x" * 10_000


class Page(HTMLParser):
    """What a reader of the page finds: figures with their source, ids, links, rows."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.figures: list[tuple[str, str, str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._pending: tuple[str, str] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag == "data":
            self._pending = (str(given["data-from"]), str(given["value"]))

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._pending:
            self.figures.append((*self._pending, data))
            self._pending = None

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [given for name, given in self.tags if name == tag]


def read(facts: dict[str, Any], source: str) -> Any:
    found: Any = facts
    for key in source.split("."):
        found = found[int(key) if isinstance(found, list) else key]
    return found


@pytest.fixture(scope="module")
def html(night_folder: Path) -> str:
    return report(read_night(night_folder))


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_every_figure_equals_night_json(night_folder: Path, page: Page) -> None:
    facts = json.loads((night_folder / "night.json").read_text(encoding="utf-8"))
    assert len(page.figures) > 20
    for source, exact, printed in page.figures:
        value = read(facts, source)
        assert float(exact) == value, source
        hours = re.fullmatch(r"(?:(\d+) h )?(\d+) min", printed)
        if hours:
            assert abs(int(hours[1] or 0) * 60 + int(hours[2]) - value) <= 0.5, source
        else:
            number = printed.removesuffix("/h").removesuffix(" s")
            if printed.endswith("\N{NO-BREAK SPACE}%"):
                number, value = printed[:-2], 100 * value
            digits = len(number.partition(".")[2])
            assert number == f"{value:.{digits}f}", source


@pytest.mark.parametrize(("share", "told"), [(0.999965, "100.0 %"), (0.9994, "99.9 %")])
def test_how_much_was_worn_is_one_figure_wherever_it_stands(
    night_folder: Path, share: float, told: str
) -> None:
    """The tile said 99.9 % and no gap where the sensors said 100.0 %."""
    night = read_night(night_folder)
    seen = tuple(replace(one, worn_share=1.0) for one in night.summary.coverage)
    summary = replace(night.summary, coverage=(*seen[:-1], replace(seen[-1], worn_share=share)))
    *_, tile = four_numbers(replace(night, summary=summary))
    assert tile.value == told
    assert tile.source == f"coverage.{len(seen) - 1}.worn_share"
    assert f"({told})" in sensors(summary)[-1].cells[2]
    assert told in next(data_lines(replace(summary, coverage=summary.coverage[-1:]), 80))


def test_every_movement_of_the_table_is_listed_with_its_reason(
    night_folder: Path, page: Page
) -> None:
    events = read_night(night_folder).events
    items = [given for given in page.of("li") if "data-k" in given]
    assert [item["data-k"] for item in items] == [event.kind.value for event in events]
    assert [float(item["data-t"] or 0) for item in items] == [round(e.onset, 1) for e in events]
    text = " ".join(page.text)
    assert all(event.reason in text for event in events)
    assert all("data-w" in item for item in items), "a movement without its trace"


def test_every_figure_has_a_table_and_a_name(page: Page) -> None:
    pictures = [given for given in page.of("svg") if given.get("role") == "img"]
    assert len(pictures) > 10
    assert all(given.get("aria-label") for given in pictures)
    assert len(page.of("figure")) == len([1 for one in page.of("details") if not one])


def test_the_page_asks_nothing_of_any_network(page: Page) -> None:
    policy = page.of("meta")[1]["content"] or ""
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag, given in page.tags:
        assert tag not in {"iframe", "object", "embed", "form", "base", "img"}, tag
        assert not {"style", "onclick", "onload", "src"} & set(given), (tag, given)
        for name in ("href", "xlink:href"):
            assert (given.get(name) or "#").startswith(("#", "data:,")), given


def test_same_night_same_bytes(night_folder: Path, tmp_path: Path) -> None:
    first = draw_report(night_folder)
    assert draw_report(night_folder) == first
    assert str(night_folder).encode() not in first


def test_a_report_is_to_its_end_in_the_language_that_it_began_in(
    night_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "de")
    first = draw_report(night_folder)
    read = document.read_night

    def changed(folder: Path, *, results: Path | None = None) -> NightSource:
        monkeypatch.setenv(VARIABLE, "en")
        return read(folder, results=results)

    monkeypatch.setattr(document, "read_night", changed)
    assert draw_report(night_folder) == first


def test_a_severe_night_of_three_sensors_stays_below_a_megabyte(night_maker: Any) -> None:
    night = read_night(night_maker(severe=True, rate=10.0))
    text = report(night)
    assert len(night.events) > 800
    assert len(text.encode()) < 1_000_000
    assert len([1 for given in Page(text).of("li") if "data-w" in given]) > 700


def test_without_stored_samples_the_report_is_complete_but_for_traces(own_night: Path) -> None:
    text = report(read_night(own_night))
    assert "data-w" not in text
    assert "Every movement, and why" in text


def edit(folder: Path, change: Any) -> None:
    facts = json.loads((folder / "night.json").read_text(encoding="utf-8"))
    change(facts)
    (folder / "night.json").write_text(json.dumps(facts), encoding="utf-8")


def test_hostile_text_stays_text(own_night: Path) -> None:
    def change(facts: dict[str, Any]) -> None:
        facts["coverage"][0]["device"] = HOSTILE
        facts["coverage"][0]["notes"] = [HOSTILE]
        facts["findings"] = [dict.fromkeys(("code", "title", "evidence", "advice"), HOSTILE)]
        facts["sleep"]["method"] = HOSTILE
        facts["version"] = HOSTILE
        facts["rules"] = HOSTILE

    edit(own_night, change)
    events = (own_night / "events.csv").read_text(encoding="utf-8")
    (own_night / "events.csv").write_text(
        events.replace("confidence by hand", "</li><script>alert(2)</script>"), encoding="utf-8"
    )
    page = Page(report(read_night(own_night)))
    assert len(page.of("script")) == 1
    assert "{{ 7 * 7 }}" in " ".join(page.text)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("night.json", None),
        ("night.json", b""),
        ("night.json", b'{"schema": "limbwatch.night/1", "start": "2026-03-14T22:4'),
        ("night.json", b'{"schema": "limbwatch.night/1"}'),
        ("night.json", b'{"schema": "limbwatch.night/1", "start": "2026-03-14", "end": 7}'),
        ("night.json", b"[]"),
        ("night.json", b"\xff\xfe\x00"),
        ("events.csv", None),
        ("events.csv", b""),
        ("events.csv", b"onset,kind\n1,plm\n"),
        ("events.csv", b"\xff\xfe\x00"),
    ],
)
def test_a_spoilt_folder_is_refused_with_a_remedy(
    own_night: Path, file: str, content: bytes | None
) -> None:
    if content is None:
        (own_night / file).unlink()
    else:
        (own_night / file).write_bytes(content)
    with pytest.raises(CommandError, match=r"limbwatch rescore|limbwatch replay") as caught:
        write_report(own_night)
    assert caught.value.exit_code == ExitCode.UNREADABLE
    assert not (own_night / "report.html").exists()


@pytest.mark.parametrize(
    ("column", "value"),
    [("onset_s", "soon"), ("kind", "dance"), ("limbs", "tail"), ("duration_s", "-1"),
     ("confidence", "7"), ("series", "x")],
)  # fmt: skip
def test_an_impossible_cell_names_its_line(own_night: Path, column: str, value: str) -> None:
    path = own_night / "events.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = lines[4].split(",", 9)
    cells[lines[0].split(",").index(column)] = value
    path.write_text("\n".join([*lines[:4], ",".join(cells), *lines[5:]]), encoding="utf-8")
    with pytest.raises(CommandError, match="line 5"):
        report(read_night(own_night))


@pytest.mark.parametrize(
    "change",
    [
        lambda facts: facts.update(coverage=[{"placement": "tail", "gaps": [[1]]}]),
        lambda facts: facts.update(sleep=7),
        lambda facts: facts["plm"].update(series=[{}]),
        lambda facts: facts["plm"].update(per_hour=[{"start": "noon"}]),
        lambda facts: facts.update(findings=[{}]),
        lambda facts: facts.update(coverage="x"),
    ],
)
def test_a_night_edited_by_hand_gives_a_message_and_no_traceback(
    own_night: Path, change: Any
) -> None:
    edit(own_night, change)
    with pytest.raises(CommandError, match=r"night\.json"):
        report(read_night(own_night))


def test_unknown_figures_are_a_dash_and_zero_is_zero(own_night: Path) -> None:
    def change(facts: dict[str, Any]) -> None:
        facts["plm"]["periodicity_index"] = None
        facts["plm"]["left"] = None
        facts["plm"]["wake_count"] = 0
        facts["sleep"]["minutes"] = None

    edit(own_night, change)
    text = report(read_night(own_night))
    assert "not given below 10 movements/h" in text
    assert 'data-from="plm.wake_count">0<' in text
    assert "No sleep was found" in text
    assert "one leg is never doubled" in text


def test_a_night_of_an_hour_and_one_without_events(night_maker: Any, tmp_path: Path) -> None:
    folder = night_maker(tmp_path / "n", hours=1.0, samples=False)
    header = (folder / "events.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "events.csv").write_text(header + "\n", encoding="utf-8")
    text = report(read_night(folder))
    assert "0 movements, in order of time" in text


def test_every_kind_is_explained() -> None:
    assert set(EXPLANATIONS) == set(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_colour(kind: Kind) -> None:
    """Without one a mark is black: not to be seen on a dark page."""
    assert f".k-{kind.value},[data-k={kind.value}]" in asset("report.css")


def _palettes(style: str) -> list[dict[str, str]]:
    """Colours in light, in dark and in print; what a later one does not say is the first's."""
    found = [dict(re.findall(r"--([\w-]+):(#\w+)", block))
             for block in re.findall(r":root\{([^}]*)\}", style)]  # fmt: skip
    return [{**found[0], **one} for one in found]


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = [int(digits[k : k + 2], 16) / 255 for k in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_mark_stands_out_from_its_paper_in_light_dark_and_print() -> None:
    """WCAG 2.2, 1.4.11: 3 to 1. Kinds are told by their rows and names, never by colour alone."""
    palettes = _palettes(asset("report.css"))
    assert len(palettes) == 3
    for palette in palettes:
        paper = _luminance(palette["paper"])
        for name in set(palette) - {"paper", "rule", "faint"}:
            light, dark = sorted((_luminance(palette[name]), paper), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 3, (name, palette[name])


def test_every_picture_with_bars_has_its_axes(html: str) -> None:
    for name, upright, below in (
        ("hours", "movements", "clock hour"),
        ("intervals", "intervals", "log axis"),
    ):
        picture = html.split(f'id="{name}"', 1)[1].split("</svg>", 1)[0]
        assert f">{upright}<" in picture
        assert f"{below}<" in picture
        assert picture.count('class="tick end"') >= 2, "numbers up the side"
    strips = re.findall(r'class="track strip">.*?class="plot"', html, re.DOTALL)
    assert len(strips) == 3
    assert all("0.1 g" in strip for strip in strips)
    (turn,) = re.findall(r'class="track turn">.*?class="plot"', html, re.DOTALL)
    assert "180\N{DEGREE SIGN}" in turn


@pytest.mark.parametrize(
    ("most", "step"), [(4, 2), (15, 5), (15.1, 10), (30, 10), (31, 20), (151, 100)]
)
def test_an_axis_has_round_numbers_and_at_most_three_steps(most: float, step: int) -> None:
    assert round_step(most) == step


def test_the_numbers_of_others_stand_beside_one_of_the_wearer_alone(own_night: Path) -> None:
    """Without a sensor on a leg there is none to compare."""
    others = "healthy sleepers"
    assert others in report(read_night(own_night))
    facts = json.loads((own_night / "night.json").read_text(encoding="utf-8"))
    facts["placements"] = ["wrist_left"]
    (own_night / "night.json").write_text(json.dumps(facts), encoding="utf-8")
    assert others not in report(read_night(own_night))


@pytest.mark.parametrize(
    ("minutes", "times"),
    [
        (50, ["22:10", "22:20", "22:30", "22:40", "22:50"]),
        (10, ["22:04", "22:06", "22:08", "22:10", "22:12"]),
        (200, ["22:30", "23:00", "23:30", "00:00", "00:30", "01:00"]),
        (480, ["23:00", "00:00", "01:00", "02:00", "03:00", "04:00", "05:00", "06:00"]),
    ],
)
def test_the_axis_of_time_has_several_names_however_short_the_night(
    minutes: int, times: list[str], night_folder: Path
) -> None:
    """On paper nothing zooms: a night of 50 minutes had the one name 23:00, or none."""
    source = read_night(night_folder)
    begun = source.start.replace(hour=22, minute=3, second=20, microsecond=0)
    summary = replace(
        source.summary,
        start=begun.isoformat(timespec="milliseconds"),
        end=(begun + timedelta(minutes=minutes)).isoformat(timespec="milliseconds"),
    )
    drawn = tracks(replace(source, summary=summary), ())
    found = re.findall(r'class="hour(?: end)?"[^>]*>(\d\d:\d\d)<', drawn[-1].markup)
    assert found == times


@pytest.mark.parametrize("counts", [(48, 44, 4), (3, 0, 18), (1, 1, 400), (0, None, 7)])
def test_every_side_has_its_name_and_its_own_look_however_narrow(
    counts: tuple[int, int | None, int], night_folder: Path
) -> None:
    left, both, right = counts
    plm = replace(read_night(night_folder).summary.plm, left=left, bilateral=both, right=right)
    markup = sides(plm).markup
    for said in (f"Left {left}", f"Both {UNKNOWN if both is None else both}", f"Right {right}"):
        assert f">{said}<" in markup
    starts = [float(x) for x in re.findall(r'<text class="tick" x="([\d.]+)%"', markup)]
    assert starts == sorted(starts)
    assert min(b - a for a, b in pairwise(starts)) >= 30  # names do not reach into each other
    style = asset("report.css")
    assert ".side.right{fill-opacity" in style


@pytest.mark.parametrize(("minutes", "edge"), [(481, ["06:00"]), (480, []), (450, [])])
def test_a_time_at_the_very_end_of_the_axis_stays_within_it(
    minutes: int, edge: list[str], night_folder: Path
) -> None:
    """The last one of a recording that ended on the hour, 14:00, was cut to "14:0"."""
    source = read_night(night_folder)
    begun = source.start.replace(hour=22, minute=0, second=0, microsecond=0)
    summary = replace(
        source.summary,
        start=begun.isoformat(timespec="milliseconds"),
        end=(begun + timedelta(minutes=minutes)).isoformat(timespec="milliseconds"),
    )
    drawn = tracks(replace(source, summary=summary), ())
    assert re.findall(r'class="hour end"[^>]*>(\d\d:\d\d)<', drawn[-1].markup) == edge


@pytest.mark.parametrize(
    ("age", "grouped", "kind", "said"),
    [
        (None, False, Kind.HYPNIC_JERK, True),
        (None, True, Kind.HYPNIC_JERK, False),  # spasms come in groups
        (None, True, Kind.TWITCH, True),
        (17.9, False, Kind.HYPNIC_JERK, False),  # caffeine
        (17.9, False, Kind.CRAMP, False),  # pregnancy
        (17.9, False, Kind.PLM, False),  # "more of them with age"
        (17.9, False, Kind.TWITCH, True),
        (18.0, False, Kind.HYPNIC_JERK, True),
        (1.9, False, Kind.TWITCH, False),  # what is usual in babies is not known here
        (2.0, False, Kind.TWITCH, True),
    ],
)
def test_what_is_harmless_in_adults_is_not_told_of_children_nor_of_jolts_in_groups(
    age: float | None, grouped: bool, kind: Kind, said: bool
) -> None:
    assert bool(harmless_words(kind, age=age, grouped=grouped)) == said


def test_the_report_of_a_baby_calls_nothing_harmless(night_folder: Path) -> None:
    night = read_night(night_folder)
    assert "<b>Harmless:</b>" in report(night)
    baby = replace(night, summary=replace(night.summary, age=0.5))
    assert "<b>Harmless:</b>" not in report(baby)
    assert "<b>See a doctor:</b>" in report(baby)
