"""Names of the columns of tables of scored events, folded, in the words of many languages."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from limbwatch.sensor.scorings.manual_scoring import Scoring
from limbwatch.sensor.scorings.own_words import legs_of
from limbwatch.sensor.scorings.units import split_unit
from limbwatch.sensor.scorings.vocabulary import folded, side_of, stage_of

LUNA: Final = ("class", "instance", "channel", "start", "stop", "meta")
"""Luna's own, in this order; files may leave out some between the first and the times."""
BEGINNINGS: Final = (
    "start", "onset", "begin", "anfang", "debut", "inicio", "inizio", "alku", "poczatek", "zacatek",
)  # fmt: skip
ENDS: Final = (
    "end", "stop", "offset", "fin", "fim", "einde", "slut", "koniec", "konec", "loppu", "fine",
)  # fmt: skip
TIMES: Final = (
    "time", "zeit", "uhrzeit", "heure", "hora", "ora", "tijd", "tid", "aika", "czas", "cas",
)  # fmt: skip
SECONDS: Final = ("second", "sekunde", "sec", "segundo", "secondi", "seconde")
LENGTHS: Final = (
    "duration", "dur", "length", "dauer", "duree", "durata", "duracion", "duracao", "duur",
    "varighed", "varighet", "lange", "langd", "varaktighet", "kesto", "czas trwania", "trvani",
)  # fmt: skip
EVENTS: Final = (
    "event", "ereignis", "evenement", "evento", "gebeurtenis", "haendelse", "hendelse", "handelse",
    "tapahtuma", "zdarzenie", "udalost", "atburdur", "type", "typ", "tipo", "name", "marker",
    "label", "annotation", "kind", "trial type", "description", "beschreibung", "stage", "class",
)  # fmt: skip
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
"""Of columns in which the leg may stand, those of the leg itself before those of where it was
seen; of the words other than English a few were seen."""
_LYING: Final = ("pos", "body", "lage", "k\u00f6rper")
"""Of columns that tell how the person lay: on the left side, on the right."""
NOTHING: Final = ("", "n/a", "-", ".", "na", "nan", "...")
"""Ways to write an empty cell, of BIDS and others."""


def called(cells: Sequence[str]) -> list[str]:
    """Give the bare names of columns: folded, without their units."""
    return [folded(split_unit(cell)[0]) for cell in cells]


def names_columns(cells: Sequence[str]) -> bool:
    """Tell a line of names of columns: one is of a time, and one of what is told of it."""
    names = called(cells)
    times = [k for k, name in enumerate(names) if name.startswith((*BEGINNINGS, *TIMES))]
    told = (*EVENTS, *LENGTHS, *ENDS, *PLACES)
    return bool(times) and any(
        name.startswith(told) for k, name in enumerate(names) if k != times[0]
    )


def first_named(
    names: Sequence[str], words: tuple[str, ...], but: tuple[str, ...] = ()
) -> int | None:
    """Find the first name that begins with one of the words and with none of the others."""
    found = (k for k, name in enumerate(names) if name.startswith(words))
    return next((k for k in found if not (but and names[k].startswith(but))), None)


def places_of(names: Sequence[str]) -> list[int]:
    """Find the columns in which the leg may stand: the one of the leg comes first."""
    found = [k for k, name in enumerate(names) if name.startswith(PLACES)]
    return sorted(found, key=lambda k: not names[k].startswith(LEGS))


def place_told(cells: Sequence[str]) -> str:
    """Put what several columns say of the place of a movement together.

    The first of them that tells the leg is believed: what tells another one is left out.
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
    """Say which columns seem to tell the leg and are not read, where no movement has one."""
    if not len(found.leg_movements) or (found.leg_movements.side != "unknown").any():
        return found
    said = [
        f"the column {name!r} seems to tell the leg and is not read: where it does, call it side"
        for name, cells in zip(names, columns, strict=False)
        if not name.strip().casefold().startswith(_LYING) and _mostly_legs(cells)
    ]
    return replace(found, doubts=(*found.doubts, *said))


def _mostly_legs(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip().lower() not in NOTHING]
    told = sum(side_of("", cell) != "unknown" for cell in filled)
    stages = sum(stage_of(cell, bare=True) is not None for cell in filled)
    return bool(filled) and told > 0.5 * len(filled) and stages < len(filled)
