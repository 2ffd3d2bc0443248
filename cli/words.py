"""Numbers, times and limbs written for people."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from limbwatch.classify.rounding import half_up
from limbwatch.cli.language.spoken import decimal, tr, trn
from limbwatch.sensor import Placement

UNKNOWN = "\N{EN DASH}"
"""Shown in place of an unknown value."""


def figure(value: float | None, digits: int = 0) -> str:
    """Write a number with a fixed number of decimals, without a sign on zero; a dash if unknown."""
    return UNKNOWN if value is None else decimal(f"{half_up(value, digits):z.{digits}f}")


def with_unit(value: float | None, digits: int, unit: str) -> str:
    """Write a number with its unit, blank included: ``4.2 mg``, ``4.2/h``; a dash if unknown."""
    return UNKNOWN if value is None else figure(value, digits) + unit


CLEAR, LIKELY = 0.9, 0.6
"""Confidence from which a label is called clear, or likely; chosen. How often each is right is
measured by tenths in ``docs/accuracy.md``; the files keep the number itself."""


def sureness(confidence: float | None) -> str:
    """Return how sure a label is: ``clear``, ``likely``, ``in doubt``, or ``corrected`` if None."""
    if confidence is None:
        return tr("corrected")
    if confidence >= CLEAR:
        return tr("clear")
    return tr("likely") if confidence >= LIKELY else tr("in doubt")


def in_seconds(seconds: float) -> str:
    """Write seconds; with a tenth below ten, so that a short gap does not read as 0."""
    return f"{figure(seconds, 1 if seconds < 9.95 else 0)} s"


def in_minutes(minutes: float) -> str:
    """Write minutes as hours and minutes: ``7 h 42 min``."""
    hours, rest = divmod(int(half_up(minutes)), 60)
    return f"{hours} h {rest:02d} min" if hours else f"{rest} min"


def spell(minutes: float | None) -> str:
    """Write a duration: ``6 h 58 min``, in seconds below one minute; a dash if unknown."""
    if minutes is None:
        return UNKNOWN
    if 0 < minutes < 1:
        return in_seconds(minutes * 60)
    return in_minutes(minutes)


def share_worn(share: float | None) -> str:
    """Write the share of a night recorded and worn, the same everywhere; a dash if unknown."""
    return UNKNOWN if share is None else f"{figure(100 * share, 1)} %"


def with_begin(gaps: str, late_s: float) -> str:
    """Add to the words on a sensor's gaps how much later than the night it began, if it did."""
    if not late_s:
        return gaps
    return tr("{gaps}, began {length} later", gaps=gaps, length=spell(late_s / 60))


def clock(start: datetime, seconds: float, *, precise: bool = False) -> str:
    """Write the time of day at a second of the recording: ``23:41``; precise, ``23:41:07``."""
    moment = start + timedelta(seconds=seconds)
    return moment.strftime("%H:%M:%S" if precise else "%H:%M")


def long_date(start: date, end: date) -> str:
    """Write the dates of a night in full: ``Saturday 14 to Sunday 15 March 2026``."""
    last = tr("{weekday} {day} {month} {year}", **_date_parts(end))
    if (start.year, start.month, start.day) == (end.year, end.month, end.day):
        return last
    if start.year != end.year:
        first = tr("{weekday} {day} {month} {year}", **_date_parts(start))
    elif start.month != end.month:
        first = tr("{weekday} {day} {month}", **_date_parts(start))
    else:
        first = tr("{weekday} {day}", **_date_parts(start))
    return tr("{start} to {end}", start=first, end=last)


def from_to(start: datetime, begin: float, end: float) -> str:
    """Write a stretch, given in seconds from a start, as times of day: ``22:31 to 06:58``."""
    return tr("{start} to {end}", start=clock(start, begin), end=clock(start, end))


def short_date(day: date) -> str:
    """Write ``Sat 14 Mar 2026``."""
    return tr("{weekday} {day} {month} {year}", **_date_parts(day, short=True))


def shortest_date(day: date) -> str:
    """Write ``Sat 14 Mar``."""
    parts = _date_parts(day, short=True)
    return f"{parts['weekday']} {tr('{day} {month}', day=day.day, month=parts['month'][:3])}"


def day_and_month(day: date) -> str:
    """Write ``14 March``."""
    return tr("{day} {month}", **_date_parts(day))


def _date_parts(day: date, *, short: bool = False) -> dict[str, str]:
    """Return the parts of a date by placeholder; a text uses those that it needs."""
    days, months = (SHORT_DAYS, SHORT_MONTHS) if short else (DAYS, MONTHS)
    return {
        "weekday": tr(days[day.weekday()]),
        "day": str(day.day),
        "month": tr(months[day.month]),
        "year": str(day.year),
    }


def short_limbs(limbs: Iterable[str]) -> str:
    """Write limbs briefly: ``both ankles, left wrist``; unknown words unchanged."""
    given = list(limbs)
    parts = []
    for joint in ("ankle", "wrist"):
        pair = [f"{joint}_left", f"{joint}_right"]
        if set(pair) <= set(given):
            given = [limb for limb in given if limb not in pair]
            parts.append(tr("both ankles") if joint == "ankle" else tr("both wrists"))
    return ", ".join([*parts, *(limb_words(limb) for limb in given)])


def limb_words(limb: str) -> str:
    """Write one placement: ``left ankle``; an unknown word unchanged."""
    return tr(Placement(limb).words) if limb in set(Placement) else limb


def listed(parts: Sequence[str]) -> str:
    """Join words: ``a, b and c``; empty for no words."""
    if len(parts) < 2:
        return "".join(parts)
    return tr("{several} and {last}", several=", ".join(parts[:-1]), last=parts[-1])


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Write a count with its noun: ``1 gap``, ``3 gaps``; the plural adds an s unless given."""
    return trn(f"{{count}} {noun}", f"{{count}} {plural or noun + 's'}", count)


def years(age: float) -> str:
    """Write an age: ``1 year``, ``6.5 years``."""
    return trn("{age:g} year", "{age:g} years", 1 if age == 1 else 2, age=age)


def odds(chance: float) -> str:
    """Write a probability above 0 as a frequency: ``1 of 40 cases``."""
    if chance > 0.001:
        return tr("1 of {cases:.0f} cases", cases=1 / chance)
    return tr("fewer than 1 of 1000 cases")


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
SHORT_DAYS, SHORT_MONTHS = (tuple(name[:3] for name in names) for names in (DAYS, MONTHS))
