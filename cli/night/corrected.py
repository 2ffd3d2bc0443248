"""What a report says when a person corrected the night: their figures, beside the program's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from limbwatch.classify.figures import Summary
from limbwatch.classify.kind import Kind
from limbwatch.classify.summary import summarise
from limbwatch.cli.errors import CommandError
from limbwatch.cli.kinds import EXPLANATIONS
from limbwatch.cli.night.contents import NightSource, read_night
from limbwatch.cli.night.corrections import Change, Correction, read_corrections, standing
from limbwatch.cli.night.folder import CORRECTIONS
from limbwatch.cli.night.rebuilt import amendment, corrected_night
from limbwatch.cli.night.summary import read_summary
from limbwatch.cli.words import clock, figure, spell


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A night as a report shows it.

    Parameters
    ----------
    night : NightSource
        With the person's corrections applied.
    changes : tuple of str
        Each correction in words; empty when there is none.
    figures : tuple of tuple of str
        Name, value of the program, corrected value.
    said : mapping of float to str
        What to add to an event, by its onset.
    trouble : str
        Why corrections were not applied; empty when they were.
    """

    night: NightSource
    changes: tuple[str, ...]
    figures: tuple[tuple[str, str, str], ...]
    said: Mapping[float, str]
    trouble: str


def as_corrected(night: NightSource) -> Corrected:
    """Apply the corrections of a night's folder.

    Parameters
    ----------
    night : NightSource

    Returns
    -------
    Corrected
        The night itself when there is none, or when they cannot be applied.
    """
    untouched = Corrected(night=night, changes=(), figures=(), said={}, trouble="")
    try:
        lines = read_corrections(night.folder)
    except CommandError:
        # a slip in the person's own file must not cost them the report
        return replace(
            untouched, trouble="corrections.csv cannot be read, so nothing of it is applied."
        )
    if not standing(lines):
        return untouched
    try:
        scored = corrected_night(night, lines)
    except ValueError as error:
        return replace(untouched, trouble=f"The corrections are not applied: {error}.")
    shown = replace(night, summary=summarise(scored), events=scored.events)
    labels = amendment(night, lines).labels
    return Corrected(
        night=shown,
        changes=tuple(_words(night, line) for line in standing(lines)),
        figures=_figures(night.summary, shown.summary),
        said={
            night.events[number].onset: f"you: {kind.words}; "
            f"program: {night.events[number].kind.words}"
            for number, kind in labels.items()
        },
        trouble="",
    )


def shown_summary(folder: Path) -> Summary:
    """Read the figures of a night as its page shows them: with the person's corrections.

    Raises
    ------
    CommandError
        If a file cannot be read.
    """
    if (folder / CORRECTIONS).exists():
        return as_corrected(read_night(folder)).night.summary
    return read_summary(folder)


def _words(night: NightSource, line: Correction) -> str:
    made = f"{datetime.fromisoformat(line.made_at):%Y-%m-%d %H:%M}"
    start = clock(night.start, line.start_s, precise=True)
    match line.change:
        case Change.EXCLUDE:
            end = clock(night.start, line.end_s, precise=True)
            what = f"{start} to {end} is left out"
        case Change.BEDTIME | Change.RISING:
            before = "unknown"
            if line.before:
                before = clock(night.start, float(line.before), precise=True)
            what = f"{line.change} at {start} instead of {before}"
        case _:
            before, after = (EXPLANATIONS[Kind(k)].lane.lower() for k in (line.before, line.after))
            what = f"{start}: {after} instead of {before}"
    return f"{what} (corrected {made})"


def _figures(before: Summary, after: Summary) -> tuple[tuple[str, str, str], ...]:
    def both(
        name: str, of: Callable[[Summary], float | None], write: Callable[[float | None], str]
    ) -> tuple[str, str, str]:
        return name, write(of(before)), write(of(after))

    return (
        both(
            "PLMS index, per hour of sleep",
            lambda s: s.plm.index_per_hour,
            lambda value: figure(value, 1),
        ),
        both("PLMS", lambda s: s.plm.count, figure),
        both("Hypnic jerks", lambda s: s.hypnic_jerks.count, figure),
        both("Sleep", lambda s: s.sleep.minutes, spell),
        both("Time in bed", lambda s: s.sleep.time_in_bed_minutes, spell),
    )
