"""Column names that differ in a number alone: `LA_1`, `LA_2`, `LA_3`, or `Var1` to `Var4`."""

import re
from collections import defaultdict
from collections.abc import Sequence

from limbwatch.sensor.files.tables.axes.at_gravity import has_made_length, lies_at_gravity
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.values.unit import unit_named

FEWEST_COLUMNS = 4
"""Number of columns from which names that only count them say nothing: a time and three axes. Three
that are counted, beside others that have names, may be x, y and z."""

_CHANNEL = re.compile(
    r"\W*(?:ch|chan|channel|kanal|canal|s|sig|signal|lead|ai|adc|input|analog[ _]?(?:in|input)?"
    r"|port|pin|electrode|probe|sensor|device)[\W_]*"
)
"""Names of channels of a recorder, which measures anything, and of whole sensors: a person must say
which are axes."""

_PINS = frozenset({"a", "d"})
"""Names before the numbers of the inputs of an Arduino, from 0 on: `A0`, `A1`, `A2`."""

_OTHER_QUANTITY = re.compile(
    r"t|temp\w*|therm\w*|ntc|s?emg|e[ckeo]g|gsr|eda|ppg|bvp|spo|sao|o|co|hrv?|bpm|puls\w*|heart"
    r"|resp\w*|atem\w*|breath\w*|air|flow|licht|light|luz|lux|uv|ir|red|green|press\w*|druck|baro\w*"
    r"|hum\w*|feucht\w*|volt\w*|spannung\w*|tension|current|strom|power|sound|mic|audio|force|kraft"
    r"|load|weight|gewicht|fsr|strain|torque|dist\w*|abstand|cap\w*|imped\w*|labels?|stages?|class"
    r"|classes|prob\w*|scores?|events?|markers?|triggers?|counts?|steps?|gps|freq\w*|phase|pca?"
)
"""Words for other quantities, three of which have the magnitude of gravity by chance (temperatures
of 5.6, 5.7 and 5.5 degrees have that of 9.7 m/s2). Rotation and fields are recognised elsewhere."""

_COUNTED = re.compile(r"(?P<stem>.*?[^\d\W].*?|)(?P<number>\d{1,3})[\])]?")


def count_columns(names: Sequence[str]) -> bool:
    """Tell whether names only count the columns.

    Programs name nameless columns so: `Var1` (MATLAB), `V1` or `X1` (R), `Column1`, `Spalte1`.
    """
    found = [_COUNTED.fullmatch(name.strip().casefold()) for name in names]
    entries = [(match["stem"], int(match["number"])) for match in found if match is not None]
    if len(entries) < max(FEWEST_COLUMNS, len(names)) or len({stem for stem, _ in entries}) > 1:
        return False
    numbers = [number for _, number in entries]
    return numbers[0] in (0, 1) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def counted_axes(head: Head) -> tuple[tuple[int, int, int], ...]:
    """Find columns with one name and three consecutive numbers whose magnitude is gravity.

    MATLAB names the columns of a matrix in a table so, and the database of AWARE those of a vector
    (`double_values_0`). A name with more numbers, or fewer, is of something else, as is one of
    another quantity; the channels of a recorder (`CH1`) may be of anything.
    """
    columns: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for at, name in enumerate(head.folded):
        found = _COUNTED.fullmatch(name)
        if found is not None and found["stem"] and _may_be_axes(found["stem"]):
            columns[found["stem"]].setdefault(int(found["number"]), at)
    threes = []
    for stem, numbered in columns.items():
        first, *others = sorted(numbered)
        if others == [first + 1, first + 2] and not (first == 0 and stem in _PINS):
            axes = (numbered[first], numbered[first + 1], numbered[first + 2])
            if (
                not _has_other_unit(head, axes)
                and lies_at_gravity(head, axes)
                and not has_made_length(head, axes)
            ):
                threes.append(axes)
    return tuple(threes)


def _may_be_axes(stem: str) -> bool:
    """Tell whether a name allows its columns to be axes."""
    words = re.findall(r"[^\W\d_]+", stem)
    return not _CHANNEL.fullmatch(stem) and not any(map(_OTHER_QUANTITY.fullmatch, words))


def _has_other_unit(head: Head, axes: tuple[int, int, int]) -> bool:
    """Tell whether the units row gives one of the columns a unit other than of acceleration."""
    entries = (head.units[at].strip() for at in axes if at < len(head.units))
    return any(unit and unit_named(unit) is None for unit in entries)
