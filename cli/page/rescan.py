"""What other thresholds would find: the night detected and scored again, and nothing kept."""

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
"""Range of the factor as a power of two. At its lower end thresholds lie at 3.2 floors, within the
noise of a night; at its upper end at 48 mg over a quiet sensor, where the highest of the published
ankle detectors begins."""


def can_rescan(night: NightSource) -> bool:
    """Say whether the samples of every sensor are stored; a test has no sleep to find."""
    if night.summary.test is not None:
        return False
    return bool(night.places) and all(night.recording(place).exists() for place in night.places)


def tried(night: NightSource, *, factor: float) -> dict[str, Any]:
    """Say what other thresholds find, as the page takes it: `rescan` in JSON."""
    found = rescan(night, factor=factor)
    return {
        "mg": {
            limb_words(one.placement): 1000 * (one.threshold_g or 0.0)
            for one in found.summary.coverage
        },
        "movements": found.summary.limb_movements.count,
        "onsets": [e.onset for e in found.events if e.kind is Kind.PLM and e.asleep],
        "index": found.summary.plm.index_per_hour,
    }


def rescan(night: NightSource, *, factor: float) -> NightSource:
    """Detect and score a night as the program found it again, with its thresholds times a factor.

    The person's corrections are applied, as far as the movements they name are found, and the sleep
    and breathing that a laboratory scored, where its files serve the night. 1 finds exactly this
    night again.

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
        # as they were scored, on one clock; what a sensor sent has the times that it wrote
        stored = workers.map(read_stored, map(night.recording, night.places))
        recordings = aligned(tuple(stored))
        looked = partial(analyse, limits=LIMITS.with_thresholds(factor))
        tracks = tuple(workers.map(looked, recordings))
    # the night's own movements tell how the laboratory's clock stood to ours, at any factor
    found = night_of(tracks, recordings, wish_of(night.folder), timed_by=stored_night(night))
    summary = replace(summarise(found), code=scoring_code())
    return as_corrected(replace(night, summary=summary, events=found.events)).night
