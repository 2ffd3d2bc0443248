"""What golden nights must give, to the byte: ``python -m benchmarks.golden`` makes it anew.

Run it after a change that is meant to change results, look at the difference, and commit it with
the reason. ``tests/test_golden_nights.py`` compares. The nights are the sample night as it ships,
and two short ones made by the simulator when they are needed, of seeds for development.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from pathlib import Path

from benchmarks.hard_nights import HARD
from limbwatch.classify.summary import summarise
from limbwatch.cli.making.finished_night import score_recordings
from limbwatch.cli.making.scoring_wish import ScoringWish
from limbwatch.cli.night.scored.events_table import events_table
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.night.scored.summary import summary_bytes
from limbwatch.cli.reading.recordings import Clocks, read_sources
from limbwatch.cli.reading.sources import Source
from limbwatch.sample_data import sample_night
from limbwatch.sample_data.simulator import simulate
from limbwatch.sensor import Recording

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
"""A folder for each night, with its ``events.csv`` and ``night.json``."""

_RATE = 25.0


def _sample() -> tuple[Recording, ...]:
    sources = tuple(Source(placement, path) for placement, path in sample_night().items())
    return read_sources(sources, Clocks(UTC))


def _everything() -> tuple[Recording, ...]:
    return simulate(HARD["hard_everything"], seed=5, hours=1.0, rate=_RATE).recordings


def _missing() -> tuple[Recording, ...]:
    return simulate(HARD["hard_missing"], seed=4, hours=1.0, rate=_RATE).recordings


NIGHTS: dict[str, Callable[[], tuple[Recording, ...]]] = {
    "sample": _sample,
    "hard_everything": _everything,
    "hard_missing": _missing,
}
"""How the recordings of each golden night are made."""


def results(name: str) -> dict[str, bytes]:
    """Score a golden night.

    Parameters
    ----------
    name : str
        A name in `NIGHTS`.

    Returns
    -------
    dict of str to bytes
        Content of each file, by name; without the version, which says nothing of the night.
    """
    night = score_recordings(NIGHTS[name](), ScoringWish(ScoredBy("wasm2016")))
    summary = summary_bytes(replace(summarise(night), version=""))
    return {
        "events.csv": events_table(night),
        "night.json": summary.replace(b',\n "version": ""', b""),
    }


def main() -> None:
    """Write what every golden night gives now, and say which files changed."""
    for name in NIGHTS:
        for file, content in results(name).items():
            path = GOLDEN / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            changed = not path.exists() or path.read_bytes() != content
            path.write_bytes(content)
            print(f"{name}/{file}: {'changed' if changed else 'as it was'}")


if __name__ == "__main__":
    main()
