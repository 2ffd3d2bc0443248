"""The rate of a recording, as the lines above its table, or the name of its file, state it."""

import re

from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.tables.preambles.preamble import lines_above
from limbwatch.sensor.files.times.writing.scales import RATES

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_LAST = rf"[^\d\n]{{0,24}}{_NUMBER}[\s\"',;\t)\]]*$"
"""A number that ends its line."""

_HERTZ = re.compile(rf"{_NUMBER}\s*(?:hz\b|samples?\s*(?:/|per)\s*s|sps\b)", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:"
    # programs write the unit into the name: sample_rate_hz, fs_hz, SampleRateHz
    r"(?:rate|fr[eé](?:qu|cu)[eéê]n[^\W\d_]+|freq|\bfs|\bodr)(?:_?(?:in_?)?hz)?\b"
    r"|samples?[ _]*(?:/|per)[ _]*s(?:ec(?:onds?)?)?\b"
    r"|taux d\W{1,2}[eé]chantillonnage\b|tasa de muestreo\b"
    r"|^\W*(?:acc(?:el\w*)?[ _])?hz\b"
    rf"){_LAST}",
    re.IGNORECASE,
)
_STEP = (
    r"(?:(?:sampl\w*?|record\w*?|logg?\w*?)[ _-]*(?:interval|period|time|step)"
    r"|(?:abtast|mess)(?:intervall?|periode|zeit)|^\W*(?:interval|dt|delta[ _]?t|ts|isi))"
)
"""Names of the time between two samples; AcqKnowledge calls it isi, the interval of samples."""

_SECONDS = r"(ms|msec|milliseconds?|s|sec|seconds?|us|µs|μs|microseconds?)"
_INTERVALS = (
    re.compile(rf"{_STEP}\b[^\d\n]{{0,24}}{_NUMBER}\s*{_SECONDS}\b", re.IGNORECASE),
    re.compile(
        rf"{_STEP}(?:[ _]*[\[(]\s*{_SECONDS}\s*[\])]|[ _]{_SECONDS})(?![a-zµμ\d_]){_LAST}",
        re.IGNORECASE,
    ),
    # AcqKnowledge: 20 msec/sample
    re.compile(rf"{_NUMBER}\s*{_SECONDS}\s*(?:/|per)\s*samples?\b", re.IGNORECASE),
)
"""The time between two samples: its unit behind the number, or with the name."""
_OTHER = re.compile(
    r"filter|cut.?off|pass|bandwidth|gyr|magn|ecg|ppg|eda|bvp|temp|heart|emg|gps|audio|baro|screen"
    r"|divi[ds]|limit",
    re.IGNORECASE,
)
"""Words for other things with a rate, and for other properties of a rate."""
_IN_A_NAME = re.compile(r"(?<!\d)(?<!\d\.)(\d+(?:\.\d+)?)[ _]?hz(?![a-z])", re.IGNORECASE)

_ROUNDED = 0.02
"""Share by which an interval and a rate may differ when one is the other, rounded: 38 ms are 26
Hz."""


def stated_rate(head: Head) -> float | None:
    """Find the one rate, in Hz, that the lines before a table, or else the file's name, state.

    None where there are several; those of filters and other sensors do not count.
    """
    usable = [rate for rate in stated_rates(head) if RATES[0] <= rate <= RATES[1]]
    return usable[0] if len(usable) == 1 else None


def stated_rates(head: Head) -> tuple[float, ...]:
    """Find all rates that are stated so, Hz, ascending, including impossible ones."""
    relevant = [line for line in lines_above(head) if not _OTHER.search(line)]
    found = {
        float(match[1].replace(",", "."))
        for line in relevant
        for form in (_HERTZ, _NAMED)
        for match in form.finditer(line)
    }
    from_intervals = {
        rate
        for line in relevant
        for form in _INTERVALS
        for rate in map(_rate_of_interval, form.finditer(line))
        if rate is not None and not any(abs(rate / hz - 1) < _ROUNDED for hz in found if hz > 0)
    }
    found |= from_intervals
    name = head.path.name
    if not found and not _OTHER.search(name):
        found = {float(match[1]) for match in _IN_A_NAME.finditer(name)}
    return tuple(sorted(found))


def _rate_of_interval(interval: re.Match[str]) -> float | None:
    """Return the rate of a stated interval, Hz."""
    words = [group for group in interval.groups() if group]
    number = next(float(word.replace(",", ".")) for word in words if word[0].isdigit())
    unit = next(word for word in words if not word[0].isdigit()).casefold()
    step = 1.0 if unit.startswith("s") else 1e-6
    if unit.startswith("m"):
        step = 1e-6 if unit.startswith("mic") else 1e-3
    return round(1 / (number * step), 6) if number > 0 else None
