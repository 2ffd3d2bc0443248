"""Suggestions for the name of a night that does not exist."""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches


def near_names(name: str, names: Sequence[str]) -> list[str]:
    """Return the names nearest to one that no night has; without near ones, the newest nights."""
    return (
        _same_day(name, names)
        or get_close_matches(name, ["latest", *names], n=3)
        or list(names[-3:])
    )


def _same_day(name: str, names: Sequence[str]) -> list[str]:
    """Return nights of a date written in another form, such as 14.03.2026 or 3/14."""
    numbers = _numbers(name)
    if numbers.total() < 2:
        return []
    days = {one: re.search(r"\d{4}-\d{2}-\d{2}", one) for one in names}
    return [one for one, day in days.items() if day and numbers <= _numbers(day[0])][:3]


def _numbers(text: str) -> Counter[str]:
    return Counter(number.lstrip("0") for number in re.findall(r"\d+", text))
