"""A printed line with its numbers taken out: what all lines of one program have in common."""

import re
from dataclasses import dataclass, field
from typing import Final

NUMBER: Final = "#"
"""Stands for a number in a shape; a line that contains it already has no shape."""

_VALUE = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_FREE: Final = re.compile(rf"(?<![\w.+-]){_VALUE}")
"""A number not joined to a word or another number, which would lose its sign."""

_PARTS: Final = ",;|:={}[]\"'"
_AROUND: Final = re.compile(rf"[ \t]*([{re.escape(_PARTS)}])[ \t]*")
_BLANKS: Final = re.compile(r"[ \t]+")
_WORD: Final = re.compile(r"[A-Za-z_][\w.]*")
_NAMED: Final = re.compile(r"([A-Za-z_][\w.]*)\"?[:=]$")
_BEHIND_UNIT: Final = re.compile(r"[,;|]")


def shape_of(line: str) -> str:
    """Return the shape of a line: `NUMBER` for each number, meaningless blanks removed.

    It is empty for a line that cannot have one.
    """
    if NUMBER in line:
        return ""
    bare = _BLANKS.sub(" ", _AROUND.sub(r"\1", line.strip(" \t")))
    return _FREE.sub(NUMBER, bare)


@dataclass(frozen=True, slots=True)
class LineShape:
    """The shape of a line, which reads the numbers of every line that has it."""

    text: str
    _pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_pattern", re.compile("".join(map(_pattern_for, self.text))))

    @property
    def count(self) -> int:
        """Numbers in a line."""
        return self.text.count(NUMBER)

    @property
    def names(self) -> tuple[str, ...]:
        """The words before each number; empty strings where there are none.

        A single word before the first number, as in ``ACC,0.1,0.2,0.9``, names no column.
        """
        first, *between = self.text.split(NUMBER)[:-1]
        # between a number and the next comma stands its unit
        behind = (_BEHIND_UNIT.split(gap, maxsplit=1)[-1] for gap in between)
        words = [" ".join(_WORD.findall(gap)) for gap in (first, *behind)]
        return tuple(words) if any(words[1:]) else ("",) * len(words)

    @property
    def first_word(self) -> str:
        """The word and colon before the first number, as in ``t:20 0.1 0.2 0.9``; else empty."""
        found = _NAMED.search(self.text.split(NUMBER, 1)[0])
        return "" if found is None else found[1]

    @property
    def clock_parts(self) -> frozenset[int]:
        """Positions of the numbers that are parts of a time of day, such as ``23:10:00.04``."""
        gaps = self.text.split(NUMBER)[1:-1]
        joined = [at for at, gap in enumerate(gaps) if gap == ":"]
        return frozenset(joined) | frozenset(at + 1 for at in joined)

    def numbers(self, line: str) -> tuple[float, ...] | None:
        """Return the numbers of a line; None if its shape is another."""
        found = self._pattern.fullmatch(line.strip(" \t"))
        return None if found is None else tuple(map(float, found.groups()))


def _pattern_for(sign: str) -> str:
    if sign == NUMBER:
        return f"({_VALUE})"
    if sign == " ":
        return r"[ \t]+"
    return rf"[ \t]*{re.escape(sign)}[ \t]*" if sign in _PARTS else re.escape(sign)
