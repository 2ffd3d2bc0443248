"""Numbers, times and limbs as people read them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from limbwatch.classify.rounding import half_up
from limbwatch.cli.language.spoken import decimal, tr, trn
from limbwatch.sensor import Placement

UNKNOWN = "\N{EN DASH}"


def figure(value: float | None, digits: int = 0) -> str:
    """Write a number with a fixed count of decimals; a dash when unknown; zero has no sign."""
    return UNKNOWN if value is None else decimal(f"{half_up(value, digits):z.{digits}f}")


def with_unit(value: float | None, digits: int, unit: str) -> str:
    """Write a number with its unit, which brings its blank: ``4.2 mg``, ``4.2/h``; else a dash."""
    return UNKNOWN if value is None else figure(value, digits) + unit


CLEAR, LIKELY = 0.9, 0.6
"""Confidence from which a label is called clear, and likely; chosen. What a label of either is
worth is measured by tenths in ``docs/accuracy.md``; the figure itself stays in the files."""


def sureness(confidence: float | None) -> str:
    """Say how sure a label is: ``clear``, ``likely``, ``in doubt``; ``corrected`` without it."""
    if confidence is None:
        return tr("corrected")
    if confidence >= CLEAR:
        return tr("clear")
    return tr("likely") if confidence >= LIKELY else tr("in doubt")


def in_seconds(seconds: float) -> str:
    """Write seconds; those below ten to a tenth, so that a short gap is not none."""
    return f"{figure(seconds, 1 if seconds < 9.95 else 0)} s"


def in_minutes(minutes: float) -> str:
    """Write minutes as a person says them: ``7 h 42 min``."""
    hours, rest = divmod(int(half_up(minutes)), 60)
    return f"{hours} h {rest:02d} min" if hours else f"{rest} min"


def spell(minutes: float | None) -> str:
    """Write a length of time: ``6 h 58 min``; below one minute in seconds; a dash when unknown."""
    if minutes is None:
        return UNKNOWN
    if 0 < minutes < 1:
        return in_seconds(minutes * 60)
    return in_minutes(minutes)


def share_worn(share: float | None) -> str:
    """Write how much of a night was recorded and worn, everywhere alike; a dash when unknown."""
    return UNKNOWN if share is None else f"{figure(100 * share, 1)} %"


def with_begin(gaps: str, late_s: float) -> str:
    """Add to what is said of a sensor's gaps that it began later than the night, if it did."""
    if not late_s:
        return gaps
    return tr("{gaps}, began {length} later", gaps=gaps, length=spell(late_s / 60))


def clock(start: datetime, seconds: float, *, precise: bool = False) -> str:
    """Write the time of day of a second of the recording: ``23:41`` or ``23:41:07`` in its zone."""
    moment = start + timedelta(seconds=seconds)
    return moment.strftime("%H:%M:%S" if precise else "%H:%M")


def long_date(start: date, end: date) -> str:
    """Name the night in the language that is spoken: ``Saturday 14 to Sunday 15 March 2026``."""
    last = tr("{weekday} {day} {month} {year}", **_parts(end))
    if (start.year, start.month, start.day) == (end.year, end.month, end.day):
        return last
    if start.year != end.year:
        first = tr("{weekday} {day} {month} {year}", **_parts(start))
    elif start.month != end.month:
        first = tr("{weekday} {day} {month}", **_parts(start))
    else:
        first = tr("{weekday} {day}", **_parts(start))
    return tr("{start} to {end}", start=first, end=last)


def from_to(start: datetime, begin: float, end: float) -> str:
    """Write ``22:31 to 06:58``, of seconds from a start."""
    return tr("{start} to {end}", start=clock(start, begin), end=clock(start, end))


def short_date(day: date) -> str:
    """Write ``Sat 14 Mar 2026``."""
    return tr("{weekday} {day} {month} {year}", **_parts(day, short=True))


def shortest_date(day: date) -> str:
    """Write ``Sat 14 Mar``."""
    parts = _parts(day, short=True)
    return f"{parts['weekday']} {tr('{day} {month}', day=day.day, month=parts['month'][:3])}"


def day_and_month(day: date) -> str:
    """Write ``14 March``."""
    return tr("{day} {month}", **_parts(day))


def _parts(day: date, *, short: bool = False) -> dict[str, str]:
    """Give what a date is written of, by its placeholders; a text takes those that it names."""
    days, months = (SHORT_DAYS, SHORT_MONTHS) if short else (DAYS, MONTHS)
    return {
        "weekday": tr(days[day.weekday()]),
        "day": str(day.day),
        "month": tr(months[day.month]),
        "year": str(day.year),
    }


def short_limbs(limbs: Iterable[str]) -> str:
    """Name limbs in little room: ``both ankles, left wrist``; unknown words unchanged."""
    given = list(limbs)
    parts = []
    for joint in ("ankle", "wrist"):
        pair = [f"{joint}_left", f"{joint}_right"]
        if set(pair) <= set(given):
            given = [limb for limb in given if limb not in pair]
            parts.append(tr("both ankles") if joint == "ankle" else tr("both wrists"))
    return ", ".join([*parts, *(limb_words(limb) for limb in given)])


def limb_words(limb: str) -> str:
    """Name one placement: ``left ankle``; a word that is none is left as it is."""
    return tr(Placement(limb).words) if limb in set(Placement) else limb


def listed(parts: Sequence[str]) -> str:
    """Join words: ``a, b and c``; empty for none."""
    if len(parts) < 2:
        return "".join(parts)
    return tr("{several} and {last}", several=", ".join(parts[:-1]), last=parts[-1])


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Write a count with its noun, whose plural has an s or is told: ``1 gap``, ``3 gaps``."""
    return trn(f"{{count}} {noun}", f"{{count}} {plural or noun + 's'}", count)


def years(age: float) -> str:
    """Write an age: ``1 year``, ``6.5 years``."""
    return trn("{age:g} year", "{age:g} years", 1 if age == 1 else 2, age=age)


def odds(chance: float) -> str:
    """Write a probability above 0 as people count: ``1 of 40 cases``."""
    if chance > 0.001:
        return tr("1 of {cases:.0f} cases", cases=1 / chance)
    return tr("fewer than 1 of 1000 cases")


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
SHORT_DAYS, SHORT_MONTHS = (tuple(name[:3] for name in names) for names in (DAYS, MONTHS))
