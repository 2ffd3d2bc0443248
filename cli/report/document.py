"""The report file: read a night folder, fill the templates, write one HTML file."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from limbwatch.cli.errors import CommandError
from limbwatch.cli.kinds import EXPLANATIONS
from limbwatch.cli.night.contents import Facts, NightSource, read_night
from limbwatch.cli.night.corrected import as_corrected
from limbwatch.cli.night.folder import REPORT, write_whole, writing
from limbwatch.cli.night.notes import read_notes, readable
from limbwatch.cli.night.summary import render
from limbwatch.cli.report.charts import Chart, histogram, hours, intervals, sides
from limbwatch.cli.report.lead import four_numbers, sentence
from limbwatch.cli.report.method import method, rules_of
from limbwatch.cli.report.movement_list import MovementList, movement_list
from limbwatch.cli.report.stretches import gaps, not_worn, outside, unseen
from limbwatch.cli.report.tables import SENSOR_HEADER, clinical, sensors, series
from limbwatch.cli.report.traces import Envelope, envelopes_of
from limbwatch.cli.report.tracks import tracks
from limbwatch.cli.shortcuts.template_cache import template_cache
from limbwatch.cli.words import clock, counted, limb_words, listed, long_date, spell


def write_report(
    folder: Path, out: Path | None = None, *, at_hand: tuple[Envelope, ...] = ()
) -> Path:
    """Write the report of a scored night.

    The same folder always gives the same bytes: nothing of the clock, the machine or the
    place of the folder goes in.

    Parameters
    ----------
    folder : Path
        Night folder with ``night.json`` and ``events.csv``; traces need ``recording/``.
    out : Path, optional
        Where to write; default is ``report.html`` in the folder.
    at_hand : tuple of Envelope
        The stored samples, of those that were condensed before; the others are read.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    CommandError
        If the folder cannot be read or the file cannot be written.
    """
    content = draw_report(folder, at_hand=at_hand)
    path = folder / REPORT if out is None else out
    with writing(path):
        write_whole(path, content)
    return path


def draw_report(folder: Path, *, at_hand: tuple[Envelope, ...] = ()) -> bytes:
    """Make the report of a scored night.

    Parameters
    ----------
    folder : Path
        As for `write_report`.
    at_hand : tuple of Envelope
        As for `write_report`.

    Returns
    -------
    bytes
        For a file.

    Raises
    ------
    CommandError
        If the folder cannot be read.
    """
    night = read_night(folder)
    return report(night, envelopes=envelopes_of(night, at_hand)).encode("utf-8")


def report(night: NightSource, *, envelopes: tuple[Envelope, ...] | None = None) -> str:
    """Make the report of a night.

    Parameters
    ----------
    night : NightSource
    envelopes : tuple of Envelope, optional
        When they were made before.

    Returns
    -------
    str
        A whole HTML page that asks nothing of any network.

    Raises
    ------
    CommandError
        If ``night.json`` lacks something or holds the wrong kind of value.
    """
    style, script = asset("report.css"), asset("report.js")
    page = templates().get_template("report.html.jinja")
    policy = (
        f"default-src 'none'; style-src '{digest(style)}'; script-src '{digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )

    def draw(_: dict[str, Any]) -> str:
        shown = content(night, envelopes=envelopes)
        return page.render(**shown, style=style, script=script, policy=policy)

    return render(night.folder, draw, dict(night.facts))


def content(night: NightSource, *, envelopes: tuple[Envelope, ...] | None = None) -> dict[str, Any]:
    """Prepare everything that the templates print; they compute nothing.

    Parameters
    ----------
    night : NightSource
    envelopes : tuple of Envelope, optional
        When they were made before.

    Returns
    -------
    dict
        The variables of ``night.html.jinja``.
    """
    corrected = as_corrected(night)
    envelopes = envelopes_of(night) if envelopes is None else envelopes
    night = corrected.night
    facts = night.facts
    return {
        "corrected": corrected,
        "night": _heading(night),
        "sentence": sentence(facts),
        "numbers": four_numbers(night),
        "findings": _findings(facts),
        "tracks": tracks(night, envelopes),
        "spans": _spans(night),
        "hours": hours(facts),
        "histogram": histogram(intervals(night.events), rules_of(facts)),
        "sides": sides(facts),
        "clinical": clinical(facts),
        "series": series(night),
        "kinds": _kinds(night),
        "list": _list(movement_list(night, envelopes, said=corrected.said)),
        "quality": {
            "header": SENSOR_HEADER,
            "sensors": sensors(facts),
            "another_sensor": tuple(facts.get("another_sensor", ())),
        },
        "notes": _notes(night.folder),
        "method": method(facts),
    }


@cache
def templates() -> Environment:
    """Open the templates, with every value escaped and every unknown name an error.

    Returns
    -------
    Environment
    """
    return Environment(
        loader=PackageLoader("limbwatch.cli.report", "templates"),
        bytecode_cache=template_cache(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def get_ready() -> None:
    """Load the templates of the report, while something else is waited for."""
    for name in ("report.html.jinja", "night.html.jinja"):
        templates().get_template(name)


@cache
def asset(name: str) -> str:
    """Read a style sheet or script of the report.

    Parameters
    ----------
    name : str

    Returns
    -------
    str
    """
    found = resources.files("limbwatch.cli.report").joinpath("templates", name)
    return found.read_text(encoding="utf-8")


def digest(text: str) -> str:
    """Name a style or script as a content security policy does.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        ``sha256-...``.
    """
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


def _heading(night: NightSource) -> Mapping[str, Any]:
    facts, rules = night.facts, rules_of(night.facts)
    midnight = night.start.replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "date": long_date(night.start, night.end.astimezone(night.start.tzinfo)),
        "from": clock(night.start, 0),
        "to": clock(night.start, night.seconds),
        "worn": listed([limb_words(place) for place in night.places]),
        "rules": str(facts.get("rules")) if rules is None else f"rules {rules.title}",
        "version": facts.get("version") or "unknown",
        "seconds": f"{night.seconds:.3f}",
        "clock_s": f"{(night.start - midnight).total_seconds():.3f}",
        "caption": "Strength of movement of each limb on a log scale up to 2 g (dashed: detection "
        "threshold), every movement by kind, estimated sleep, and the turn of one limb away "
        "from its most usual position (0 to 180 degrees). Hatched: no data. Dotted: not worn.",
    }


def _notes(folder: Path) -> list[Mapping[str, str]]:
    try:
        found = readable(read_notes(folder))
    except CommandError:
        # a slip in the person's own file must not cost them the report
        found = [("notes.json", "cannot be read; limbwatch note says why")]
    return [{"name": name, "value": value} for name, value in found]


def _findings(facts: Facts) -> list[Mapping[str, Any]]:
    return [
        {"id": f"finding-{number}"}
        | {key: str(finding[key]) for key in ("title", "evidence", "advice")}
        for number, finding in enumerate(facts.get("findings") or (), start=1)
    ]


def _spans(night: NightSource) -> Chart:
    sleep = night.facts.get("sleep", {})
    asleep = [(float(a), float(b)) for a, b in sleep.get("asleep_s") or ()]
    found = [(a, b, "asleep") for a, b in asleep]
    if bed := sleep.get("in_bed_s"):
        hidden = unseen(night.facts, night.places)
        awake = outside([*asleep, *hidden], float(bed[0]), float(bed[1]))
        found += [(a, b, "awake in bed") for a, b in awake]
    for place in night.places:
        found += [(a, b, f"{limb_words(place)}: no data") for a, b in gaps(night.facts, place)]
        found += [(a, b, f"{limb_words(place)}: not worn") for a, b in not_worn(night.facts, place)]
    rows = tuple(
        (
            clock(night.start, a, precise=True),
            clock(night.start, b, precise=True),
            what,
            spell((b - a) / 60),
        )
        for a, b, what in sorted(found)
    )
    return Chart(markup="", caption="", header=("From", "To", "What", "Length"), rows=rows)


def _kinds(night: NightSource) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    for kind, text in EXPLANATIONS.items():
        count = sum(event.kind is kind for event in night.events)
        if count:
            found.append(
                {
                    "value": kind.value,
                    "name": text.plural.capitalize(),
                    "lane": text.lane,
                    "count": count,
                    "what": text.what,
                    "told": text.told,
                    "harmless": text.harmless,
                    "doctor": text.doctor,
                }
            )
    return found


def _list(found: MovementList) -> Mapping[str, Any]:
    intro = f"{counted(len(found.rows), 'movement')}, in order of time"
    if found.lanes:
        lanes = listed([limb_words(lane) for lane in found.lanes])
        intro += f", each with 20 seconds or more of its trace: {lanes}, top to bottom"
    intro += "."
    if found.left_out:
        intro += (
            f" The traces of {counted(found.left_out, 'movement')} of the least telling kinds "
            "are left out to keep this file small."
        )
    return {
        "rows": found.rows,
        "height": found.height,
        "lanes": "|".join(limb_words(lane) for lane in found.lanes),
        "intro": intro,
    }
