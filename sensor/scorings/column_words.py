"""Column names of tables of scored events, folded, in many languages."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from limbwatch.sensor.scorings.delimited import split_unit
from limbwatch.sensor.scorings.manual_scoring import Scoring
from limbwatch.sensor.scorings.own_words import legs_of
from limbwatch.sensor.scorings.vocabulary import folded, side_of, stage_of

LUNA: Final = ("class", "instance", "channel", "start", "stop", "meta")
"""Luna's columns in order; files may omit some between the first and the times."""
BEGINNINGS: Final = (
    "start", "onset", "begin", "anfang", "debut", "inicio", "inizio", "alku", "poczatek", "zacatek",
)  # fmt: skip
ENDS: Final = (
    "end", "stop", "offset", "fin", "fim", "einde", "slut", "koniec", "konec", "loppu", "fine",
    "ende", "final", "termino",
)  # fmt: skip
TIMES: Final = (
    "time", "zeit", "uhrzeit", "heure", "hora", "ora", "tijd", "tid", "aika", "czas", "cas",
)  # fmt: skip
SECONDS: Final = ("second", "sekunde", "sec", "segundo", "secondi", "seconde")
LENGTHS: Final = (
    "duration", "dur", "length", "dauer", "duree", "durata", "duracion", "duracao", "duur",
    "varighed", "varighet", "lange", "langd", "varaktighet", "kesto", "czas trwania", "trvani",
)  # fmt: skip
EVENT: Final = (
    "event", "ereignis", "evenement", "evento", "gebeurtenis", "haendelse", "hendelse", "handelse",
    "tapahtuma", "zdarzenie", "udalost", "atburdur",
)  # fmt: skip
"""The word event."""
EVENTS: Final = (
    *EVENT, "type", "typ", "tipo", "name", "marker", "label", "annotation", "kind", "trial type",
    "description", "beschreibung", "stage", "class",
)  # fmt: skip
ELAPSED: Final = (
    "elapsed", "relative", "verstrichen", "vergangen", "ecoule", "ecoulee", "transcurrido",
    "trascorso", "decorrido", "verstreken",
)  # fmt: skip
"""Words of a column whose times count from the start of the recording, not from midnight."""
COUNTS: Final = (
    "sample", "samples", "epoch", "index", "axis", "activity", "aktivitat", "activite", "actividad",
    "attivita", "atividade", "activiteit", "count", "counts", "vector magnitude", "step", "steps",
    "light", "lux", "sleep", "wake", "status",
)  # fmt: skip
"""Words of a column of numbers that are no seconds: samples, epochs, what an actigraph counts."""
STAGE_CLASSES: Final = frozenset({"sleepstage", "sleep stage", "stage", "stages", "staging"})
"""Words of a class or group whose name beside it is a stage, which may be a number alone."""
LEGS: Final = (
    "side", "leg", "limb", "seite", "bein", "cote", "lado", "lato", "kant", "zijde", "jambe",
    "pierna", "gamba", "been",
)  # fmt: skip
PLACES: Final = (
    *LEGS,
    *("location", "electrode", "placement", "channel", "signal", "sensor", "derivation", "muscle"),
    *("elektrode", "kanal", "ableitung", "ort", "muskel", "canal", "lieu", "emplacement"),
    *("ubicacion", "electrodo", "posizione", "canale", "elettrodo", "kanaal", "plaats", "plats"),
    *("paikka", "miejsce", "misto", "sted"),
)
"""Columns in which the leg may stand, those named for the leg before those of the place of
recording; few of the words other than English were seen in files."""
_LYING: Final = ("pos", "body", "lage", "k\u00f6rper")
"""Columns of body position, whose left and right are not legs."""
NOTHING: Final = ("", "n/a", "-", ".", "na", "nan", "...")
"""Spellings of an empty cell, from BIDS and others."""


def called(cells: Sequence[str]) -> list[str]:
    """Return bare column names: folded, without units or brackets, unless these say elapsed."""
    whole = [folded(cell) for cell in cells]
    return [
        folded(split_unit(cell)[0]) if set(ELAPSED).isdisjoint(name.split()) else name
        for cell, name in zip(cells, whole, strict=True)
    ]


def names_columns(cells: Sequence[str]) -> bool:
    """Return whether a line names columns: one of time, and another of what it times."""
    names = called(cells)
    times = [k for k, name in enumerate(names) if name.startswith((*BEGINNINGS, *TIMES))]
    told = (*EVENTS, *LENGTHS, *ENDS, *PLACES)
    return bool(times) and any(
        name.startswith(told) for k, name in enumerate(names) if k != times[0]
    )


def is_called(name: str, words: tuple[str, ...]) -> bool:
    """Return whether a folded name begins with one of ``words``, or has it as a word (hora fin)."""
    return name.startswith(words) or not set(words).isdisjoint(name.split())


def first_named(
    names: Sequence[str], words: tuple[str, ...], but: tuple[str, ...] = ()
) -> int | None:
    """Return the index of the first name that is called one of ``words`` but none of ``but``."""
    found = (k for k, name in enumerate(names) if is_called(name, words))
    return next((k for k in found if not is_called(names[k], but)), None)


def places_of(names: Sequence[str]) -> list[int]:
    """Return the columns in which the leg may stand, those named for the leg first."""
    found = [k for k, name in enumerate(names) if name.startswith(PLACES)]
    return sorted(found, key=lambda k: not names[k].startswith(LEGS))


def combined_place(cells: Sequence[str]) -> str:
    """Combine what several columns tell of the place of a movement.

    The first column that tells a leg is believed; cells that name another leg are dropped.
    """
    filled = [cell.strip() for cell in cells if cell.strip().lower() not in NOTHING]
    if len(filled) < 2:
        return "".join(filled)
    filled = [legs_of(cell) for cell in filled]
    legs = [side_of("", cell) for cell in filled]
    told = next((leg for leg in legs if leg != "unknown"), "unknown")
    kept = [cell for cell, leg in zip(filled, legs, strict=True) if leg in ("unknown", told)]
    return " ".join(kept)


def with_unread_places(
    found: Scoring, names: Sequence[str], columns: Sequence[Sequence[str]]
) -> Scoring:
    """Add doubts on unread columns that seem to tell the leg, if every movement lacks it."""
    if not len(found.leg_movements) or (found.leg_movements.side != "unknown").any():
        return found
    column_notes = [
        f"the column {name!r} seems to name the leg and is not read: if it does, call it side"
        for name, cells in zip(names, columns, strict=False)
        if not name.strip().casefold().startswith(_LYING) and _mostly_legs(cells)
    ]
    return replace(found, doubts=(*found.doubts, *column_notes))


def _mostly_legs(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip().lower() not in NOTHING]
    told = sum(side_of("", cell) != "unknown" for cell in filled)
    stages = sum(stage_of(cell, bare=True) is not None for cell in filled)
    return bool(filled) and told > 0.5 * len(filled) and stages < len(filled)
