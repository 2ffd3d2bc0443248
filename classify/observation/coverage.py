"""How much of the night each sensor recorded, and was worn."""

from collections.abc import Sequence

import numpy as np

from limbwatch.classify.night import Coverage
from limbwatch.classify.rules.interruptions import INTERRUPTION
from limbwatch.classify.rules.leg_movements import milliseconds
from limbwatch.dsp import Track
from limbwatch.dsp.posture.rests import lies_as_before
from limbwatch.dsp.posture.wear import WEAR_LIMITS, doubtful_spans
from limbwatch.sensor import Recording
from limbwatch.sensor.arrays import Spans
from limbwatch.sensor.samples import LACKING
from limbwatch.sensor.spans import without


def coverage_of(tracks: Sequence[Track], recordings: Sequence[Recording]) -> tuple[Coverage, ...]:
    """Return what each sensor recorded and for how long it was worn, in the order of the tracks."""
    end = end_of(tracks)
    return tuple(
        Coverage(
            placement=track.placement,
            recorded_s=_length(track.spans),
            worn_s=_length(track.worn),
            gaps=_pairs(gaps_of(track, end)),
            not_worn=_pairs(not_worn_of(track)),
            rate=recording.rate,
            rate_nominal=recording.rate_nominal,
            drift_ppm=recording.quality.drift_ppm,
            device=recording.device,
            floor=track.floor,
            threshold=track.threshold,
            notes=recording.quality.notes,
            warnings=(
                *recording.quality.warnings,
                *filter(None, [recording.quality.clock, _still_warning(track)]),
            ),
        )
        for track, recording in zip(tracks, recordings, strict=True)
    )


def _still_warning(track: Track) -> str:
    """Return a warning for a still sensor that counts as worn because stillness proves nothing."""
    if not lies_as_before(track.epochs):
        return ""
    still_s = sum(
        max(0.0, min(end, last) - max(start, first))
        for start, end in track.worn.tolist()
        for first, last in doubtful_spans(track.epochs).tolist()
    )
    if still_s < WEAR_LIMITS.shortest:
        return ""
    return (
        f"it lay still without a breath for {still_s / 3600:.1f} h and came to rest after its "
        "movements just as before, as a program's signals do: taken for worn. If it lay on a "
        "table, leave its recording out."
    )


def end_of(tracks: Sequence[Track]) -> float:
    """Return the end of the last sample of any sensor, seconds."""
    return max(float(track.spans[:, 1].max(initial=0.0)) for track in tracks)


def gaps_of(track: Track, end: float) -> Spans:
    """Return the stretches of a night, until ``end``, seconds, in which a sensor has no data.

    Before the first and after the last sample only stretches count that could hide a leg movement,
    as sensors are never started or stopped in the same instant.
    """
    edges = np.concatenate([[0.0], track.spans.ravel(), [end]]).reshape(-1, 2)
    inner = np.ones(len(edges), np.bool_)
    inner[[0, -1]] = False
    length = milliseconds(edges[:, 1]) - milliseconds(edges[:, 0])
    # runs of different rates may follow each other directly; no sample fits between them
    inner &= length > 1000 * LACKING / track.rate
    return np.asarray(edges[inner | (length >= INTERRUPTION.shortest)])


def not_worn_of(track: Track) -> Spans:
    """Return the recorded stretches judged as not worn, seconds, shape (k, 2)."""
    return without(track.spans, track.worn)


def _length(spans: Spans) -> float:
    return float(np.sum(spans[:, 1] - spans[:, 0]))


def _pairs(spans: Spans) -> tuple[tuple[float, float], ...]:
    return tuple((float(a), float(b)) for a, b in spans)
