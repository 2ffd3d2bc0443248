"""Find what the program says in English and shows later: errors, warnings, talk, by their sources.

An error is said in English where it happens, far below the command line, and has a file's name and
figures in it already when it is shown; so has a warning that a table holds too. So its *form* is
translated: the text with a placeholder for each value, and the words that may stand in a
placeholder. `ErrorTexts` reads both out of the sources: what is given to an error that is made or
to a terminal, and whatever that is put together from.
"""

import ast
import re
from calendar import month_name
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.wording import remarks
from benchmarks.wording.possible import Piece, PossibleTexts
from benchmarks.wording.sources import ROOMS, ROOT, Given, Scope, Sources, name_of
from benchmarks.wording.written import is_figure, spec_of, words_of

_NO_TEXT: Final = (
    *("limbwatch ", "PRAGMA ", "SELECT ", "/", "C:", "<?xml", "--why", "sim:"),
    *("a acc ", "filtered filt ", "aug ", "dec ", "mar ", "may ", "oct "),
)
"""What texts begin with that are commands, queries, places, or words that readers know."""
SILENT: Final = {
    "NotInPieces": "caught where it is raised: the file is read in another way",
    "Exit": "says nothing",
    "AssertionError": "a fault of the program, told by its log",
    "NotImplementedError": "a fault of the program, told by its log",
}
"""Errors whose text nobody reads, and why."""
_SILENT_ROOM: Final = "dsp/"
"""Its errors are of arguments that only a program gives."""
SCRIPTS: Final = {
    "classify/labels/reasons.py": "sentences of a night, whose forms are in cli/language/forms.py",
    "classify/night.py": "arguments that only a program gives",
    "classify/rules/leg_movements.py": "arguments that only a program gives",
    "classify/rules/periodicity.py": "arguments that only a program gives",
    "classify/rules/published.py": "arguments that only a program gives",
    "classify/rules/rule_set.py": "arguments that only a program gives",
    "sensor/devices/packet.py": "arguments that only a program gives",
    "sensor/recording.py": "arguments that only a program gives",
    "sensor/common_start.py": "arguments that only a program gives",
    "sensor/samples.py": "arguments that only a program gives",
    "sensor/files/rows/remarks.py": "remarks, whose forms are in cli/language/forms.py",
    "cli/recording/evening/preflight.py": "checks, whose forms are in cli/language/forms.py",
}
"""Modules whose errors no person at a command line meets, and why."""
_MAKERS: Final = frozenset(
    {"damaged", "damaged_gzip", "too_large_error", "refusal", "not_seen", "unreadable", "reason_of"}
)
"""Functions that make an error of the texts they are given, in other modules."""
_SAYING: Final = frozenset(
    {"say", "warn", "progress", "doing", "Checked", "Check", "_fault", "_refusal_text", "_refused"}
    | {"RecorderLock", "warned", "_say_why", "_plain"}
)
"""Functions that show, or keep to be shown, the texts they are given."""
_TOLD: Final = frozenset(
    {"doubt", "doubts", "refused", "remark", "remarks", "trouble", "troubles", "unknown"}
    | {"warning", "warnings"}
)
"""Arguments that hold what is told later."""
CODES: Final = frozenset(
    {"allowed", "answers", "channel", "columns", "command", "device", "exercise", "fields"}
    | {"has", "kind", "known", "label", "limb", "missing", "name", "named"}
    | {"option", "path", "rules", "sexes", "shown", "source", "stem", "strange"}
)
"""Placeholders that hold what is typed, or stands in files, as it is in every language: a single
word in them is none of the program's."""
_FIGURES: Final = re.compile(r"[^{}]*(?:\{\w+:[^{}]+\}[^{}]*)+")
"""A text that is nothing but figures, which a language may write in another way."""
_DATE: Final = "{day} {month} {year}"
"""How a date is written whose month is named."""
_MONTHS: Final = tuple(month_name)[1:]
Forms = dict[str, dict[str, list[str]]]


class ErrorTexts:
    """The texts of errors of all modules.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the sources.
    rooms : tuple of str
        Folders in it that are looked through.
    """

    def __init__(self, root: Path = ROOT, rooms: tuple[str, ...] = ROOMS) -> None:
        self._sources = Sources(root, rooms)
        self._possible = PossibleTexts(self._sources)
        self._errors = {"ValueError", "TypeError", "LookupError", "OSError"} | {
            one.name
            for one in self._sources.classes.values()
            if any(base.endswith(("Error", "Exception", "File")) for base in one.bases)
        }
        self._errors |= {"SensorNotFound", "WrongKind"}
        self._alone: set[str] = set()
        """Forms that stand by themselves, too."""
        self.homes: dict[str, str] = {}
        """All forms, each with the module that says it first."""
        self._met: set[tuple[str, frozenset[int]]] = set()
        self.words: Forms = {}
        """What may stand in the placeholders of a form, where that is no form by itself."""

    def forms(self) -> Forms:
        """Read them.

        Returns
        -------
        dict of str to dict
            Forms, each with the words that may stand in its placeholders.
        """
        for given in self._said():
            for piece in self._possible.of(given):
                if piece.scope.module.path not in SCRIPTS:
                    self._add(piece, whole=_stands_there(piece.scope, given.scope))
        return {form: self.words[form] for form in sorted(self._alone)}

    def parts(self) -> Forms:
        """Give the forms that stand nowhere but in a placeholder.

        Returns
        -------
        dict of str to dict
            As those of `forms`.
        """
        within: Forms = {}
        waiting = list(self._alone)
        for form in waiting:
            for one in (one for held in self.words[form].values() for one in held):
                if one not in within and one not in self._alone:
                    within[one] = self.words[one]
                    waiting.append(one)
        return dict(sorted(within.items()))

    def _said(self) -> Iterator[Given]:
        """Yield what is told."""
        yield from remarks.of(self._sources)
        raised = {id(node.exc) for node, _ in self._sources.nodes if isinstance(node, ast.Raise)}
        for node, scope in self._sources.nodes:
            if scope.module.path.startswith(_SILENT_ROOM):
                continue
            if isinstance(node, ast.Call):
                if self._is_error(node) or name_of(node.func) in _SAYING:
                    yield from (Given(one, scope) for one in _arguments(node))
                elif id(node) in raised and name_of(node.func) not in SILENT:
                    yield Given(node, scope)
                    yield from (Given(one, scope) for one in _arguments(node))
                if (template := _filled(node)) is not None:
                    yield Given(template, scope)
            elif isinstance(node, ast.keyword) and node.arg in _TOLD:
                yield Given(node.value, scope)
            yield from (Given(one, scope) for one in _kept(node))

    def _is_error(self, call: ast.Call) -> bool:
        name = name_of(call.func)
        return (name in self._errors or name in _MAKERS) and name not in SILENT

    def _add(self, piece: Piece, *, whole: bool) -> None:
        """Keep a form and what may stand in it; a word stands by itself where it is said."""
        key = (piece.form, frozenset(id(given.node) for given in piece.places.values()))
        if key in self._met:
            return
        self._met.add(key)
        held = self.words.setdefault(piece.form, {})
        self.homes.setdefault(piece.form, piece.scope.module.path)
        for name, given in piece.places.items():
            code = re.sub(r"_\d+$", "", name) in CODES
            found = [one.form for one in self._held(given)]
            words = [one for one in found if self._is_part(one) and not (code and " " not in one)]
            if words:
                held[name] = sorted({*words, *held.get(name, ())})
        own = [] if piece.form.startswith(_NO_TEXT) else words_of(piece.form)
        if (len(own) > 1 and is_words(piece.form)) or (whole and own and own[0].isalpha()):
            self._alone.add(piece.form)

    def _held(self, given: Given) -> Iterator[Piece]:
        """Yield what may stand in a placeholder."""
        if isinstance(given.node, ast.FormattedValue):
            spec = spec_of(given.node)
            if given.node.conversion == ord("r") or is_figure(spec):
                return
        for piece in self._possible.of(given):
            if piece.form == _DATE:
                yield self._date(piece.scope)
            elif piece.scope.module.path not in SCRIPTS:
                self._add(piece, whole=False)
                yield piece

    def _is_part(self, form: str) -> bool:
        """Tell whether a form has words, or puts some together with more than nothing."""
        return (
            is_words(form)
            or _FIGURES.fullmatch(form) is not None
            or bool(self.words.get(form) and "}{" not in form)
        )

    def _date(self, scope: Scope) -> Piece:
        """Give the form of a date whose month is named."""
        self.words |= {month: {} for month in _MONTHS} | {_DATE: {"month": [*_MONTHS]}}
        self.homes.setdefault(_DATE, scope.module.path)
        return Piece(_DATE, scope)


def is_date_form(form: str) -> bool:
    """Tell whether a form is that of a date, whose order is the language's."""
    return form == _DATE


def _is_word(word: str) -> bool:
    return word.replace("/", "").isalpha() and len(word) > 1


def is_words(text: str) -> bool:
    """Tell whether a text has words that people read, and is more than a name."""
    words = list(filter(_is_word, words_of(text)))
    if text.startswith(_NO_TEXT) or "\\" in text:
        return False
    named = all(word[:1].isupper() for word in words) and "{" not in text
    return bool(words) and not named


def _stands_there(written: Scope, told: Scope) -> bool:
    """Tell whether a text is written where it is told."""
    return written.module is told.module and written.function is told.function


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(one.value for one in call.keywords)]


def _filled(node: ast.Call) -> ast.expr | None:
    """Name the constant whose placeholders a call fills: ``_LINE.format(...)``."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="format")) if name.isupper():
            return node
    return None


def _kept(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what is put among remarks, warnings or doubts that are told later."""
    match node:
        case ast.Call(func=ast.Attribute(value=place, attr="append" | "extend"), args=[value]) if (
            name_of(place).strip("_") in _TOLD
        ):
            yield value
        case (
            ast.Assign(targets=[place], value=value)
            | ast.AugAssign(target=place, value=value)
            | ast.AnnAssign(target=place, value=ast.expr() as value)
        ) if name_of(place).strip("_") in _TOLD:
            yield value
