"""Names of columns that differ in a number alone: `LA_1`, `LA_2`, `LA_3`, or `Var1` to `Var4`."""

import re
from collections import defaultdict
from collections.abc import Sequence

from limbwatch.sensor.files.tables.at_gravity import lies_at_gravity
from limbwatch.sensor.files.tables.head import Head

FEWEST_COLUMNS = 4
"""Columns from which names that only count them say nothing: a time and three axes. Three that are
counted, beside others that have names, may be x, y and z."""

_CHANNEL = re.compile(
    r"\W*(?:ch|chan|channel|kanal|canal|signal|lead|ai|adc|input|analog[ _]?(?:in|input)?)[\W_]*"
)
"""Names of channels of a recorder, which measures anything: they are asked for."""

_COUNTED = re.compile(r"(?P<stem>.*?[^\d\W].*?|)(?P<number>\d{1,3})[\])]?")


def count_columns(names: Sequence[str]) -> bool:
    """Tell whether names count the columns, and say nothing else.

    So programs name what has no name: `Var1` (MATLAB), `V1` or `X1` (R), `Column1`, `Spalte1`.
    """
    found = [_COUNTED.fullmatch(name.strip().casefold()) for name in names]
    told = [(one["stem"], int(one["number"])) for one in found if one is not None]
    if len(told) < max(FEWEST_COLUMNS, len(names)) or len({stem for stem, _ in told}) > 1:
        return False
    numbers = [number for _, number in told]
    return numbers[0] in (0, 1) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def counted_axes(head: Head) -> tuple[tuple[int, int, int], ...]:
    """Find columns of one name and three numbers that follow each other, and lie at gravity.

    MATLAB names the columns of a matrix in a table so, and the database of AWARE those of a vector
    (`double_values_0`). A name with more numbers, or fewer, is of something else, and the channels
    of a recorder (`CH1`) may be of anything.
    """
    columns: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for at, name in enumerate(head.folded):
        found = _COUNTED.fullmatch(name)
        if found is not None and found["stem"] and not _CHANNEL.fullmatch(found["stem"]):
            columns[found["stem"]].setdefault(int(found["number"]), at)
    threes = []
    for numbered in columns.values():
        first, *others = sorted(numbered)
        if others == [first + 1, first + 2]:
            axes = (numbered[first], numbered[first + 1], numbered[first + 2])
            if lies_at_gravity(head, axes):
                threes.append(axes)
    return tuple(threes)
