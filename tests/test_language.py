"""Another language says the same: complete, with the same figures, and files stay as they are."""

import ast
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
from benchmarks.wording import error_texts as error_extraction
from benchmarks.wording.error_texts import ErrorTexts
from benchmarks.wording.sources import parsed, walked
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels import reasons
from limbwatch.classify.labels.evidence_groups import GROUPS
from limbwatch.classify.rules.published import AASM_3, rules_by_name
from limbwatch.cli import app
from limbwatch.cli.app import run
from limbwatch.cli.commands.typed_values import normalise_values
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
from limbwatch.cli.language.stored import recognised, translate_stored
from limbwatch.cli.language.trouble import has_form, translate_trouble
from limbwatch.cli.language.trouble_forms import FORMS_FILE
from limbwatch.cli.language.usage import REFUSALS
from limbwatch.cli.making.split import parse_split
from limbwatch.cli.night.answers.notes import DayNotes, readable
from limbwatch.cli.night.folder import find_night
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.reading.placements import parse_placement
from limbwatch.cli.reading.recordings import zone_of
from limbwatch.cli.reading.scenarios import parse_scenario
from limbwatch.cli.recording.asked.worn import parse_worn
from limbwatch.cli.recording.evening.preflight import check_machine
from limbwatch.cli.recording.evening.room import Room
from limbwatch.cli.report.document import report
from limbwatch.cli.report.sheet import doctors_pages
from limbwatch.cli.report.templating import options_whole, with_unbroken_percent
from limbwatch.cli.screen.fitting import fitted
from limbwatch.cli.words import day_and_month, long_date, spell, years
from limbwatch.sensor import Placement
from limbwatch.sensor.devices import device_of_kind
from limbwatch.sensor.files.rows.remarks import dropped, remarks_on
from limbwatch.sensor.quality import Quality
from tests.conftest import DemoNight

GOLDEN = Path(__file__).parent / "golden"
CATALOGUES = sorted(translations.CATALOGUES.glob("*.po"))


def placeholders(text: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name is not None}


@pytest.mark.system
def test_catalogues_and_forms_of_errors_hold_what_the_program_says_and_are_compiled() -> None:
    """All in one test, which one worker runs: what is said is read out of all sources."""
    forms = (translations.CATALOGUES / FORMS_FILE).read_text(encoding="utf-8")
    assert forms == translations.forms_file(), "run python -m benchmarks.translations"
    for path in CATALOGUES:
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


def counted_names(path: Path, catalogue: GNUTranslations) -> set[str]:
    """Placeholders of a source that are filled with a count and a noun that German declines."""
    found = set()
    for node in walked(parsed(path)):
        pairs: list[tuple[str | None, ast.expr]] = []
        if isinstance(node, ast.keyword):
            pairs = [(node.arg, node.value)]
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            pairs = [(node.targets[0].id, node.value)]
        elif isinstance(node, ast.Dict):
            keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
            pairs = list(zip(keys, node.values, strict=True))
        for name, value in pairs:
            if not (isinstance(value, ast.Call) and getattr(value.func, "id", "") == "counted"):
                continue
            nouns = [one.value for one in value.args[1:] if isinstance(one, ast.Constant)]
            many = f"{{count}} {nouns[1] if len(nouns) > 1 else nouns[0] + 's'}"
            said = catalogue.ngettext(f"{{count}} {nouns[0]}", many, 2).split()[1:]
            # most plurals in -n are the same in every case, an adjective before one is not
            if name and (len(said) > 1 or not said[0].endswith("n")):
                found.add(name)
    return found


def test_no_german_case_is_asked_of_a_count_with_its_noun() -> None:
    """A night of little sleep was one "mit 21 periodische Beinbewegungen"."""
    path = translations.CATALOGUES / "de.po"
    with path.with_suffix(".mo").open("rb") as file:
        german = GNUTranslations(file)
    names = {
        place.relative_to(translations.ROOT).as_posix(): counted_names(place, german)
        for place in sorted((translations.ROOT / "cli").rglob("*.py"))
    }
    assert names["cli/history/statements.py"] >= {"nights"}
    for message in translations.read(path):
        used = set().union(*(names.get(place, set()) for place, _ in message.locations))
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in said if used else ():
            asked = (
                rf"\b(?:von|mit|in|bei|aus|nach|seit|vor) \{{(?:{'|'.join(used)})\}}(?! [A-ZÄÖÜ])"
            )
            assert not re.search(asked, text), text


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
    rest=" and came to rest turned by 40 degrees",
    rhythm="3.2 Hz shaking",
    stiff=", tilted for 4.0 s",
    awake="as when awake",
    steps="legs that swing in turn",
    jolted=", tilted for 0.2 s, still for 12 min before, off the rhythm of 24 s that runs around "
    "it",
    shaken=", alike at all sensors, hardly turned, as strong between the sensors as those around "
    "it, faint for its sensor, right after a movement 25 times as strong",
)


@pytest.mark.parametrize("kind", list(reasons._SENTENCES), ids=str)
@pytest.mark.parametrize("place", ["first", "24 s after the one before, one"])
def test_every_reason_that_is_made_has_a_form(kind: Kind, place: str) -> None:
    text = reasons._SENTENCES[kind].format(of=_OF, place=place, length=4)
    with speaking("de"):
        by, piece = (
            f"; judged by {' and '.join(list(GROUPS)[:2])}",
            "; one of 8 pieces of 57 s of shaking",
        )
        for said in (text, f"{text}{by}", f"{text}{piece}"):
            assert recognised(said), said
            assert figures(translate_stored(said)) == figures(said)


@pytest.mark.parametrize("one", list(GROUPS))
def test_every_piece_of_evidence_is_named(one: str) -> None:
    with speaking("de"):
        assert recognised(f"awake; 2.4 s, 1 of 3 limbs, peak 12 mg; judged by {one}")


def test_every_doubt_that_is_made_has_a_form() -> None:
    with speaking("de"):
        for pair in pairwise([*Kind, *reasons._OTHERS]):
            text = reasons._uncertain_reason(_OF, pair)
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
            said = translate_stored(text)
        assert figures(said) == figures(text), text


@pytest.mark.parametrize(
    "text",
    ["a; told by b, c and " * 12, "between a and " * 1000, "x" + " and , " * 40, ", of " * 5000],
)
def test_a_sentence_of_a_hostile_night_is_shown_as_it_is(text: str) -> None:
    """Forms lie within forms, and somebody else's night could nest them without end."""
    with speaking("de"):
        assert translate_stored(text) == text


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
                "erfasst von 3 von 3 Sensoren"
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
                "kürzer getragen oder aufgezeichnet als für die Nacht nötig: linker Knöchel "
                "80 % "
                "(20 % nicht getragen), rechtes Handgelenk gar nicht (der Sensor zeichnete "
                "auf "
                "und lag so still wie auf einem Tisch)"
            ),
        ),
        (
            "first of 12 in a series; 2.4 s, 2 of 3 limbs",
            "erste von 12 in einer Serie; 2,4 s, 2 von 3 Gliedmaßen",
        ),
        (
            "awake; 2.4 s, 1 of 3 limbs, peak 12 mg; told by strength and turning",
            "wach; 2,4 s, 1 von 3 Gliedmaßen, Spitze 12 mg; erkannt an: Stärke und Drehung",
        ),
        (
            "the bed was shaken 9 times by something else than the wearer, seen by 2 of 3 sensors",
            "das Bett wurde 9-mal von etwas anderem erschüttert, erfasst von 2 von 3 Sensoren",
        ),
        (
            "its battery was at 15 % when it last told",
            "seine Batterie stand bei 15 %, als er sie zuletzt meldete",
        ),
        (
            (
                "Numbers stand for the recorded and worn part only. Charge the sensors and wear "
                "them from lights off to rising the next night."
            ),
            (
                "Die Zahlen stehen nur für den aufgezeichneten und getragenen Teil. Laden Sie die "
                "Sensoren und tragen Sie sie in der nächsten Nacht vom Lichtlöschen bis zum "
                "Aufstehen."
            ),
        ),
        ("a sentence of another version, 2.4 s", "a sentence of another version, 2.4 s"),
    ],
)
def test_a_stored_sentence_is_made_again_and_an_unknown_one_stays(stored: str, german: str) -> None:
    assert translate_stored(stored) == stored
    with speaking("de"):
        assert translate_stored(stored) == german


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


_TYPED = re.compile(r"--?[a-z][\w-]*|'[^']*'|limbwatch .*|[\w/.]+[.=_]\w+|\t\w+|asleep;")
"""What is typed as it is in every language: options, values, commands, files."""
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


def test_files_are_the_same_in_every_language(night: Path, demo_night: DemoNight) -> None:
    other = demo_night.folder
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
    assert "no language 'fr'. Choose one of: en, de" in capsys.readouterr().err


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
        assert [years(2.5), years(1)] == ["2,5 Jahre", "1 Jahr"]
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


def error_texts() -> list[str]:
    return list(json.loads((translations.CATALOGUES / FORMS_FILE).read_text("utf-8"))["forms"])


def filled(form: str) -> tuple[str, list[str]]:
    """Fill a form as the program does: quotes where it quotes, a figure where it has one."""
    values: list[str] = []
    text = ""
    for said, name, spec, kind in Formatter().parse(form):
        text += said
        if name is not None:
            number = format(12.5, spec) if spec and spec[-1] in "efg" else "12"
            held = number if spec else f"'v{len(values)}'" if kind else f"v{len(values)}"
            values.append(held.strip())
            text += held
    return text, values


@pytest.mark.system
def test_every_error_that_is_raised_has_a_german_text_with_its_values() -> None:
    with speaking("de"):
        for form in (*error_texts(), *REFUSALS):
            text, values = filled(form)
            said = translate_trouble(text)
            assert has_form(text), form
            for value in values:
                assert decimal(value) in said or value in said, (form, said)


@pytest.mark.parametrize("path", list(error_extraction.SCRIPTS))
def test_a_module_whose_errors_are_not_translated_is_there_and_says_why(path: str) -> None:
    assert (translations.ROOT / path).is_file()
    assert error_extraction.SCRIPTS[path]


def test_an_error_whose_text_cannot_be_read_out_is_found(tmp_path: Path) -> None:
    """A new way to say something wrong is in the catalogue, whatever it is put together from."""
    (tmp_path / "cli").mkdir()
    (tmp_path / "cli" / "x.py").write_text(
        "NOTHING = 'nothing is there'\n"
        "def why(n):\n    return f'{n} of them are lost' if n else NOTHING\n"
        "def f(path, n):\n"
        "    hint = ' Did you look?' if n else ''\n"
        "    raise ValueError(f'{path} is odd: {why(n)}.{hint}')\n"
    )
    found = ErrorTexts(tmp_path, ("cli",)).forms()
    assert set(found) == {
        "{path} is odd: {why}.{hint}",
        "{n} of them are lost",
        "nothing is there",
        " Did you look?",
    }


@pytest.mark.parametrize(
    ("english", "german"),
    [
        (
            "a.csv: there is no such file. Check the name.",
            "a.csv: diese Datei gibt es nicht. Prüfen Sie den Namen.",
        ),
        (
            (
                "a.csv has 1.2 samples per second; limb movements need at least 5, better 25. "
                "Record faster, or export raw samples instead of averages."
            ),
            (
                "a.csv hat 1,2 Messwerte je Sekunde; Bewegungen der Gliedmaßen brauchen "
                "mindestens 5, besser 25. Zeichnen Sie schneller auf, oder exportieren Sie rohe "
                "Messwerte statt Mittelwerte."
            ),
        ),
        (
            (
                "no sensor sent anything, so there is no night. left ankle: no data yet; right "
                "ankle: the connection broke. `limbwatch devices` lists what is in range."
            ),
            (
                "kein Sensor sandte etwas, also gibt es keine Nacht. linker Knöchel: noch keine "
                "Daten; rechter Knöchel: die Verbindung brach ab. `limbwatch devices` listet auf, "
                "was in Reichweite ist."
            ),
        ),
        (
            "psg.edf: lights on must come after lights off",
            "psg.edf: das Licht muss nach dem Lichtlöschen wieder angehen",
        ),
        ("what nobody ever said: 1.5", "what nobody ever said: 1.5"),
    ],
)
def test_an_error_is_said_with_its_values_and_an_unknown_one_as_it_is(
    english: str, german: str
) -> None:
    assert translate_trouble(english) == english
    with speaking("de"):
        assert translate_trouble(english) == german


def typed_wrong() -> Iterator[list[str]]:
    yield from (["vie"], ["nonsense"], ["view", "--frobnicate"], ["view", "--forc"])
    yield from (["view", "--age"], ["view", "--all=3"], ["view", "a", "b", "c"], ["replay"])
    yield from (["replay", "--age", "abc", "x"], ["replay", "--age", "500", "x"], ["export", "x"])
    yield from (["replay", "--age", "-1", "x"], ["replay", "--rules", "x", "y"], ["study"])
    yield from (["demo", "--seed", "1.5"], ["replay", "--age", "nan", "x"])


@pytest.mark.parametrize("typed", list(typed_wrong()), ids=" ".join)
def test_what_the_parser_says_of_a_usage_is_said_in_german(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*typed, "--lang", "de"]) == 2
    said = capsys.readouterr().err
    assert not _ENGLISH.search(_TYPED.sub("", said)), said
    for word in ("Input", "option", "Invalid", "Missing", "such", "Usage", "Commands"):
        assert word not in said.split(), said


def commands() -> Iterator[list[str]]:
    yield []
    for name, one in app.command().commands.items():
        yield [name]
        yield from ([name, inner] for inner in getattr(one, "commands", {}))


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("command", list(commands()), ids=lambda words: " ".join(words) or "all")
def test_the_help_of_every_command_is_german(
    command: list[str],
    columns: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert run([*command, "--help", "--lang", "de"]) == 0
    said = capsys.readouterr().out
    assert not _ENGLISH.search(_TYPED.sub("", said)), said
    for word in (
        "<list",
        "<str",
        "<path",
        "<int",
        "<float",
        "Usage:",
        "Options:",
        "Arguments:",
        "[default:",
        "[required]",
        "[OPTIONS]",
    ):
        assert word not in said
    whole = [line for line in said.splitlines() if not set("=<") & set(line)]
    whole = [line for line in whole if "limbwatch" not in line]
    assert max(map(len, whole)) <= columns


def test_what_a_program_reads_of_an_error_stays_english(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = []
    for code in LANGUAGES:
        assert run(["view", "nix", "--nights", "/nowhere", "--json", "--lang", code]) == 2
        said.append(capsys.readouterr())
    assert said[0].out == said[1].out
    assert said[0].err != said[1].err


@pytest.mark.parametrize("to", ["csv", "json", "bids", "edf", "luna", "parquet"])
def test_an_export_is_the_same_in_every_language(night: Path, to: str, tmp_path: Path) -> None:
    made: list[dict[str, bytes]] = []
    for code in LANGUAGES:
        place = tmp_path / code / "export"
        place.parent.mkdir()
        assert run(["export", str(night), "--to", to, "-o", str(place), "-q", "--lang", code]) == 0
        files = [place] if place.is_file() else [one for one in place.rglob("*") if one.is_file()]
        made.append({one.relative_to(place).as_posix(): one.read_bytes() for one in files})
    assert made[0] == made[1]


@pytest.mark.usefixtures("coarse_agreement")
def test_what_a_comparison_leaves_for_programs_is_the_same(night: Path, tmp_path: Path) -> None:
    listed = tmp_path / "scored.csv"
    with (night / "events.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "ankle" in row["limbs"]]
    lines = [f"L,{float(row['onset_s']) + 0.1:.2f},{row['duration_s']}" for row in rows]
    listed.write_text("\n".join(["side,onset_s,duration_s", *lines]), encoding="utf-8")
    made: list[list[bytes]] = []
    pages: list[str] = []
    for code in LANGUAGES:
        place = tmp_path / code
        typed = ["compare", str(night), "--with", str(listed), "-o", str(place), "-q"]
        assert run([*typed, "--lang", code]) == 0
        made.append([(place / name).read_bytes() for name in ("compare.json", "pairs.csv")])
        pages.append((place / "compare.html").read_text(encoding="utf-8"))
    assert made[0] == made[1]
    german = [text for text in shown_by(pages[1]) if _ENGLISH.search(text)]
    assert german == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["--alcohol", "1,5"], "1.5"),
        (["--alcohol=0,25"], "0.25"),
        (["--alcohol", "2"], "2"),
        (["--text", "1,5"], "1,5"),
        (["--", "--alcohol", "1,5"], "1,5"),
    ],
)
def test_a_number_may_have_a_decimal_comma(typed: list[str], expected: str) -> None:
    parameters = app.command().commands["note"].params
    assert normalise_values(typed, parameters)[-1].rpartition("=")[2] == expected


@pytest.mark.parametrize(
    ("command", "words", "known"),
    [
        ("score", "--rules AASM", "aasm"),
        ("score", "--rules=Wasm2016", "wasm2016"),
        ("replay", "--unit MG", "mg"),
        ("replay", "--test Immobilisation", "immobilisation"),
        ("export", "--to BIDS", "bids"),
        ("export", "--to pdf", "pdf"),
    ],
)
def test_the_words_of_options_are_known_in_capitals(command: str, words: str, known: str) -> None:
    parameters = app.command().commands[command].params
    assert normalise_values(words.split(), parameters)[-1].rpartition("=")[2] == known


def test_every_word_that_is_typed_is_known_however_it_is_written(tmp_path: Path) -> None:
    """Case, spaces around it, and - for _ do not matter."""
    assert rules_by_name(" AASM ") is AASM_3
    assert parse_placement(" Ankle-LEFT") is Placement.ANKLE_LEFT
    assert parse_scenario("PLM-Severe") == "plm_severe"
    assert parse_split("NONE") == parse_split("none")
    assert zone_of("europe/berlin") == zone_of("Europe/Berlin")
    (one,) = parse_worn(["Ankle-Left=SIM:plm"], [])
    assert one.scenario == "plm_moderate"
    (one,) = parse_worn(["ankle_left=Phone:SensorLogger"], [])
    assert one.phone
    (one,) = parse_worn(["ankle_left=AA:BB"], ["POLAR"])
    assert one.target.device == device_of_kind("polar")
    (tmp_path / "2026-03-14").mkdir()
    (tmp_path / "2026-03-14" / "night.json").touch()
    assert find_night(tmp_path, "Latest", holding=("night.json",)).name == "2026-03-14"


def test_a_number_that_may_mean_two_things_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["note", "latest", "--alcohol", "1,500"]) == 2
    assert "may be 1.500 or 1500" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        (["--lang", "DE", "view"], ["view"]),
        (["view", "--lang=de_DE.UTF-8"], ["view"]),
        (["--lang", "en", "view", "--lang", "de"], ["view"]),
    ],
)
def test_a_language_is_told_as_a_locale_and_the_last_one_decides(
    typed: list[str], rest: list[str]
) -> None:
    with as_asked(typed) as left:
        assert left == rest
        assert language() == "de"


@pytest.mark.parametrize("typed", [["view", "--lang"], ["view", "--lang", "-q"], ["--lang="]])
def test_a_language_that_is_left_out_is_asked_for(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(typed) == 2
    assert "--lang needs a language after it. Choose one of: en, de" in capsys.readouterr().err


def test_no_line_breaks_between_a_figure_and_its_unit() -> None:
    text = "the share of the night that was worn is 78 % of 7.5 h and more"
    for width in range(20, 60):
        assert not any(line.endswith(("78", "7.5")) for line in fitted(text, width))
        assert " ".join(fitted(text, width)) == text
    assert with_unbroken_percent("78 % of it") == "78\N{NO-BREAK SPACE}% of it"


def test_no_line_of_a_page_breaks_within_an_option() -> None:
    """A browser may break behind each hyphen; what it is given is escaped."""
    told = options_whole("<b> agree. --keep-clocks leaves them - at 78 % -- or so.")
    option = '<span class="option">--keep-clocks</span>'
    percent = "78\N{NO-BREAK SPACE}%"
    assert told == f"&lt;b&gt; agree. {option} leaves them - at {percent} -- or so."
