"""Another language says the same: complete, with the same figures, and files stay as they are."""

import csv
import io
import json
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from string import Formatter
from types import SimpleNamespace

import pytest

from benchmarks import translations
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels import reasons
from limbwatch.classify.labels.evidence_groups import GROUPS
from limbwatch.cli import app
from limbwatch.cli.app import run
from limbwatch.cli.language import spoken
from limbwatch.cli.language.spoken import (
    LANGUAGES,
    as_asked,
    decimal,
    known,
    language,
    speaking,
    tr,
    trn,
)
from limbwatch.cli.language.stored import recognised, shown
from limbwatch.cli.night.contents import read_night
from limbwatch.cli.night.notes import DayNotes, readable
from limbwatch.cli.recording.preflight import check_machine
from limbwatch.cli.recording.room import Room
from limbwatch.cli.report.document import report
from limbwatch.cli.report.sheet import doctors_pages
from limbwatch.cli.words import day_and_month, long_date, spell
from limbwatch.sensor.files.remarks import dropped, remarks_on
from limbwatch.sensor.recording import Quality

GOLDEN = Path(__file__).parent / "golden"
CATALOGUES = sorted(translations.CATALOGUES.glob("*.po"))


def placeholders(text: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_holds_what_the_program_says_and_is_compiled(path: Path) -> None:
    kept = translations.read(path)
    anew = translations.refreshed(kept)
    assert {one.id for one in kept} == {one.id for one in anew}, "run benchmarks.translations"
    _, compiled = translations.written(kept)
    with path.with_suffix(".mo").open("rb") as file:
        told = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    made = GNUTranslations(io.BytesIO(compiled))._catalog  # type: ignore[attr-defined]
    del told[""], made[""]  # its header
    assert told == made, "run python -m benchmarks.translations"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_every_text_is_translated_with_its_placeholders(path: Path) -> None:
    catalogue = translations.read(path)
    assert translations.untranslated(catalogue) == []
    for message in catalogue:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        # the plural is for any other number, which it has to name; "one gap" names it by itself
        for text, source in zip(said, ids, strict=True):
            assert placeholders(text) == placeholders(source), text


def test_there_is_a_catalogue_for_every_language_but_english() -> None:
    assert {path.stem for path in CATALOGUES} == set(LANGUAGES) - {"en"}


def test_a_text_that_is_made_where_it_is_said_is_refused_by_extraction(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text('tr(f"{n} movements")')
    with pytest.raises(ValueError, match=r"x\.py:1"):
        list(translations.in_source(tmp_path / "x.py"))


def stored_sentences() -> Iterator[str]:
    for path in GOLDEN.rglob("events.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            yield from (row["reason"] for row in csv.DictReader(file))
    for path in GOLDEN.rglob("night.json"):
        found = json.loads(path.read_text(encoding="utf-8"))["findings"]
        yield from (finding["evidence"] for finding in found)


def test_every_sentence_that_a_golden_night_holds_has_a_form() -> None:
    said = set(stored_sentences())
    assert len(said) > 300
    with speaking("de"):
        assert [text for text in said if not recognised(text)] == []


_DURATION, _CORE, _LIMBS = "2.4 s", "340 ms at half its peak", "the one limb with a sensor"
_OF = SimpleNamespace(
    duration=_DURATION,
    core=_CORE,
    limbs=_LIMBS,
    peak="peak 1.2 g",
    still="12 min",
    turn="turned by 40 degrees",
    rhythm="3.2 Hz shaking",
    held="tilted for 0.0 s",
    steps="legs that swing in turn",
    rhythm_around="a rhythm of 24 s runs around it (40 %), it is off that",
    shaken=", alike at all sensors, hardly turned, 1.2 times the noise, 4 % of the movement "
    "before it",
)


@pytest.mark.parametrize("kind", list(reasons._SENTENCES), ids=str)
@pytest.mark.parametrize("place", ["first", "24 s after the one before, one"])
def test_every_reason_that_is_made_has_a_form(kind: Kind, place: str) -> None:
    text = reasons._SENTENCES[kind].format(of=_OF, place=place, length=4)
    with speaking("de"):
        for said in (text, f"{text}; told by {' and '.join(list(GROUPS)[:2])}"):
            assert recognised(said), said
            assert figures(shown(said)) == figures(said)


@pytest.mark.parametrize("one", list(GROUPS))
def test_every_piece_of_evidence_is_named(one: str) -> None:
    with speaking("de"):
        assert recognised(f"awake; 2.4 s, 1 of 3 limbs, peak 12 mg; told by {one}")


def test_every_doubt_that_is_made_has_a_form() -> None:
    with speaking("de"):
        for pair in pairwise([*Kind, *reasons._OTHERS]):
            text = reasons._doubt(_OF, pair)
            assert recognised(text), text


def test_every_remark_of_a_reader_has_a_form() -> None:
    quality = Quality(batched=12, held_s=72.0, saturated=3)
    said = [*remarks_on(quality, 50.0, 25.1, 8.0, 2), dropped(1, of=1000), dropped(3, of=1000)]
    assert len(said) == 8
    with speaking("de"):
        assert [text for text in said if not recognised(text)] == []


def test_every_check_of_the_computer_has_a_form() -> None:
    rooms = (Room(free=2_300_000_000, need=4_000_000), Room(free=1_000_000, need=4_000_000))
    said = [check.text for room in rooms for check in check_machine(room, None)]
    with speaking("de"):
        assert [text for text in said if not recognised(text)] == []


_FIGURES = re.compile(r"\d+(?:[.,]\d+)?")


def figures(text: str) -> list[str]:
    return sorted(one.replace(",", ".") for one in _FIGURES.findall(text))


def test_a_sentence_keeps_its_figures() -> None:
    for text in set(stored_sentences()):
        with speaking("de"):
            said = shown(text)
        assert figures(said) == figures(text), text


@pytest.mark.parametrize(
    "text",
    ["a; told by b, c and " * 12, "between a and " * 1000, "x" + " and , " * 40, ", of " * 5000],
)
def test_a_sentence_of_a_hostile_night_is_shown_as_it_is(text: str) -> None:
    """Forms lie within forms, and somebody else's night could nest them without end."""
    with speaking("de"):
        assert shown(text) == text


@pytest.mark.parametrize(
    ("stored", "german"),
    [
        (
            (
                "once, the longest for 43 s, of left ankle, left wrist and right ankle, seen by "
                "3 of 3 "
                "sensors"
            ),
            (
                "einmal, am längsten 43 s (linker Knöchel, linkes Handgelenk und rechter Knöchel), "
                "gesehen von 3 von 3 Sensoren"
            ),
        ),
        (
            (
                "2 times out of estimated sleep, 61 s in all, of left ankle, always the same "
                "limb; one "
                "sensor does not tell what other limbs did"
            ),
            (
                "2-mal aus dem Schlaf (geschätzter Schlaf), 61 s insgesamt (linker Knöchel), immer "
                "dieselbe Gliedmaße; ein Sensor sagt nicht, was andere Gliedmaßen taten"
            ),
        ),
        (
            (
                "worn and recorded for less of the night than wished: left ankle 80 % (not worn "
                "for 20 "
                "%), right wrist not at all (it recorded, and lay as still as on a table)"
            ),
            (
                "weniger von der Nacht getragen und aufgezeichnet als gewünscht: linker Knöchel "
                "80 % "
                "(20 % lang nicht getragen), rechtes Handgelenk gar nicht (der Sensor zeichnete "
                "auf "
                "und lag so still wie auf einem Tisch)"
            ),
        ),
        (
            "first of 12 in a series; 2.4 s, 2 of 3 limbs",
            "erste von 12 in einer Serie; 2,4 s, 2 von 3 Gliedmaßen",
        ),
        ("a sentence of another version, 2.4 s", "a sentence of another version, 2.4 s"),
    ],
)
def test_a_stored_sentence_is_made_again_and_an_unknown_one_stays(stored: str, german: str) -> None:
    assert shown(stored) == stored
    with speaking("de"):
        assert shown(stored) == german


def test_notes_are_read_in_the_language_that_is_spoken() -> None:
    told = DayNotes(exercise="evening", medication="none", irregular=True, alcohol=1.5)
    with speaking("de"):
        assert [value for _, value in readable(told)] == ["1,5", "Abend", "none", "ja"]


class _Shown(HTMLParser):
    """What a page shows or reads aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._code = tag in {"style", "script"}
        self.texts += [value for name, value in attrs if value and name in {"aria-label", "title"}]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - called by name
        self._code = False

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._code:
            self.texts.append(data.strip())


def shown_by(page: str) -> list[str]:
    parser = _Shown()
    parser.feed(page)
    return parser.texts


_ENGLISH = re.compile(r"\b(?:the|of|and|with|without|is|are|not|or|to|movements?|asleep|sleep)\b")


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("nights")
    assert run(["demo", "--lang", "de", "--quiet", "--nights", str(place)]) == 0
    [folder] = (path for path in place.iterdir() if path.is_dir())
    return folder


def test_a_german_report_says_nothing_in_english(night: Path) -> None:
    sources = ("Ferri R. et al.",)  # titles of papers
    texts = shown_by((night / "report.html").read_text(encoding="utf-8"))
    assert len(texts) > 500
    english = [text for text in texts if _ENGLISH.search(text)]
    assert [text for text in english if not any(one in text for one in sources)] == []


def test_german_doctors_pages_say_nothing_in_english(night: Path) -> None:
    source = read_night(night)
    with speaking("de"):
        texts = shown_by(doctors_pages(source))
    assert [text for text in texts if _ENGLISH.search(text)] == []


def test_both_reports_have_the_same_figures(night: Path) -> None:
    source = read_night(night)
    english = shown_by(report(source))
    with speaking("de"):
        german = shown_by(report(source))
    assert len(english) == len(german)
    # in German a text may stand elsewhere in its sentence, and 20 March is 20. März
    for one, other in zip(english, german, strict=True):
        assert figures(one) == figures(other), (one, other)


def test_files_are_the_same_in_every_language(night: Path, tmp_path: Path) -> None:
    assert run(["demo", "--lang", "en", "--quiet", "--nights", str(tmp_path)]) == 0
    [other] = (path for path in tmp_path.iterdir() if path.is_dir())
    for name in ("night.json", "events.csv"):
        assert (night / name).read_bytes() == (other / name).read_bytes()
    assert (night / "report.html").read_bytes() != (other / "report.html").read_bytes()


@pytest.mark.parametrize(
    "typed",
    [
        ["--lang", "de", "view", "x"],
        ["view", "--lang", "de", "x"],
        ["view", "x", "--lang=de"],
    ],
)
def test_the_language_may_be_asked_for_anywhere(typed: list[str]) -> None:
    with as_asked(typed) as rest:
        assert rest == ["view", "x"]
        assert language() == "de"
    assert language() == "en"


def test_what_follows_two_dashes_is_no_option() -> None:
    with as_asked(["view", "--", "--lang", "de"]) as rest:
        assert rest == ["view", "--", "--lang", "de"]
        assert language() == "en"


@pytest.mark.parametrize("typed", [["demo", "--lang", "fr"], ["--lang=fr", "demo"]])
def test_a_language_that_is_not_there_is_refused(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(typed) == 2
    assert "no language 'fr'. Say one of: en, de" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "de_CH"}, "de"),
        ({"LANG": "de_DE", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB", "LIMBWATCH_LANG": "de"}, "de"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_without_an_option_the_environment_decides(
    told: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (spoken.VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    assert language() == expected


@pytest.mark.parametrize("told", ["de", "DE", "de-CH", "de_DE@euro", "de.UTF-8"])
def test_a_locale_or_a_tag_names_its_language(told: str) -> None:
    assert known(told) == "de"
    assert known("dexter") is None


def test_numbers_counts_and_dates_are_written_as_the_language_writes_them(night: Path) -> None:
    source = read_night(night)
    start, end = source.start, source.end.astimezone(source.start.tzinfo)
    with speaking("de"):
        assert decimal("22.5") == "22,5"
        assert tr("{age:g} years", age=2.5) == "2,5 Jahre"
        assert trn("{count} gap", "{count} gaps", 1) == "1 Lücke"
        assert trn("{count} gap", "{count} gaps", 3) == "3 Lücken"
        assert spell(0.05) == "3,0 s"
        assert long_date(start, end) == "Donnerstag, 19. bis Freitag, 20. März 2026"
        assert day_and_month(start) == "19. März"
        assert not tr("")
    assert decimal("22.5") == "22.5"
    assert trn("{count} gap", "{count} gaps", 3) == "3 gaps"


def test_english_loads_no_catalogue() -> None:
    spoken._catalogue.cache_clear()
    tr("{age:g} years", age=2.5)
    assert spoken._catalogue.cache_info().currsize == 0


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("way", [[], ["--events"]])
def test_the_screen_speaks_german_with_the_same_figures(
    night: Path,
    columns: int,
    way: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    said = {}
    for code in LANGUAGES:
        assert run(["view", str(night), *way, "--lang", code]) == 0
        said[code] = capsys.readouterr().out
    assert max(map(len, said["de"].splitlines())) <= columns
    assert not _ENGLISH.search(said["de"])
    assert figures(said["de"]) == figures(said["en"])


def test_what_a_program_reads_is_the_same(night: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for way in ([], ["--events"], ["--all"]):
        said = []
        for code in LANGUAGES:
            where = ["--nights", str(night.parent)] if way == ["--all"] else [str(night)]
            assert run(["view", *where, *way, "--json", "--lang", code]) == 0
            said.append(capsys.readouterr().out)
        assert said[0] == said[1]


@pytest.mark.parametrize("command", ["compare", "export", "study"])
def test_a_command_without_a_translation_speaks_english_alone(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoke = []
    monkeypatch.setattr(app, "_ended", lambda _: spoke.append(language()) or 0)
    assert run([command, "--lang", "de"]) == 0
    assert run(["view", "--lang", "de"]) == 0
    assert spoke == ["en", "de"]
