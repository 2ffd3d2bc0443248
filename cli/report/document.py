"""The report file: read a night folder, fill the templates, write one HTML file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from limbwatch.classify.figures import Summary
from limbwatch.cli.errors import CommandError
from limbwatch.cli.immobilisation import TITLE, remarks_of_test
from limbwatch.cli.judgement import (
    age_warning,
    legs_worn,
    not_looked_for,
    nothing_stood_out,
    unjudged,
)
from limbwatch.cli.kinds import EXPLANATIONS, criterion_words, harmless_words
from limbwatch.cli.language.spoken import capital, language, speaking, tr
from limbwatch.cli.language.stored import translate_stored as in_words
from limbwatch.cli.language.trouble import translate_trouble
from limbwatch.cli.night.answers.notes import read_notes, readable
from limbwatch.cli.night.correction.corrected import Corrected, as_corrected
from limbwatch.cli.night.folder import REPORT
from limbwatch.cli.night.listed.dates import begin_of_night, days_of, offset_words
from limbwatch.cli.night.listed.people import person_of
from limbwatch.cli.night.scale_file import scale_sentence
from limbwatch.cli.night.scored.contents import NightSource, read_night
from limbwatch.cli.night.scored.results import lock_results, settle
from limbwatch.cli.night.whole_files import write_whole, writing
from limbwatch.cli.report.charts import Chart, histogram, hours, intervals, sides
from limbwatch.cli.report.drawn_tracks import (
    awake_in_bed,
    left_out_words,
    merged_spans,
    tracks,
)
from limbwatch.cli.report.lead import four_numbers, sentence
from limbwatch.cli.report.method import method
from limbwatch.cli.report.movement_list import list_by_hours
from limbwatch.cli.report.norms import norms_in_words
from limbwatch.cli.report.tables import clinical, sensor_header, sensors, series
from limbwatch.cli.report.take_along import take_along_texts
from limbwatch.cli.report.templating import asset, templates, whole_page
from limbwatch.cli.report.traces import NightEnvelope, envelopes_of
from limbwatch.cli.rule_titles import known_rules
from limbwatch.cli.words import clock, limb_words, listed, spell
from limbwatch.sensor.arrays import Span


def write_report(
    folder: Path, *, at_hand: tuple[NightEnvelope, ...] = (), option: str | None = None
) -> Path:
    """Write the report of a scored night into its folder.

    Traces are drawn from ``recording/``, except for envelopes that are already ``at_hand``.
    ``option`` is the command-line option, if any, with which a person can name another place.

    Raises
    ------
    CommandError
        If the folder cannot be read or the file cannot be written.
    """
    path = folder / REPORT
    with lock_results(folder, option=option):
        # drawn within the turn, so that the report written last contains every earlier change
        content = draw_report(folder, at_hand=at_hand)
        with writing(path, option=option):
            settle(folder)  # a report still waiting to be moved into place is older than this one
            write_whole(path, content)
    return path


def draw_report(
    folder: Path,
    *,
    results: Path | None = None,
    at_hand: tuple[NightEnvelope, ...] = (),
    corrected: bool = True,
) -> bytes:
    """Render a scored night's report as HTML bytes, from its current results or those elsewhere.

    The same folder always gives the same bytes: they depend neither on the clock, nor on the
    machine, nor on the folder's location.

    Raises
    ------
    CommandError
        If the folder cannot be read.
    """
    # determine the language once: reading the environment for each of some thousand words takes
    # longer than translating them
    with speaking(language()):
        night = read_night(folder, results=results)
        envelopes = envelopes_of(night, at_hand)
        return report(night, envelopes=envelopes, corrected=corrected).encode("utf-8")


def report(
    night: NightSource,
    *,
    envelopes: tuple[NightEnvelope, ...] | None = None,
    corrected: bool = True,
) -> str:
    """Render the report of a night as one HTML page that loads nothing from any network."""
    shown = content(night, envelopes=envelopes, corrected=corrected)
    script = asset("spoken.js") + asset("report.js")
    return whole_page("report.html.jinja", shown, style=asset("report.css"), script=script)


def content(
    night: NightSource,
    *,
    envelopes: tuple[NightEnvelope, ...] | None = None,
    corrected: bool = True,
) -> dict[str, Any]:
    """Return every value that the templates print, by template name; templates compute nothing."""
    shown = as_corrected(night, wanted=corrected)
    envelopes = envelopes_of(night) if envelopes is None else envelopes
    night = shown.night
    summary = night.summary
    return {
        "corrected": shown,
        "night": _heading(shown),
        "sentence": sentence(summary),
        "numbers": four_numbers(night),
        "test": remarks_of_test(night.folder, summary),
        "findings": _findings(summary),
        "unjudged": unjudged(summary),
        "no_leg": not legs_worn(summary),
        "nothing": nothing_stood_out(summary),
        "not_looked_for": not_looked_for(summary) if summary.findings else "",
        "ages": (ages := tuple(filter(None, [age_warning(summary)]))),
        "options": options_note(summary, ages),
        # norms are only shown beside a night's index that was counted on legs
        "norms": norms_in_words(summary.age, None)
        if summary.test is None and legs_worn(summary)
        else "",
        "along": take_along_texts(summary.age),
        "tracks": tracks(night, envelopes, shown.left_out),
        "spans": _spans(night, shown.left_out),
        "hours": hours(summary),
        "histogram": histogram(intervals(night.events), known_rules(summary.rules)),
        "sides": sides(summary.plm),
        "clinical": clinical(summary),
        "scale": translate_trouble(scale_sentence(night.folder, summary)),
        "series": series(night),
        "kinds": _kinds(night),
        "list": list_by_hours(night, envelopes, remarks=shown.remarks),
        "quality": {
            "header": sensor_header(),
            "sensors": sensors(summary),
            "another_sensor": [tr(said) for said in summary.another_sensor],
        },
        "notes": _notes(night.folder),
        "method": method(summary),
    }


def get_ready() -> None:
    """Compile the report's templates ahead of time, while the caller waits for something else."""
    for name in ("report.html.jinja", "night.html.jinja"):
        templates().get_template(name)


def options_note(summary: Summary, ages: Sequence[str]) -> str:
    """Explain, to a reader on a phone, the options that warnings or ages name; else empty."""
    texts = (*ages, *(text for sensor in summary.coverage for text in sensor.warnings))
    if not any("--" in text for text in texts):
        return ""
    return tr(
        "Anything that begins with limbwatch or -- is for the computer that scored the night, -- "
        "after limbwatch replay or rescore; NIGHT is the name of its folder."
    )


def _heading(shown: Corrected) -> Mapping[str, Any]:
    night = shown.night
    summary, rules = night.summary, known_rules(night.summary.rules)
    sleep = tr("estimated sleep") if summary.sleep.estimated else tr("sleep by a laboratory")
    if summary.test is not None:
        sleep = tr("kept awake throughout")
    midnight = night.start.replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "date": days_of(summary),
        "whose": person_of(night.folder, summary.origin).words,
        "from": begin_of_night(summary),
        "to": clock(night.start, night.seconds),
        "zone": offset_words(night.start),
        "worn": listed([limb_words(place) for place in night.places]),
        "simulated": summary.simulated,
        "test": summary.test is not None,
        "title": tr("Movements in sleep") if summary.test is None else tr(TITLE),
        "rules": summary.rules if rules is None else tr("rules {title}", title=tr(rules.title)),
        "version": summary.version or tr("unknown"),
        "seconds": f"{night.seconds:.3f}",
        "clock_s": f"{(night.start - midnight).total_seconds():.3f}",
        "caption": tr(
            "Strength of movement of each limb on a log scale up to 2 g (dashed: detection "
            "threshold), every movement by kind, {sleep}, and the turn of one limb away from its "
            "most usual position (0 to 180 degrees). Hatched: no data. Dotted: not worn.",
            sleep=sleep,
        ),
        "left_out": left_out_words(shown.left_out),
    }


def _notes(folder: Path) -> list[Mapping[str, str]]:
    try:
        found = readable(read_notes(folder))
    except CommandError:
        # a slip in the person's own file must not cost them the report
        found = [("notes.json", tr("cannot be read; limbwatch note says why"))]
    return [{"name": name, "value": value} for name, value in found]


def _findings(summary: Summary) -> list[Mapping[str, Any]]:
    return [
        {
            "id": f"finding-{number}",
            "title": tr(finding.title),
            "evidence": in_words(finding.evidence),
            "advice": tr(finding.advice),
        }
        for number, finding in enumerate(summary.findings, start=1)
    ]


def _spans(night: NightSource, left_out: Sequence[Span]) -> Chart:
    spans = [(a, b, tr("asleep")) for a, b in night.summary.sleep.asleep_s]
    spans += [(a, b, tr("awake in bed")) for a, b in awake_in_bed(night.summary, left_out)]
    spans += [(a, b, tr("left out by you")) for a, b in merged_spans(left_out)]
    for sensor in night.summary.coverage:
        limb = limb_words(sensor.placement)
        spans += [(a, b, tr("{limb}: no data", limb=limb)) for a, b in sensor.gaps]
        spans += [(a, b, tr("{limb}: not worn", limb=limb)) for a, b in sensor.not_worn]
    rows = tuple(
        (
            clock(night.start, a, precise=True),
            clock(night.start, b, precise=True),
            what,
            spell((b - a) / 60),
        )
        for a, b, what in sorted(spans)
    )
    return Chart(header=(tr("From"), tr("To"), tr("What"), tr("Length")), rows=rows)


def _kinds(night: NightSource) -> list[Mapping[str, Any]]:
    counts = Counter(event.kind for event in night.events)
    grouped = any(finding.code == "sleep_start_cluster" for finding in night.summary.findings)
    return [
        {
            "value": kind.value,
            "name": capital(tr(text.plural)),
            "lane": tr(text.lane),
            "count": counts[kind],
            "what": tr(text.what),
            "told": criterion_words(kind, known_rules(night.summary.rules)),
            "harmless": harmless_words(kind, age=night.summary.age, grouped=grouped),
            "doctor": tr(text.doctor),
        }
        for kind, text in EXPLANATIONS.items()
        if counts[kind]
    ]
