"""``night.json``: the summary of a night, written, and checked on reading."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from math import copysign
from pathlib import Path
from typing import Any, Final

import msgspec

from limbwatch.classify.figures import Summary
from limbwatch.classify.summary import SCHEMA
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.night.damage import damaged
from limbwatch.cli.night.folder import SUMMARY
from limbwatch.cli.night.scored.results import read_result
from limbwatch.sensor.bounds import BOUNDS

_FAMILY: Final = "limbwatch.night/"
"""Schema of summaries, without its number."""
_BELOW_ZERO: Final = frozenset({"clock_drift_ppm", "clock_offset_s"})
"""Figures that may be negative."""


@dataclass(frozen=True, slots=True)
class _SchemaOnly:
    schema: str = ""


def as_mapping(summary: Summary) -> dict[str, Any]:
    """Turn a summary into JSON-ready values by the keys of ``night.json``."""
    content = dict(msgspec.to_builtins(summary, str_keys=True, enc_hook=_to_python))
    if summary.laboratory is None:  # keep the form from before laboratory files were supported
        del content["laboratory"]
    if not summary.code:  # scored by a version without it, or only in memory
        del content["code"]
    return content


def _to_python(value: Any) -> Any:
    """Convert a numpy number to a Python one; devices may report their rate as such."""
    return value.item()


def summary_bytes(summary: Summary) -> bytes:
    """Return a summary as ``night.json``; the same summary gives the same bytes."""
    return figures_bytes(as_mapping(summary))


def figures_bytes(content: Mapping[str, Any]) -> bytes:
    """Return figures as JSON; the same figures give the same bytes."""
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    # warnings contain file names, which need not be UTF-8
    return (text + "\n").encode("utf-8", "replace")


def read_summary(night: Path) -> Summary:
    """Read and check the ``night.json`` of a night.

    Raises
    ------
    CommandError
        If it is missing, damaged or of another program.
    """
    path = night / SUMMARY
    try:
        content = read_result(night, SUMMARY)
        schema = msgspec.json.decode(content, type=_SchemaOnly).schema
    except OSError as error:
        raise damaged(path, error) from error
    except msgspec.ValidationError as error:
        raise damaged(path, "it is not a night of limbwatch") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise damaged(path, "it is not complete JSON") from error
    if not schema.startswith(_FAMILY):
        raise damaged(path, f"it is not a night of limbwatch (schema {schema!r})")
    if schema != SCHEMA:
        raise CommandError(
            f"{path} has the schema {schema}, which a newer limbwatch wrote. Update limbwatch.",
            exit_code=ExitCode.UNREADABLE,
        )
    try:
        summary = msgspec.json.decode(content, type=Summary)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `$.")
        raise damaged(path, f"{where.rstrip('`') or 'a figure'}: {what}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # in a string the first pass skipped; which error is raised depends on msgspec's version
        raise damaged(path, "it is not complete JSON") from error
    for trouble in _impossible(summary):
        raise damaged(path, trouble)
    if not any(place.limb == "ankle" for place in summary.placements):
        # an older version wrote 0 where nothing had been counted
        return replace(summary, plm=summary.plm.uncounted())
    return summary


def _impossible(summary: Summary) -> Iterator[str]:
    for path, value in _all_numbers(as_mapping(summary)):
        if copysign(1.0, value) < 0 and path.rpartition(".")[2] not in _BELOW_ZERO:
            yield f"{path} is {value:g}, but it is never below 0"
        if abs(value) > BOUNDS.figure:
            yield f"{path} is {value:g}, more than a night can hold"
    spans = [summary.sleep.asleep_s, summary.sleep.observed_s]
    spans += [span for one in summary.coverage for span in (one.gaps, one.not_worn)]
    if any(start > end for start, end in chain(*spans, filter(None, [summary.sleep.in_bed_s]))):
        yield "a span of time ends before it starts"
    if not {summary.begins.year, summary.ends.year} <= set(BOUNDS.years):
        yield f"it is of the year {summary.begins.year}"
    length = (summary.ends - summary.begins).total_seconds()
    if length > BOUNDS.recording_s:
        most = BOUNDS.recording_s / 86_400
        yield f"it lasts {length / 86_400:.0f} days, and a recording at most {most:.0f}"
    sleep = summary.sleep
    if sleep.epoch_s < 1 or (sleep.epochs or 0) > length / sleep.epoch_s + 2:
        yield f"sleep has {sleep.epochs} epochs of {sleep.epoch_s:g} s in {length:.0f} s"


def _all_numbers(value: object, path: str = "") -> Iterator[tuple[str, float]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _all_numbers(part, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _all_numbers(part, path)
    elif isinstance(value, int | float):
        yield path, value
