"""Records of SenML: one value of one sensor each, with base fields that hold for those that follow.

Source: RFC 8428, sections 4.1 to 4.5. A time from 2**28 on is seconds since 1970; a smaller one is
relative to now, so it is read as seconds since some start.
"""

from collections import defaultdict
from typing import Any

from limbwatch.sensor.files.containers.stated_columns import StatedColumns

_FEWEST = 60
"""Fewest records: twenty samples of three axes. Chosen."""

_AXES = 3
_NUMERIC = ("bt", "bv", "t", "v")
_TEXTS = ("bn", "bu", "n", "u")
_KEYS = frozenset({*_NUMERIC, *_TEXTS, "bs", "bver", "s", "ut", "vb", "vd", "vs"})
"""Keys of records."""


def senml_columns(content: Any) -> StatedColumns | None:
    """Put the records of a SenML pack side by side, a column for each name; None for others.

    A column is named by its sensor, with its unit in brackets. A time at which a sensor has no
    value has an empty cell there.
    """
    if not isinstance(content, list) or len(content) < _FEWEST or not all(map(_is_record, content)):
        return None
    base: dict[str, Any] = {"bn": "", "bt": 0.0, "bu": "", "bv": 0.0}
    rows: defaultdict[float, dict[str, float]] = defaultdict(dict)
    units: dict[str, str] = {}
    for record in content:
        base |= {key: record[key] for key in base if key in record}
        name = f"{base['bn']}{record.get('n', '')}"
        if "v" not in record:
            continue
        units.setdefault(name, record.get("u", base["bu"]))
        rows[base["bt"] + record.get("t", 0.0)][name] = base["bv"] + record["v"]
    if len(units) < _AXES:
        return None
    names = [f"{name} ({unit})" if unit else name for name, unit in units.items()]
    return StatedColumns(
        ("time", *names),
        [(time, *(row.get(name, "") for name in units)) for time, row in sorted(rows.items())],
    )


def _is_record(value: Any) -> bool:
    """Tell whether a value is a record of SenML, by its keys and their types.

    Under keys of others there may be words, but no numbers, which could be the samples.
    """
    return (
        isinstance(value, dict)
        and not value.keys().isdisjoint(("n", "bn", "v"))
        and all(isinstance(value[key], int | float) for key in _NUMERIC if key in value)
        and all(isinstance(value[key], str) for key in _TEXTS if key in value)
        and all(isinstance(value[key], str | None) for key in value.keys() - _KEYS)
    )
