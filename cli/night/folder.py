"""The folders of nights: naming, listing and finding them."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path

from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.lacking import has_data, not_from_here, not_scored
from limbwatch.cli.night.whole_files import HIDDEN
from limbwatch.command_line import shell_word
from limbwatch.sensor.typed_words import typed

SUMMARY = "night.json"
EVENTS = "events.csv"
REPORT = "report.html"
RECORDING = "recording"
ORIGIN = f"{RECORDING}/origin.json"
CAPTURE = "capture.sqlite"
NOTES = "notes.json"
CORRECTIONS = "corrections.csv"
SCALE = "scale.json"
WEARER = "wearer.json"
LABORATORY = "laboratory"
OWN = frozenset((SUMMARY, EVENTS, REPORT, RECORDING, NOTES, CORRECTIONS, SCALE, WEARER, LABORATORY))
"""Files in a night's folder, except hidden ones and the capture; outputs never take these names."""
SUBJECT = "sub-"
"""Prefix of the folder of one person's nights."""
SESSION = "ses-"
"""Prefix of the folder of one session of a person."""
_GROUP_PREFIXES = (SUBJECT, SESSION)
READY = f"{HIDDEN}results"
"""Results in force that have not been moved to their places yet."""

_RECORDED = (SUMMARY, RECORDING, CAPTURE)
"""Files of which every night has at least one, scored or not."""
_NIGHT_SPLIT = timedelta(hours=12)
_MOST_SHOWN = 5
"""Most names of nights or people that a message lists, so that they fit the screen. Chosen."""
_DATE_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-(\d+))?")


def default_nights() -> Path:
    """Return the folder of the nights in the user's data folder; it need not exist yet."""
    from platformdirs import user_data_path

    return user_data_path("limbwatch", appauthor=False) / "nights"


def night_date(start: datetime) -> str:
    """Return the ISO date of the evening to which a recording belongs.

    A night lasts from noon to noon in the zone of the start: a recording that starts at 01:30
    belongs to the day before.
    """
    wall = start.replace(tzinfo=None)
    return (wall - _NIGHT_SPLIT).date().isoformat()


def day_in_name(name: str) -> date | None:
    """Return the date in a night's name; None for a folder that a person named."""
    match = _DATE_NAME.fullmatch(name)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def list_nights(nights: Path, *, holding: tuple[str, ...] = (SUMMARY,)) -> list[Path]:
    """Return one person's visible nights that hold any of these files, oldest first."""
    return [folder for folder in _visible_entries(nights) if _holds(folder, holding)]


def _visible_entries(nights: Path) -> list[Path]:
    """List folders that may be nights of a person, in the order of nights."""
    if not nights.is_dir():
        return []
    places = [nights]
    if nights.name.startswith(SUBJECT):
        places += [place for place in nights.glob(f"{SESSION}*") if place.is_dir()]
    found = (p for place in places for p in place.iterdir() if not p.name.startswith(HIDDEN))
    return sorted(found, key=order_of_nights)


def _holds(night: Path, names: tuple[str, ...]) -> bool:
    return any((place / name).exists() for name in names for place in (night, night / READY))


def night_name(nights: Path, folder: Path) -> str:
    """Name a night within a folder of nights: ``2026-03-14`` or ``sub-07/2026-03-14``."""
    return folder.relative_to(nights).as_posix() if nights in folder.parents else folder.name


def shown_name(folder: Path) -> str:
    """Return the shortest way to name a night on the command line."""
    nights = default_nights()
    return shell_word(night_name(nights, folder) if nights in folder.parents else str(folder))


def _is_path(name: str) -> bool:
    """Tell whether a name is meant as a path; a bare name is a night's."""
    return Path(name).name != name or Path(name).is_absolute() or name in {".", ".."}


def order_of_nights(night: Path) -> tuple[str, int, str, str]:
    """Return what nights are ordered by: date, number within the date (2 before 10), name."""
    match = _DATE_NAME.fullmatch(night.name)
    date, number, name = (
        (match[1], int(match[2] or 1), "") if match else (night.name, 0, night.name)
    )
    return date, number, name, night.parent.name  # nights of two sessions may have one name


def find_night(nights: Path, name: str | None, *, holding: tuple[str, ...] = (SUMMARY,)) -> Path:
    """Find a night by its name, the beginning of its name, ``latest`` or its path.

    ``sub-07/2026-03-14`` names a night of a person within the folder of nights. None is the
    latest night, as `newest` defines it over all recorded nights. The night must hold one of
    ``holding``.

    Raises
    ------
    CommandError
        If no night or more than one matches, or the night lacks what is asked for.
    """
    if name is not None and _is_path(name) and _holds(Path(name), holding):
        return Path(name)
    if name is not None and name.startswith(SUBJECT) and (nights / name.partition("/")[0]).is_dir():
        subject, _, rest = name.partition("/")
        return find_night(nights / subject, rest or None, holding=holding)
    if name is not None and _is_path(name):
        _reject_path(nights, name, holding)
    found = list_nights(nights, holding=holding)
    if name is not None and typed(name) == "latest":
        name = None
    matches = [] if name is None else _nights_named(nights, name, holding)
    if not found and not matches:
        if recorded := list_nights(nights, holding=_RECORDED):
            raise _lacking_error(newest(recorded), nights, holding)
        raise CommandError(f"there is no night in {nights}. {_elsewhere(nights)}")
    if name is None:
        return _latest_night(nights, found, holding)
    if len(matches) == 1:
        return matches[0]
    names = [night_name(nights, night) for night in found]
    if matches:
        several = _some([night_name(nights, night) for night in matches], ", ")
        raise CommandError(f"{name!r} may be {several}: say which")
    close = near_names(name, names)
    neither = ", and no such folder here" if _is_path(name) else ""
    raise CommandError(
        f"there is no night {name!r} in {nights}{neither}. Did you mean {', '.join(close)}?"
    )


def _latest_night(nights: Path, found: list[Path], holding: tuple[str, ...]) -> Path:
    """Return the newest night with data; raise an error if it lacks what is asked for."""
    recorded = list_nights(nights, holding=_RECORDED)
    latest = newest([one for one in recorded if one in found or has_data(one / CAPTURE)])
    if not _holds(latest, holding):
        raise _lacking_error(latest, nights, holding, instead=newest(found))
    return latest


def _nights_named(nights: Path, name: str, holding: tuple[str, ...]) -> list[Path]:
    """Return the nights with this name, or else those whose names begin with it.

    Raise an error if the only match lacks what is asked for; no other night takes its place.
    """
    folders = [
        p for p in _visible_entries(nights) if p.is_dir() and not p.name.startswith(_GROUP_PREFIXES)
    ]
    matches = [one for one in folders if name in (one.name, night_name(nights, one))] or [
        one
        for one in folders
        if (one.name.startswith(name) or night_name(nights, one).startswith(name))
        and _holds(one, (*holding, *_RECORDED))
    ]
    if len(matches) == 1 and not _holds(matches[0], holding):
        raise _lacking_error(matches[0], nights, holding)
    return matches


def newest(nights: Sequence[Path]) -> Path:
    """Return the newest of at least one night, given in order.

    Nights with a date in the future are skipped: after one recording with a wrong clock, that night
    would be the newest for years, and what is meant for last night would go to it.
    """
    return next((night for night in reversed(nights) if not _is_in_future(night)), nights[-1])


def _is_in_future(night: Path) -> bool:
    day = day_in_name(night.name)
    if day is None or day <= datetime.now().astimezone().date():
        return False
    # this computer's clock may be the one that is wrong
    from limbwatch.sensor.files.times.writing.scales import latest

    return day > latest().date()


def _some(names: list[str], between: str) -> str:
    """Join the first names of a list; dots stand for the rest."""
    return between.join(names[:_MOST_SHOWN]) + (", ..." if len(names) > _MOST_SHOWN else "")


def _lacking_error(
    night: Path, nights: Path, holding: tuple[str, ...], instead: Path | None = None
) -> CommandError:
    """Return the error for a night that lacks what is asked for, with what supplies it."""
    called = night_name(nights, night)
    other = None if instead is None else night_name(nights, instead)
    if SUMMARY in holding and _holds(night, _RECORDED):
        return not_scored(night / CAPTURE, called, shown_name(night), other)
    if holding == (CAPTURE,) and _holds(night, _RECORDED):
        return not_from_here(CAPTURE, called, other)
    return CommandError(f"{called} is not a night's folder: it has no {' or '.join(holding)}")


def _reject_path(nights: Path, name: str, holding: tuple[str, ...]) -> None:
    """Raise an error for a path without a night, unless it may be a name among the nights."""
    place = Path(name)
    if not place.is_absolute() and not place.exists() and place.parts[0] not in {".", ".."}:
        return
    if _holds(place, _RECORDED):
        raise _lacking_error(place, nights, holding)
    if not place.exists():
        trouble = "does not exist"
    elif place.is_dir():
        trouble = f"is not a night's folder: it has no {' or '.join(holding)}"
    else:
        trouble = "is a file, but a night is a folder"
    raise CommandError(
        f"{name} {trouble}. Name a night of {nights} (limbwatch view --all{options_of(nights)} "
        "lists them) or the folder of one"
    )


def _elsewhere(nights: Path) -> str:
    """Return what a person without nights can do."""
    make = f"Make one with: limbwatch replay ankle_left=FILE{options_of(nights)}"
    shelf = _shelf(nights)
    labels = sorted(path.name.removeprefix(SUBJECT) for path in shelf.glob(f"{SUBJECT}*"))
    if not labels or (nights != shelf and nights.is_dir()):
        return make
    whose = f"Say whose you mean: --subject {_some(labels, ' or ')}"
    return whose if nights == shelf else f"{whose}. {make}"


def _shelf(nights: Path) -> Path:
    """Return the folder of everybody's nights, given the folder of one person's or session's."""
    place = nights.parent if nights.name.startswith(SESSION) else nights
    return place.parent if place.name.startswith(SUBJECT) else nights


def options_of(nights: Path) -> str:
    """Return the command-line options that name a folder of nights, each after a blank.

    For one person or session it is `` --subject 07 --session 2``; for the default folder it is
    empty.
    """
    shelf = _shelf(nights)
    named = () if shelf == nights else nights.relative_to(shelf).parts
    prefixes = {SUBJECT: "--subject", SESSION: "--session"}
    told = [
        f" {option} {shell_word(part.removeprefix(prefix))}"
        for part, (prefix, option) in zip(named, prefixes.items(), strict=False)
    ]
    if shelf != default_nights():
        told.append(f" --nights {shell_word(str(shelf))}")
    return "".join(told)


def near_names(name: str, names: Sequence[str]) -> list[str]:
    """Return the names nearest to one that no night has; without near ones, the newest nights."""
    return (
        _same_day(name, names)
        or get_close_matches(name, ["latest", *names], n=3)
        or list(names[-3:])
    )


def _same_day(name: str, names: Sequence[str]) -> list[str]:
    """Return nights of a date written in another form, such as 14.03.2026 or 3/14."""
    numbers = _numbers(name)
    if numbers.total() < 2:
        return []
    days = {one: re.search(r"\d{4}-\d{2}-\d{2}", one) for one in names}
    return [one for one, day in days.items() if day and numbers <= _numbers(day[0])][:3]


def _numbers(text: str) -> Counter[str]:
    return Counter(number.lstrip("0") for number in re.findall(r"\d+", text))
