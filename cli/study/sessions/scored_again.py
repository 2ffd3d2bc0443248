"""Why sessions are scored again: they were scored with other options."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from limbwatch.cli.language.spoken import tr, trn
from limbwatch.cli.night.scored.scoring_code import program, this_program
from limbwatch.cli.study.sessions.checking import StudySession
from limbwatch.cli.study.sessions.session_record import (
    SessionRecord,
    StudyOptions,
    asked_of_session,
    read_record,
)


def scored_again_warnings(
    out: Path, todo: Sequence[StudySession], options: StudyOptions
) -> Iterator[str]:
    """Say how many sessions are scored differently than before, and what differs.

    Changed files or rows of the manifest are not mentioned: whoever changed them knows.
    """
    again = 0
    reasons: Counter[str] = Counter()
    for session in todo:
        before = read_record(out / session.name)
        if before is not None and (changes := tuple(_changes(before, session, options))):
            again += 1
            reasons.update(changes)
    if again:
        yield trn(
            "{count} session that was scored before is scored again, over what it was: {reasons}. "
            "To keep both, name another folder with -o.",
            "{count} sessions that were scored before are scored again, over what they were: "
            "{reasons}. To keep both, name another folder with -o.",
            again,
            reasons="; ".join(reasons),
        )


def _changes(before: SessionRecord, session: StudySession, options: StudyOptions) -> Iterator[str]:
    now = this_program()
    if (before.version, before.code) != now:
        yield _change_words("limbwatch", program(before.version, before.code), program(*now))
    was, asked = (_options_of(each) for each in (before.asked, asked_of_session(session, options)))
    for name in asked:
        if was.get(name) != asked[name]:
            yield _change_words(f"--{name.replace('_', '-')}", was.get(name), asked[name])


def _options_of(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {**asked.get("options", {}), "timezone": asked.get("timezone")}


def _change_words(what: str, before: object, now: object) -> str:
    return tr(
        "{what} was {before} and is {now}",
        what=what,
        before=_value_words(before),
        now=_value_words(now),
    )


def _value_words(value: object) -> str:
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    return str(value)
