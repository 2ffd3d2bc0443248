"""The wearer's facts and answers, asked and shown in the terminal."""

import sys

import typer

from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.night.answers.questions import ANSWERS, KEYS, QUESTIONS
from limbwatch.cli.night.answers.wearer import LABELS, SEXES, WearerFacts, changed_wearer
from limbwatch.cli.screen.legible import as_printed
from limbwatch.cli.screen.terminal import Terminal


def fields_of_the_wearer() -> str:
    """List the names of all facts and questions."""
    facts = [f"{key:<18}{tr(label)}" for key, label in LABELS.items()]
    return "\n".join([*facts, *(f"{one.key:<18}{tr(one.text)}" for one in QUESTIONS)])


def asked_of(before: WearerFacts, terminal: Terminal) -> WearerFacts:
    """Ask all questions in turn; Enter keeps an answer, Ctrl-C all remaining ones."""
    if not sys.stdin.isatty():
        raise CommandError(
            "--ask needs a terminal to ask in; --about FIELD=TEXT answers without one, and so does "
            "the page: limbwatch view --serve"
        )
    terminal.warn(tr("Enter alone keeps an answer; - alone deletes it; Ctrl-C ends the questions."))
    asked = {**LABELS, **{one.key: one.text for one in QUESTIONS}}
    after = before
    try:
        for key, text in asked.items():
            after = _ask_until_valid(after, key, tr(text), terminal)
    except (KeyboardInterrupt, typer.Abort):
        terminal.tell("\n" + tr("No more questions; what was answered so far is kept."))
    return after


def _ask_until_valid(before: WearerFacts, key: str, words: str, terminal: Terminal) -> WearerFacts:
    """Ask one question, and again if the answer is invalid."""
    known = before.answered | dict(before.answers)
    now = f" ({_value_words(key, known[key])})" if key in known else ""
    choices = SEXES if key == "sex" else ANSWERS if key in KEYS else ()
    choice = f" [{'/'.join(map(tr, choices))}]" if choices else ""
    while True:
        asked = as_printed(f"{words}{choice}{now}", sys.stderr)
        typed = typer.prompt(asked, default="", show_default=False, err=True)
        answer = str(typed).strip()
        try:
            forgets = answer == "-"
            return changed_wearer(before, {key: "" if forgets else answer}) if answer else before
        except ValueError as error:
            terminal.tell(f"{error}.")


def _value_words(key: str, value: object) -> str:
    """Return a value of the wearer: our words translated, the person's own unchanged."""
    return tr(str(value)) if key in KEYS or key == "sex" else str(value)


def wearer_words(wearer: WearerFacts) -> str:
    """Return the facts and answers of a wearer, one per line."""
    told = wearer.answered
    lines = [
        f"{tr(label):<24}{_value_words(key, told[key])}"
        for key, label in LABELS.items()
        if key in told
    ]
    answers = wearer.answers
    lines += [
        f"{tr(answers[one.key]):<10}{tr(one.short)}" for one in QUESTIONS if one.key in answers
    ]
    return "\n".join(lines) or tr("Nothing is noted about the wearer.")
