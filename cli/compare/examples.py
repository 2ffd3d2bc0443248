"""Movements that only one of the two lists has, drawn at random, with their traces."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from limbwatch.classify.agreement.paired_lists import PairRow
from limbwatch.classify.agreement.study_agreement import StudyNight
from limbwatch.cli.compare.figure_names import night_names
from limbwatch.cli.language.spoken import decimal, tr
from limbwatch.cli.language.stored import translate_stored
from limbwatch.cli.night.scored.contents import NightSource
from limbwatch.cli.report.movement_list import traces_at
from limbwatch.cli.report.traces import envelopes_of
from limbwatch.cli.words import clock, limb_words, listed

REFERENCE_KINDS: Final[Mapping[str, str]] = {
    "plm": "Periodic",
    "lm": "Leg movement",
    "respiratory": "Respiratory",
}
"""Names of a scorer's kinds of leg movement."""

SIDES: Final = ("left", "right", "both", "unknown")
"""Legs that a scorer can mark."""
SHOWN: Final = 20
"""Most movements shown of each list."""
_SEED: Final = 20_260_401
"""Fixed, so that a comparison always shows the same movements."""


def examples(
    nights: Sequence[StudyNight], sources: Sequence[NightSource]
) -> Mapping[str, list[Mapping[str, Any]]]:
    """Pick up to 20 ``missed`` and ``false`` movements of all nights, ordered by night and time.

    They have no trace if the samples are not stored.
    """
    names = night_names(nights)
    random = np.random.default_rng(_SEED)
    chosen: dict[str, list[tuple[int, PairRow]]] = {}
    for name in ("missed", "false"):
        candidates = [
            (number, row)
            for number, night in enumerate(nights)
            for row in night.agreement.rows
            if (row.ours is None if name == "missed" else row.onset is None)
        ]
        picked = random.permutation(len(candidates))[:SHOWN]
        chosen[name] = [candidates[k] for k in sorted(picked.tolist())]
    needed: dict[int, list[PairRow]] = defaultdict(list)
    for rows in chosen.values():
        for number, row in rows:
            needed[number].append(row)
    drawn = {
        (number, id(row)): example
        for number, rows in needed.items()
        for row, example in zip(
            rows, _night_examples(names[number], sources[number], rows), strict=True
        )
    }
    return {name: [drawn[number, id(row)] for number, row in rows] for name, rows in chosen.items()}


def _night_examples(
    night: str, source: NightSource, rows: Sequence[PairRow]
) -> Iterator[Mapping[str, Any]]:
    envelopes = envelopes_of(source)
    traces, height = traces_at([row.at for row in rows], envelopes)
    lanes = listed([limb_words(envelope.placement) for envelope in envelopes])
    for number, row in enumerate(rows):
        trace = traces[number] if traces else None
        yield {
            "night": night,
            "time": clock(source.start, row.at, precise=True),
            "words": _description(row),
            "trace": trace,
            "height": height,
            "lanes": lanes,
            "scale": "" if trace is None else f"{trace.scale * 1000:.0f} mg",
        }


def _description(row: PairRow) -> str:
    if row.ours is None:
        kind, side = tr(REFERENCE_KINDS[str(row.kind)]), tr(str(row.side))
        words = tr("reference: {kind}, {side}", kind=kind, side=side)
        if row.duration is not None:
            words += decimal(f", {row.duration:.1f} s")
    else:
        event = row.ours
        words = tr(
            "ours: {kind}, {peak:.0f} mg; {reason}",
            kind=tr(event.kind.words),
            peak=event.peak * 1000,
            reason=translate_stored(event.reason),
        )
    context = [tr("stage {stage}", stage=row.stage)] if row.stage else []
    context += [tr("in a breathing event")] if row.breathing else []
    return f"{words} ({', '.join(context)})" if context else words
