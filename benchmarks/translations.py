"""Bring the catalogues of translated texts up to date with the sources, and compile them.

``python -m benchmarks.translations`` looks through the sources for texts, puts what is new into
each ``cli/language/catalogues/*.po`` without a translation, takes out what is no longer said, and
writes the ``.mo`` beside it. It says what is left to translate.
"""

import ast
import gc
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from benchmarks.earlier_advice import EARLIER_ADVICE
from benchmarks.wording.error_texts import ErrorTexts, Forms, is_date_form, is_words
from benchmarks.wording.sources import parsed, walked
from limbwatch.classify.findings import advice, another_sensor, child_advice
from limbwatch.classify.kind import Kind
from limbwatch.classify.labels.evidence_groups import GROUPS
from limbwatch.classify.rules.published import PUBLISHED
from limbwatch.classify.sleep import known_sleep, sleep_wake
from limbwatch.cli import app, immobilisation, kinds, laboratory_words, words
from limbwatch.cli.compare import detection_table, examples, figure_names, outline, page
from limbwatch.cli.history import factors, history_page, nights_sheet, yardsticks
from limbwatch.cli.language import usage
from limbwatch.cli.language.forms import FORMS
from limbwatch.cli.language.trouble_forms import FORMS_FILE, OTHERS
from limbwatch.cli.night.answers import answer_words, notes, questions, wearer
from limbwatch.cli.night.correction import corrected, corrections
from limbwatch.cli.page import follower
from limbwatch.cli.reading import scenarios
from limbwatch.cli.recording.watch import monitor
from limbwatch.cli.report import lead, method, norms, sheet, take_along, templating
from limbwatch.cli.screen import first_screen, listed_night
from limbwatch.cli.study.published import study_page
from limbwatch.cli.study.tabled import night_row
from limbwatch.sensor import Placement
from limbwatch.sensor.radio.status import SessionState

ROOT = Path(__file__).parents[1]
CATALOGUES = ROOT / "cli" / "language" / "catalogues"
KEYWORDS = {"tr": None, "trn": (1, 2)}
Message = str | tuple[str, str]


class _Plain(Catalog):
    """A catalogue whose bytes are those of its texts, whenever and by whichever Babel written."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Its header."""
        kept = {"Language", "MIME-Version", "Content-Type", "Plural-Forms"}
        return [(name, value) for name, value in super().mime_headers if name in kept]


def tables() -> Iterator[tuple[str, Any]]:
    """Yield texts that lie in tables: each with the module that holds it."""
    yield "classify/kind.py", [kind.words for kind in Kind]
    yield "sensor/placement.py", [place.words for place in Placement]
    yield "cli/app.py", app.WELCOME
    yield "cli/kinds.py", list(kinds.EXPLANATIONS.values())
    yield "classify/findings/advice.py", list(advice.ADVICE.values())
    young = (child_advice.CHILD_ADVICE, child_advice.INFANT_ADVICE)
    yield "classify/findings/child_advice.py", [list(table.values()) for table in young]
    yield "classify/findings/another_sensor.py", [gain.text for gain in another_sensor.GAINS]
    yield "classify/labels/evidence_groups.py", list(GROUPS)
    yield "classify/rules/published.py", [(rules.title, rules.short_title) for rules in PUBLISHED]
    yield "classify/sleep/", [known_sleep.KEPT_AWAKE, sleep_wake.METHOD, known_sleep.STAGED]
    yield "cli/language/forms.py", (*FORMS, *EARLIER_ADVICE)
    yield "cli/language/trouble_forms.py", OTHERS
    yield "cli/language/usage.py", (*usage.STANDINS, *usage.HEADINGS, *usage.REFUSALS)
    yield from helps(app.command(), "limbwatch")
    yield "cli/night/correction/corrected.py", [one.name for one in corrected.BESIDE]
    changes = corrections.Change
    yield "cli/night/correction/corrections.py", [changes.BEDTIME.value, changes.RISING.value]
    yield "cli/night/answers/notes.py", list(notes.LABELS.values())
    yield (
        "cli/night/answers/questions.py",
        [
            *questions.GROUPED,
            *questions.ANSWERS,
            *notes.EXERCISE,
            *answer_words.TYPED.values(),
            answer_words.NOT_TAKEN,
            answer_words.NAMING_NOTHING,
            answer_words.EXCEPTIONS,
            *((one.text, one.short) for one in questions.QUESTIONS),
        ],
    )
    yield "sample_data/recipes/scenario.py", list(scenarios.listed_scenarios().values())
    yield "cli/night/answers/wearer.py", [*wearer.SEXES, *wearer.LABELS.values()]
    yield "cli/report/lead.py", lead.FEW_WORDS
    yield "cli/report/method.py", method.CAVEATS
    yield "cli/report/norms.py", [one.text for one in norms.NORMS]
    yield (
        "cli/report/take_along.py",
        [
            *(take_along.BRING, take_along.EXAMINATIONS, take_along.UNSEEN, take_along.HELPS),
            *(take_along.BRING_FOR_CHILD, take_along.HELPS_CHILD, take_along.HELPS_BABY),
            *(take_along.SOONER, take_along.SOONER_CHILD),
        ],
    )
    yield "cli/immobilisation.py", immobilisation.TEXTS
    yield "cli/laboratory_words.py", laboratory_words.TEXTS
    yield "cli/report/sheet.py", (sheet.VALIDATION, *sheet.FOOT)
    yield "cli/history/factors.py", [one.name for one in factors.FACTORS]
    yield "cli/history/history_page.py", [one.title for one in history_page.COLUMNS]
    yield "cli/history/nights_sheet.py", (*nights_sheet.COLUMNS, nights_sheet.AUGMENTATION)
    named = [(one.name, one.more, one.less) for one in yardsticks.MEASURES]
    yield "cli/history/yardsticks.py", named
    yield "cli/recording/watch/monitor.py", monitor.KINDS
    yield "cli/page/follower.py", list(follower.WORDS.values())
    yield "sensor/radio/status.py", [state.value for state in SessionState]
    held = (figure_names.INDEX_NAMES, figure_names.SLEEP_NAMES, figure_names.EPOCH_NAMES)
    yield "cli/compare/figure_names.py", [list(table.values()) for table in held]
    yield "cli/compare/outline.py", [*outline.RATES, list(outline.ORIGINS.values())]
    yield "cli/compare/examples.py", [*examples.REFERENCE_KINDS.values(), *examples.SIDES]
    yield "cli/compare/page.py", page.HEADINGS
    yield "cli/compare/detection_table.py", (*detection_table.HEADINGS, *detection_table.LEGS)
    shown = [
        one[:2]
        for one in (
            *study_page.DISTRIBUTIONS,
            *study_page.DISTRIBUTIONS_OF_SLEEP,
            *study_page.QUALITIES,
        )
    ]
    yield "cli/study/published/study_page.py", [*shown, *(what for _, what in study_page.DETAILS)]
    yield "cli/study/tabled/night_row.py", list(night_row.DOUBTS.values())
    yield "cli/screen/first_screen.py", first_screen.HEADINGS
    yield "cli/screen/listed_night.py", [column.heading for column in listed_night.COLUMNS]
    yield "cli/words.py", (words.DAYS, words.MONTHS, words.SHORT_DAYS, words.SHORT_MONTHS)


def helps(command: Any, name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the texts of a command's help, and those of the commands in it."""
    shorter = getattr(command, "short_help", None)
    first = (command.help or "").partition("\n\n")[0]
    texts = [text for text in (command.help, shorter or first) if text]
    for one in command.params:
        default = getattr(one, "show_default", None)
        texts += [text for text in (getattr(one, "help", None), default) if isinstance(text, str)]
    yield f"{name} --help", texts
    for key, inner in getattr(command, "commands", {}).items():
        yield from helps(inner, f"{name} {key}")


def texts_in(table: Any) -> Iterator[str]:
    """Yield all texts of a table, however nested."""
    if isinstance(table, str):
        if table:
            yield table
    elif is_dataclass(table):
        for each in fields(table):
            yield from texts_in(getattr(table, each.name))
    elif isinstance(table, (list, tuple)):
        for each in table:
            yield from texts_in(each)


def in_source(path: Path) -> Iterator[tuple[int, Message]]:
    """Yield texts of the calls of ``tr``, ``trn`` and ``counted`` in a module.

    Raises
    ------
    ValueError
        If one of them is made at run time and so could not be translated.
    """
    for node in walked(parsed(path)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        said = [a.value if isinstance(a, ast.Constant) else None for a in node.args]
        match node.func.id, said, node.args:
            case "tr", [str() as text], _:
                yield node.lineno, text
            case "tr", _, [ast.JoinedStr() | ast.BinOp(), *_]:
                raise ValueError(f"{path}:{node.lineno}: a text that is made cannot be translated")
            case "trn", [str() as one, str() as many, *_], _:
                yield node.lineno, (one, many)
            case "counted", [_, str() as noun], _:
                yield node.lineno, (f"{{count}} {noun}", f"{{count}} {noun}s")
            case "counted", [_, str() as noun, str() as many], _:
                yield node.lineno, (f"{{count}} {noun}", f"{{count}} {many}")


@cache
def errors() -> tuple[Forms, Forms, dict[str, str]]:
    """Find the forms of all errors, those that are parts of one alone, and who says each."""
    # what is kept of the sources is never garbage, and looking through it for some took a third
    gc.disable()
    try:
        texts = ErrorTexts()
        return texts.forms(), texts.parts(), texts.homes
    finally:
        gc.enable()


def found() -> dict[Message, list[tuple[str, int]]]:
    """Find all texts of the program, with the places that say them."""
    texts: dict[Message, list[tuple[str, int]]] = {}

    def add(message: Message, place: str, line: int) -> None:
        texts.setdefault(message, []).append((place, line))

    for path in sorted((ROOT / "cli").rglob("*.py")):
        for line, message in in_source(path):
            add(message, path.relative_to(ROOT).as_posix(), line)
    for path in sorted((ROOT / "cli").rglob("*.jinja")):
        with path.open("rb") as file:
            options = {"trimmed": "true", "silent": "false"}
            for line, message, _, _ in extract("jinja2", file, KEYWORDS, options=options):
                add(message, path.relative_to(ROOT).as_posix(), line)
    for path in sorted((ROOT / "cli").rglob("*.js")):
        for message in templating.SAID.findall(path.read_text(encoding="utf-8")):
            add(message, path.relative_to(ROOT).as_posix(), 0)
    forms, parts, homes = errors()
    for text in (*forms, *parts):
        # what only puts words together is no text, but where it is a date
        if text in forms or is_words(text) or is_date_form(text):
            add(text, homes.get(text, "cli/words.py"), 0)
    for place, table in tables():
        for text in texts_in(table):
            add(text, place, 0)
    return texts


def refreshed(catalogue: Catalog) -> Catalog:
    """Give a catalogue with the texts of the program, translated where they were."""
    anew = _Plain(locale=catalogue.locale, project="limbwatch", fuzzy=False)
    anew.header_comment = f"# Texts of limbwatch in {catalogue.locale}."
    for message, places in sorted(found().items(), key=lambda item: (item[1][0], str(item[0]))):
        # a text that has a plural somewhere is one message, as gettext has it
        known = catalogue.get(message[0] if isinstance(message, tuple) else message)
        text = known.string if known is not None else ""
        if isinstance(message, tuple) and not isinstance(text, tuple):
            text = ("", "")
        anew.add(message, text, locations=[(place, None) for place in dict(places)])
    return anew


def written(catalogue: Catalog) -> tuple[bytes, bytes]:
    """Write a catalogue as its ``.po`` and ``.mo``."""
    text, compiled = io.BytesIO(), io.BytesIO()
    write_po(text, catalogue, width=100, omit_header=False, include_lineno=False)
    write_mo(compiled, catalogue)
    return text.getvalue(), compiled.getvalue()


def read(path: Path) -> Catalog:
    """Read a ``.po``."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def pairs_of(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    """Give each text and its translation, each form of a plural by itself."""
    for message in catalogue:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        yield from ((one, said) for one, said in zip(ids, _strings(message), strict=True) if one)


def untranslated(catalogue: Catalog) -> list[Message]:
    """List the texts without a translation, or with one that somebody should look at again."""
    return [one.id for one in catalogue if one.id and (one.fuzzy or not all(_strings(one)))]


def _strings(message: Any) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def forms_file() -> str:
    """Write the forms of errors, as the program reads them."""
    forms, parts, _ = errors()
    return json.dumps({"forms": forms, "parts": parts}, indent=0, ensure_ascii=False) + "\n"


def main() -> None:
    """Refresh and compile every catalogue, and the forms of errors beside them."""
    (CATALOGUES / FORMS_FILE).write_text(forms_file(), encoding="utf-8")
    for path in sorted(CATALOGUES.glob("*.po")):
        catalogue = refreshed(read(path))
        text, compiled = written(catalogue)
        path.write_bytes(text)
        path.with_suffix(".mo").write_bytes(compiled)
        left = untranslated(catalogue)
        print(f"{path.name}: {len(catalogue)} texts, {len(left)} to translate", file=sys.stderr)
        for message in left:
            print(repr(message))


if __name__ == "__main__":
    main()
