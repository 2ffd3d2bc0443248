"""A night detected and scored again with other thresholds; nothing is stored."""

from dataclasses import replace
from functools import partial
from typing import Any, Final

from limbwatch.classify.kind import Kind
from limbwatch.classify.summary import summarise
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.making.scored_tracks import night_of
from limbwatch.cli.making.scoring_wish import wish_of
from limbwatch.cli.night.correction.corrected import as_corrected
from limbwatch.cli.night.correction.rebuilt import stored_night
from limbwatch.cli.night.scored.contents import NightSource
from limbwatch.cli.night.scored.scoring_code import scoring_code
from limbwatch.cli.words import limb_words
from limbwatch.cli.workers import sensor_workers
from limbwatch.dsp import analyse
from limbwatch.dsp.limits import LIMITS
from limbwatch.sensor import aligned
from limbwatch.sensor.store import read_stored

OCTAVES: Final = (-0.5, 4.0)
"""Range of the threshold factor as a power of two. At the lower end thresholds lie at 3.2
floors, within the noise of a night; at the upper end at 48 mg over a quiet sensor, where the
highest of the published ankle detectors begins."""


def can_rescan(night: NightSource) -> bool:
    """Return whether the samples of every sensor are stored; a test has no sleep to find."""
    if night.summary.test is not None:
        return False
    return bool(night.places) and all(night.recording(place).exists() for place in night.places)


def rescan_values(night: NightSource, *, factor: float) -> dict[str, Any]:
    """Return what other thresholds find as JSON values for the page; see `rescan`."""
    found = rescan(night, factor=factor)
    return {
        "mg": {
            limb_words(sensor.placement): 1000 * (sensor.threshold_g or 0.0)
            for sensor in found.summary.coverage
        },
        "movements": found.summary.limb_movements.count,
        "onsets": [e.onset for e in found.events if e.kind is Kind.PLM and e.asleep],
        "index": found.summary.plm.index_per_hour,
    }


def rescan(night: NightSource, *, factor: float) -> NightSource:
    """Detect and score the original night again, with its thresholds times a factor.

    Corrections apply to the movements that are found again; a laboratory's sleep and breathing are
    used where its files serve the night. Factor 1 reproduces this night exactly.

    Raises
    ------
    CommandError
        If the samples of a sensor are not stored.
    ValueError
        If the factor is out of range.
    """
    least, most = (2.0**octaves for octaves in OCTAVES)
    if not least <= factor <= most:
        raise ValueError(f"thresholds can be tried times {least:.1f} to {most:g}, not {factor:g}")
    if not can_rescan(night):
        raise CommandError(
            "The samples of this night are not all stored, so no other threshold can be tried.",
            exit_code=ExitCode.UNREADABLE,
        )
    with sensor_workers() as workers:
        # aligned to one clock as when the night was scored; live recordings keep their stored times
        stored = workers.map(read_stored, map(night.recording, night.places))
        recordings = aligned(tuple(stored))
        analyse_again = partial(analyse, limits=LIMITS.with_thresholds(factor))
        tracks = tuple(workers.map(analyse_again, recordings))
    # the laboratory's clock is fitted to the stored night's movements, whatever the factor
    found = night_of(tracks, recordings, wish_of(night.folder), timed_by=stored_night(night))
    summary = replace(summarise(found), code=scoring_code())
    return as_corrected(replace(night, summary=summary, events=found.events)).night
