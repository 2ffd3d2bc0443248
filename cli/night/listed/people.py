"""The people whose nights are stored: one without a name, and others with labels.

Nights of a named person lie in ``sub-LABEL``, those of a session in ``sub-LABEL/ses-LABEL``, as
BIDS names folders (Brain Imaging Data Structure 1.10, Common principles: labels are letters and
digits). The nights of the nameless person lie beside these folders.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from limbwatch.classify.origin import Origin
from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.folder import SESSION, SUBJECT, list_nights

_LABEL = re.compile(r"[A-Za-z0-9]+")
_LONGEST_LABEL = 64
"""Most characters of a label; our choice: a folder's name has 255 at most, and a table a width."""


class Person(NamedTuple):
    """Labels of the person and the session of a night, or None."""

    subject: str | None = None
    session: str | None = None

    @property
    def folders(self) -> tuple[str, ...]:
        """Folders of the person's nights; empty for the nameless person."""
        if self.subject is None:
            return ()
        subject = f"{SUBJECT}{self.subject}"
        return (subject,) if self.session is None else (subject, f"{SESSION}{self.session}")

    @property
    def words(self) -> str:
        """``sub-07 ses-2``; empty for the nameless person."""
        return " ".join(self.folders)

    @property
    def origin(self) -> Origin:
        """Origin of a night of which nothing else is known."""
        return Origin(subject=self.subject, session=self.session)


NAMELESS = Person()
"""The person whose nights need no label."""


def parse_person(subject: str | None, session: str | None) -> Person:
    """Parse a subject and a session, with or without ``sub-`` and ``ses-``.

    Raises
    ------
    CommandError
        If a label is invalid, or a session has no subject.
    """
    if subject is None and session is not None:
        raise CommandError(f"whose session is --session {session}? Add --subject ID")
    return Person(
        None if subject is None else _parse_label(subject, SUBJECT, "--subject"),
        None if session is None else _parse_label(session, SESSION, "--session"),
    )


def _parse_label(text: str, prefix: str, option: str) -> str:
    label = text.removeprefix(prefix)
    if _LABEL.fullmatch(label) and len(label) <= _LONGEST_LABEL:
        return label
    left = re.sub(r"[^A-Za-z0-9]", "", label)[:_LONGEST_LABEL]
    hint = f" Perhaps {left}?" if left else ""
    raise CommandError(
        f"{option} {text!r} is not a label: letters A to Z and digits, at most {_LONGEST_LABEL}, "
        f"as BIDS asks.{hint}"
    )


def place_of_person(nights: Path, person: Person) -> Path:
    """Return the folder of a person's nights; it need not exist.

    Raises
    ------
    CommandError
        If another person's label differs only in case: some disks would put both in one folder,
        and a typing mistake would split one person into two.
    """
    place = nights
    for name in person.folders:
        if place.is_dir():
            for there in place.iterdir():
                if there.name != name and there.name.lower() == name.lower():
                    raise CommandError(
                        f"{there.name} is in {place} already, and {name} differs from it only in "
                        f"small and capital letters. Write {there.name.partition('-')[2]}, or "
                        "choose another label."
                    )
        place /= name
    return place


def person_of_place(folder: Path) -> Person:
    """Return the person of a night from its location."""
    above = [part.name for part in folder.absolute().parents[:2]]
    session = None
    if above and above[0].startswith(SESSION):
        session = above.pop(0).removeprefix(SESSION)
    if above and above[0].startswith(SUBJECT):
        return Person(above[0].removeprefix(SUBJECT), session)
    return NAMELESS


def person_of(folder: Path, origin: Origin) -> Person:
    """Return the person of a night from its folder or, failing that, its origin.

    A night that was moved into ``sub-LABEL`` belongs to that subject.
    """
    placed = person_of_place(folder)
    return Person(origin.subject, origin.session) if placed == NAMELESS else placed


def person_of_all(folders: Sequence[Path]) -> Person:
    """Return the person of several nights, without a session if there are several."""
    persons = {person_of_place(folder) for folder in folders}
    subjects = {person.subject for person in persons}
    if len(persons) == 1:
        return persons.pop()
    return Person(subjects.pop()) if len(subjects) == 1 else NAMELESS


def on_paper(person: Person, name: str | None) -> str:
    """Write the name of the wearer and the label of the nights, for a printed page."""
    if name and person.words:
        return f"{name} ({person.words})"
    return name or person.words


def name_with_person(folder: Path) -> str:
    """Return an unambiguous name of a night: ``2026-03-14``, or ``sub-07/ses-2/2026-03-14``."""
    return "/".join((*person_of_place(folder).folders, folder.name))


def session_labels(folders: Sequence[Path]) -> list[str]:
    """Return the session of each night, as ``ses-2``, if there are several; else all empty."""
    sessions = [person_of_place(folder).session for folder in folders]
    several = len(set(sessions)) > 1
    return [f"{SESSION}{session}" if several and session else "" for session in sessions]


def people_of(nights: Path) -> list[Person]:
    """List the named people of a folder of nights, without sessions, sorted by label."""
    if not nights.is_dir():
        return []
    names = sorted(path.name for path in nights.glob(f"{SUBJECT}*") if path.is_dir())
    return [Person(name.removeprefix(SUBJECT)) for name in names]


def every_night(nights: Path) -> Iterator[Path]:
    """Yield the nights of all people, the nameless person's first."""
    for _, found in by_person(nights):
        yield from found


def by_person(place: Path) -> list[tuple[Person, list[Path]]]:
    """Group the nights of all people, or of one, by person, the nameless person first.

    People without nights are left out.
    """
    groups = ((person, list_nights(folder)) for person, folder in places_of_people(place))
    return [(person, found) for person, found in groups if found]


def places_of_people(place: Path) -> list[tuple[Person, Path]]:
    """Return the people whose nights a folder holds, all or one, and the folder of each."""
    alone = person_of_place(place / "night")
    others = people_of(place) if alone == NAMELESS else []
    return [(alone, place), *((person, place_of_person(place, person)) for person in others)]
