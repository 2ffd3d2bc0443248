"""Whose nights they are: one person who needs no name, and those with a label.

Nights of a named person lie in ``sub-LABEL``, those of a session in ``sub-LABEL/ses-LABEL``, as
BIDS calls folders (Brain Imaging Data Structure 1.10, Common principles: labels are letters and
digits). The nights of the person who needs no name lie beside these folders.
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
"""Characters; our choice: a folder's name has 255 at most, and a table a width."""


class Person(NamedTuple):
    """Whose night, and in which session: labels, or None."""

    subject: str | None = None
    session: str | None = None

    @property
    def folders(self) -> tuple[str, ...]:
        """Names of the folders that the person's nights lie in; none for the nameless one."""
        if self.subject is None:
            return ()
        subject = f"{SUBJECT}{self.subject}"
        return (subject,) if self.session is None else (subject, f"{SESSION}{self.session}")

    @property
    def words(self) -> str:
        """``sub-07 ses-2``; empty for the person who needs no name."""
        return " ".join(self.folders)

    @property
    def origin(self) -> Origin:
        """Of a night of which nothing else is told."""
        return Origin(subject=self.subject, session=self.session)


NAMELESS = Person()


def parse_person(subject: str | None, session: str | None) -> Person:
    """Understand a subject and a session as typed, with or without ``sub-`` and ``ses-``.

    Raises
    ------
    CommandError
        If one is no label, or there is a session of nobody.
    """
    if subject is None and session is not None:
        raise CommandError(f"--session {session} is a session of whom? Add --subject ID")
    return Person(
        None if subject is None else _label(subject, SUBJECT, "--subject"),
        None if session is None else _label(session, SESSION, "--session"),
    )


def _label(text: str, prefix: str, option: str) -> str:
    label = text.removeprefix(prefix)
    if _LABEL.fullmatch(label) and len(label) <= _LONGEST_LABEL:
        return label
    left = re.sub(r"[^A-Za-z0-9]", "", label)[:_LONGEST_LABEL]
    hint = f" Perhaps {left}?" if left else ""
    raise CommandError(
        f"{option} {text!r} is no label: letters A to Z and digits, at most {_LONGEST_LABEL}, as "
        f"BIDS asks.{hint}"
    )


def place_of_person(nights: Path, person: Person) -> Path:
    """Tell where the nights of a person lie; it need not exist.

    Raises
    ------
    CommandError
        If somebody is there whose label differs in small and capital letters alone: some disks
        would put both in one folder, and a slip would make two people of one.
    """
    place = nights
    for name in person.folders:
        if place.is_dir():
            for there in place.iterdir():
                if there.name != name and there.name.lower() == name.lower():
                    raise CommandError(
                        f"{there.name} is in {place} already, and {name} differs from it in small "
                        f"and capital letters alone. Write {there.name.partition('-')[2]}, or "
                        "choose another label."
                    )
        place /= name
    return place


def person_of_place(folder: Path) -> Person:
    """Tell from where a night lies whose it is."""
    above = [part.name for part in folder.absolute().parents[:2]]
    session = None
    if above and above[0].startswith(SESSION):
        session = above.pop(0).removeprefix(SESSION)
    if above and above[0].startswith(SUBJECT):
        return Person(above[0].removeprefix(SUBJECT), session)
    return NAMELESS


def person_of(folder: Path, origin: Origin) -> Person:
    """Tell whose a night is: the folder says so, or what it was made with.

    A folder that a person moved into ``sub-LABEL`` belongs to that subject.
    """
    placed = person_of_place(folder)
    return Person(origin.subject, origin.session) if placed == NAMELESS else placed


def person_of_all(folders: Sequence[Path]) -> Person:
    """Tell whose several nights are, without a session where they are of more than one."""
    persons = {person_of_place(folder) for folder in folders}
    subjects = {person.subject for person in persons}
    if len(persons) == 1:
        return persons.pop()
    return Person(subjects.pop()) if len(subjects) == 1 else NAMELESS


def on_paper(person: Person, name: str | None) -> str:
    """Write whose a paper is: the name that was told, and the label by which the nights lie."""
    if name and person.words:
        return f"{name} ({person.words})"
    return name or person.words


def name_with_person(folder: Path) -> str:
    """Name a night so that no other is meant: ``2026-03-14``, or ``sub-07/ses-2/2026-03-14``."""
    return "/".join((*person_of_place(folder).folders, folder.name))


def told_sessions(folders: Sequence[Path]) -> list[str]:
    """Name the session of each night, as ``ses-2``, where they are of several; else all empty."""
    sessions = [person_of_place(folder).session for folder in folders]
    several = len(set(sessions)) > 1
    return [f"{SESSION}{session}" if several and session else "" for session in sessions]


def people_of(nights: Path) -> list[Person]:
    """List the named people of a folder of nights, without sessions, in order of their labels."""
    if not nights.is_dir():
        return []
    names = sorted(path.name for path in nights.glob(f"{SUBJECT}*") if path.is_dir())
    return [Person(name.removeprefix(SUBJECT)) for name in names]


def nights_of(nights: Path, person: Person) -> list[Path]:
    """List the nights of a person, oldest first; of all sessions, where none is named."""
    return list_nights(place_of_person(nights, person))


def every_night(nights: Path) -> Iterator[Path]:
    """List the nights of everybody, the nameless person's first."""
    for person in (NAMELESS, *people_of(nights)):
        yield from nights_of(nights, person)


def by_person(place: Path) -> list[tuple[Person, list[Path]]]:
    """Group the nights of everybody, or of one person, by whose they are, the nameless one's first.

    People without a night are left out.
    """
    alone = person_of_place(place / "night")
    groups = [(alone, list_nights(place))]
    if alone == NAMELESS:
        groups += [(person, nights_of(place, person)) for person in people_of(place)]
    return [(person, found) for person, found in groups if found]
