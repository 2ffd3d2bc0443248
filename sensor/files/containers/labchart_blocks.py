"""Channels in a MATLAB file of LabChart, which joins them in one vector."""

from collections.abc import Sequence

import numpy as np

from limbwatch.sensor.arrays import Array
from limbwatch.sensor.files.containers.contained import named
from limbwatch.sensor.files.containers.mat_values import MatValue

_NONE: Array = np.empty((0, 0))
_DAY_S = 86_400.0
_REQUIRED = {"data", "datastart", "dataend", "samplerate"}
"""Variables that identify such a file. Places count from 1, with a row for each channel and a
column for each block, which is recorded between a start and a stop."""


_PLACED = 2
"""Number of dimensions of the places."""


def channels_cut(values: Sequence[MatValue]) -> tuple[MatValue, ...] | None:
    """Separate the channels of a LabChart file.

    Gives a struct for the channels of each rate, with time, rate and start; None if the file is
    from another program, or its places are inconsistent.
    """
    known = {one.name: one for one in values}
    if not known.keys() >= _REQUIRED:
        return None
    data = _numbers(known["data"]).ravel()
    first, last, rates = (_numbers(known[name]) for name in ("datastart", "dataend", "samplerate"))
    if first.ndim != _PLACED or not first.size or not first.shape == last.shape == rates.shape:
        return None
    # a channel switched off in a block has no place there
    recorded = (first >= 1) & (rates > 0) & np.isfinite(first + last + rates)
    if not _are_places(first[recorded], last[recorded], len(data)):
        return None
    starts = _numbers(known["blocktimes"]).ravel() if "blocktimes" in known else np.empty(0)
    if _is_scaled(known) or (first.shape[1] > 1 and len(starts) != first.shape[1]):
        return None
    titles_with_units = _titles(known, len(first))
    counts = np.where(recorded, last - first + 1, 0)
    alike: dict[bytes, list[int]] = {}
    for channel in np.flatnonzero(recorded.any(axis=1)).tolist():
        key = counts[channel].tobytes() + np.where(recorded, rates, 0.0)[channel].tobytes()
        alike.setdefault(key, []).append(channel)
    found = []
    for channels in alike.values():
        one = channels[0]
        blocks = np.flatnonzero(recorded[one]).tolist()
        begun = (starts - starts[0]) * _DAY_S if len(starts) else np.zeros(1)
        seconds = [
            # the precision of days in a float is some hundredths of a millisecond
            round(float(begun[block]), 3) + np.arange(counts[one, block]) / rates[one, block]
            for block in blocks
        ]
        inside = [_vector("time (s)", np.concatenate(seconds))]
        for channel in channels:
            pieces = [
                data[int(first[channel, block]) - 1 : int(last[channel, block])] for block in blocks
            ]
            inside.append(_vector(titles_with_units[channel], np.concatenate(pieces)))
        inside.append(_vector("samplerate", rates[one, blocks[:1]]))
        if len(starts):
            inside.append(_vector("blocktimes start", starts[:1]))
        sheet_name = f"{rates[one, blocks[0]]:g} Hz" if len(alike) > 1 else ""
        found.append(MatValue(name=sheet_name, kind="struct", shape=(1, 1), inside=tuple(inside)))
    return tuple(found)


def _numbers(value: MatValue) -> Array:
    return _NONE if value.numbers is None else np.asarray(value.numbers, np.float64)


def _are_places(first: Array, last: Array, count: int) -> bool:
    """Return whether places lie within the vector and cannot overlap."""
    whole = bool((first % 1 == 0).all() and (last % 1 == 0).all())
    within = bool((first <= last).all() and (last <= count).all())
    return whole and within and float((last - first + 1).sum()) <= count


def _is_scaled(known: dict[str, MatValue]) -> bool:
    """Return whether values are 16-bit codes, which LabChart writes on request, with scales."""
    usual = (("scaleunits", 1.0), ("scaleoffset", 0.0))
    return any(bool((_numbers(known[name]) != one).any()) for name, one in usual if name in known)


def _titles(known: dict[str, MatValue], count: int) -> list[str]:
    """Return the names of the channels, each with its unit in the first block."""
    titles = _texts(known, "titles")
    units = _texts(known, "unittext")
    places = np.nan_to_num(_numbers(known["unittextmap"])) if "unittextmap" in known else _NONE
    found: list[str] = []
    for channel in range(count):
        title = titles[channel] if len(titles) == count and titles[channel] else ""
        if not title or titles.count(title) > 1:
            title = f"{title or 'channel'} {channel + 1}"
        at = int(places[channel].max()) - 1 if len(places) == count and places.size else -1
        found.append(named(title, units[at] if 0 <= at < len(units) else ""))
    return found


def _texts(known: dict[str, MatValue], name: str) -> list[str]:
    return [line.strip() for line in known[name].lines] if name in known else []


def _vector(name: str, values: Array) -> MatValue:
    column = values.reshape(-1, 1)
    return MatValue(name=name, kind="numbers", shape=column.shape, numbers=column)
