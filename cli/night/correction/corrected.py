"""A night with a person's corrections, as shown and exported, beside the program's result."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from limbwatch.classify.figures import Summary
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Finding
from limbwatch.classify.summary import summarise
from limbwatch.cli.errors import CommandError
from limbwatch.cli.kinds import lane_within
from limbwatch.cli.language.spoken import ENGLISH, speaking, tr, trn
from limbwatch.cli.night.correction.corrections import (
    Change,
    Correction,
    in_force,
    read_corrections,
)
from limbwatch.cli.night.correction.rebuilt import amendment, corrected_night
from limbwatch.cli.night.damage import without_place
from limbwatch.cli.night.folder import CORRECTIONS
from limbwatch.cli.night.scored.contents import NightSource, read_night
from limbwatch.cli.night.scored.summary import as_mapping, read_summary
from limbwatch.cli.words import clock, figure, listed, spell
from limbwatch.sensor.arrays import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A night as it is shown and exported everywhere."""

    night: NightSource
    """Night with the person's corrections applied."""
    program: NightSource
    """Night as the program found it; `night` itself if nothing is corrected."""
    applied: tuple[Correction, ...] = ()
    """Corrections in force; empty if none are."""
    remarks: Mapping[float, str] = field(default_factory=dict)
    """Remark on each relabelled event, by its onset."""
    was: Mapping[float, Kind] = field(default_factory=dict)
    """The program's kind of each event whose kind changed, by its onset."""
    trouble: str = ""
    """Why corrections were not applied and what to do; empty if they were."""

    @property
    def changes(self) -> tuple[str, ...]:
        """Each applied correction in words."""
        return tuple(_correction_words(self.program, line) for line in self.applied)

    @property
    def figures(self) -> tuple[tuple[str, str, str], ...]:
        """Name, program's value and corrected value of the most important figures."""
        before, after = self.program.summary, self.night.summary
        return tuple(
            (tr(one.name), one.write(one.of(before)), one.write(one.of(after))) for one in BESIDE
        )

    @property
    def left_out(self) -> tuple[Span, ...]:
        """Spans that the person excluded, seconds from the recording's start."""
        lines = (line for line in self.applied if line.change is Change.EXCLUDE)
        return tuple((line.start_s, line.end_s) for line in lines)

    @property
    def gone(self) -> tuple[Finding, ...]:
        """Findings of the program that the corrections removed."""
        here = {finding.code for finding in self.night.summary.findings}
        return tuple(one for one in self.program.summary.findings if one.code not in here)

    @property
    def by_program(self) -> dict[str, float | None]:
        """The program's values of the most important figures; empty if nothing is corrected."""
        return {one.key: one.of(self.program.summary) for one in BESIDE if self.applied}

    @property
    def mark(self) -> str:
        """Sentence that the figures are corrected, with the program's; empty if they are not."""
        if not self.applied:
            return self.trouble
        alone = [f"{name} {was}" for name, was, now in self.figures if was != now]
        said = [
            trn(
                "Counted again with your {count} correction.",
                "Counted again with your {count} corrections.",
                len(self.applied),
            )
        ]
        if alone:
            said.append(tr("The program alone: {figures}.", figures=listed(alone)))
        lost = [tr(one.title) for one in self.gone]
        if lost:
            said.append(tr("Stood out without them: {findings}.", findings=listed(lost)))
        return " ".join(said)


class ListFigures(NamedTuple):
    """Figures of a night in a list."""

    summary: Summary
    """Figures, with corrections applied if there are any."""
    corrected: bool
    """Whether corrections are applied."""
    trouble: str
    """Why corrections are not applied; empty if they are."""


def as_corrected(night: NightSource, *, wanted: bool = True) -> Corrected:
    """Apply the corrections in a night's folder, if wanted.

    Without corrections, or if they cannot be applied, the night is returned unchanged.
    """
    untouched = Corrected(night=night, program=night)
    if not wanted:
        return untouched
    try:
        lines = read_corrections(night.folder)
    except CommandError as error:
        # a mistake in the person's own file must not cost them the night
        said = without_place(error, night.folder)
        return replace(untouched, trouble=f"{said}. Until then none of it is applied.")
    if not in_force(lines):
        return untouched
    try:
        scored = corrected_night(night, lines)
    except ValueError as error:
        return replace(untouched, trouble=f"The corrections are not applied: {error}.")
    labels = amendment(night, lines).labels
    kinds = {event.onset: event.kind for event in night.events}
    return Corrected(
        night=replace(
            night,
            summary=replace(summarise(scored), code=night.summary.code),
            events=tuple(scored.events),
        ),
        program=night,
        applied=tuple(in_force(lines)),
        was={e.onset: kinds[e.onset] for e in scored.events if kinds[e.onset] is not e.kind},
        remarks={
            night.events[number].onset: tr(
                "you: {yours}; program: {found}",
                yours=tr(kind.words),
                found=tr(night.events[number].kind.words),
            )
            for number, kind in labels.items()
        },
    )


def read_list_figures(folder: Path, *, corrected: bool = True) -> ListFigures:
    """Read the figures of a night for a list, with the person's corrections.

    Raises
    ------
    CommandError
        If a result of the night cannot be read; a mistake in the corrections only becomes
        ``trouble``.
    """
    if not corrected or not (folder / CORRECTIONS).exists():
        return ListFigures(read_summary(folder), corrected=False, trouble="")
    found = as_corrected(read_night(folder))
    return ListFigures(found.night.summary, corrected=bool(found.applied), trouble=found.trouble)


def json_of(shown: Corrected) -> dict[str, Any]:
    """Return a night as JSON: ``night.json``, with the corrections if there are any."""
    found = as_mapping(shown.night.summary)
    if shown.applied:
        with speaking(ENGLISH):  # JSON is the same in every language
            found["corrected"] = {"changes": list(shown.changes), "by_program": shown.by_program}
    return found


def _correction_words(night: NightSource, line: Correction) -> str:
    made = f"{datetime.fromisoformat(line.made_at):%Y-%m-%d %H:%M}"
    return tr("{what} (corrected {when})", what=what_was_changed(night, line), when=made)


def what_was_changed(night: NightSource, line: Correction) -> str:
    """Return which movement, span or moment a correction changes, with both values.

    The night is the program's, and the correction is not an undo, which changes another line.
    """
    start = clock(night.start, line.start_s, precise=True)
    match line.change:
        case Change.EXCLUDE:
            end = clock(night.start, line.end_s, precise=True)
            return tr("{start} to {end} is left out", start=start, end=end)
        case Change.BEDTIME | Change.RISING:
            before = tr("unknown")
            if line.before:
                before = clock(night.start, float(line.before), precise=True)
            return tr(
                "{what} at {time} instead of {before}",
                what=tr(line.change.value),
                time=start,
                before=before,
            )
        case _:
            before, after = (lane_within(Kind(k)) for k in (line.before, line.after))
            return tr("{time}: {after} instead of {before}", time=start, after=after, before=before)


class _Figure(NamedTuple):
    """A figure shown with both the program's and the corrected value."""

    key: str
    """Key in JSON."""
    name: str
    """English label."""
    of: Callable[[Summary], float | None]
    """Reads the figure from a summary."""
    write: Callable[[float | None], str]
    """Formats the figure."""


BESIDE: Final = (
    _Figure(
        "plm_index_per_hour",
        "PLMS index, per hour of sleep",
        lambda summary: summary.plm.index_per_hour,
        partial(figure, digits=1),
    ),
    _Figure("plm_count", "PLMS", lambda summary: summary.plm.count, figure),
    _Figure("hypnic_jerks", "Hypnic jerks", lambda summary: summary.hypnic_jerks.count, figure),
    _Figure("sleep_minutes", "Sleep", lambda summary: summary.sleep.minutes, spell),
    _Figure(
        "time_in_bed_minutes",
        "Time in bed",
        lambda summary: summary.sleep.time_in_bed_minutes,
        spell,
    ),
)
"""The most important figures, shown before and after correction."""
