"""Night folders and reference files in, nights compared with their references out."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np

from limbwatch.classify.agreement.night_agreement import compare_with_reference
from limbwatch.classify.agreement.reference import Marks, Reference
from limbwatch.classify.agreement.study_agreement import StudyNight
from limbwatch.classify.night import Night
from limbwatch.classify.rules.published import rules_by_name
from limbwatch.cli.compare.references import read_reference
from limbwatch.cli.compare.two_clocks import clock_of, moment
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.making.finished_night import by_other_rules
from limbwatch.cli.night.correction.rebuilt import stored_night
from limbwatch.cli.night.scored.contents import NightSource, read_night

_ESTIMATED = (
    "the night's sleep is a laboratory's (--hypnogram), so all was scored again by the sensors "
    "alone for this comparison"
)
"""Remark on a night whose sleep is a laboratory's."""


def compare_night(
    folder: Path,
    references: Sequence[Path],
    *,
    shift: float | None = None,
    taps: Sequence[str] = (),
    person: str | None = None,
    age: float | None = None,
    rules: str | None = None,
) -> tuple[StudyNight, NightSource]:
    """Compare one night, as the program scored it, with one scorer's files.

    A person's corrections are ignored. ``shift`` is reference minus our clock, seconds, if a person
    knows it; ``taps`` are ``REFERENCE=OURS`` each, the times of one tap on both clocks. By default
    the ``person`` has this night alone, and ``age``, years, and ``rules`` are the night's own.

    Raises
    ------
    CommandError, UnreadableFile
        If the night or a file cannot be read, or there is nothing to compare.
    """
    source = read_night(folder)
    own_remarks: tuple[str, ...] = ()
    other_rules = rules is not None and rules != source.summary.rules
    # a laboratory's sleep would agree with itself
    sensors_only = not source.summary.sleep.estimated
    if other_rules or sensors_only:
        source = by_other_rules(folder, rules=rules, age=None, alone=sensors_only)
        own_remarks = (_ESTIMATED,) if sensors_only else ()
    night = stored_night(source)
    raw = read_reference(references, night, named=person is None, shift=shift)
    pairs = [_tap(text, night) for text in taps]
    fit, clock_remarks = clock_of(night, raw, shift=shift, taps=pairs)
    agreement = compare_with_reference(
        night,
        source.summary,
        raw.reference,
        clock=fit,
        rules=rules_by_name(night.rules),
        name=folder.resolve().name,
        remarks=(*own_remarks, *raw.remarks, *clock_remarks),
    )
    reference = agreement.time.reference
    legs = reference.legs.onset
    outside = len(legs) > 0 and not ((legs >= 0) & (legs <= source.seconds)).any()
    if not agreement.time.hours > 0 or (outside and not reference.staged):
        raise _no_common_time(folder, reference, source)
    years = source.summary.age if age is None else age
    owner = person or folder.resolve().name  # a name, since no local path should get into a file
    return StudyNight(agreement=agreement, person=owner, age=years), source


def _tap(text: str, night: Night) -> tuple[float, float]:
    """Parse a tap into the reference's and our time, seconds."""
    theirs, equals, ours = text.partition("=")
    if not equals:
        raise CommandError(
            f"--tap {text}: give the same tap on both clocks, the reference's first, as in "
            "--tap 22:41:03.5=22:40:58.2"
        )
    return moment(theirs, night), moment(ours, night)


def _no_common_time(folder: Path, reference: Reference, source: NightSource) -> CommandError:
    """Return the error for a night and a reference that do not overlap."""
    marks = (reference.legs, reference.stages, reference.sleep_starts or Marks.none())
    onsets = np.concatenate([mark.onset for mark in marks])

    def at(seconds: float) -> str:
        return (source.start + timedelta(seconds=seconds)).strftime("%Y-%m-%d %H:%M")

    return CommandError(
        f"{folder.name} and its reference have no time in common: ours is from {at(0)} to "
        f"{at(source.seconds)}, and the reference's events are from {at(float(onsets.min()))} to "
        f"{at(float(onsets.max()))} by the clocks as they are understood. Name the file of this "
        "night, or say how far apart the clocks are with --shift SECONDS",
        exit_code=ExitCode.UNREADABLE,
    )
