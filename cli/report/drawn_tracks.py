"""The night as tracks on one time axis."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from limbwatch.classify.figures import Summary
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event
from limbwatch.classify.sensor_figures import SensorFigures
from limbwatch.cli.kinds import EXPLANATIONS
from limbwatch.cli.laboratory_words import sleep_is
from limbwatch.cli.language.spoken import capital, decimal, tr
from limbwatch.cli.night.scored.contents import NightSource
from limbwatch.cli.report import svg
from limbwatch.cli.report.traces import NightEnvelope, coarser, turned
from limbwatch.cli.words import clock, limb_words
from limbwatch.sensor.arrays import Array, Span, Spans
from limbwatch.sensor.spans import merged, shared, without

_STRIP_S: Final = 5.0
"""Width of a bar of the envelope."""
_LEVELS: Final = 40
"""Height of the envelope's scale, in steps."""
_FAINTEST_G, _STRONGEST_G = 0.01, 2.0
"""Range of the envelope's log scale; it starts at half the threshold where that is known."""
_TICKS_G: Final = (0.01, 0.1, 1.0)
_HOUR_S: Final = 3600.0
_STEPS_S: Final = (60.0, 120.0, 300.0, 600.0, 900.0, 1800.0)
"""Steps of the time axis within an hour; the page uses the same when it zooms."""
_MOST_TIMES: Final = 9
"""Most labels of the time axis in steps shorter than an hour: paper has room for no more."""
_EDGE = 0.03
"""Share of the axis that half a time label takes, at most, on paper and on a phone."""
_STRIP_HEIGHT, _LANE_HEIGHT, _SLEEP_HEIGHT, _TURN_HEIGHT, _AXIS_HEIGHT = 44, 15, 26, 40, 20
"""Heights of the rows, pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTrack:
    """One row of the figure."""

    name: str
    note: str
    """Scale or count, printed beside the name."""
    kind: str
    """CSS class."""
    markup: str
    """SVG of the row."""
    scale: str = ""
    """SVG of the upright axis; empty for a row without one."""


def tracks(
    night: NightSource, envelopes: Sequence[NightEnvelope], left_out: Sequence[Span] = ()
) -> tuple[DrawnTrack, ...]:
    """Draw every track of a night, top to bottom; spans that are left out are hatched."""
    rows = [_strength_track(night, limb) for limb in envelopes]
    rows += [_kind_track(night, kind, left_out) for kind in EXPLANATIONS if _events_of(night, kind)]
    rows.append(_sleep_track(night, left_out))
    if envelopes:
        rows.append(_turn_track(night, envelopes[0]))
    rows.append(_time_axis(night))
    return tuple(rows)


def left_out_words(left_out: Sequence[Span]) -> str:
    """Explain how spans that a person left out are drawn; empty without any."""
    return tr("Hatched in the rows of kinds and sleep: left out by you.") if left_out else ""


def level(values: NDArray[np.float32], *, faintest: float = _FAINTEST_G) -> NDArray[np.int64]:
    """Return the heights, 0 to 40, of accelerations, g, on a log scale from ``faintest`` to 2 g.

    NaN becomes 0.
    """
    known = np.clip(np.nan_to_num(values, nan=faintest), faintest, _STRONGEST_G)
    share = np.log(known / faintest) / np.log(_STRONGEST_G / faintest)
    levels: NDArray[np.int64] = np.rint(_LEVELS * share).astype(np.int64)
    return levels


def _strength_track(night: NightSource, limb: NightEnvelope) -> DrawnTrack:
    name = limb_words(limb.placement)
    label = tr("Strength of movement of the {limb} through the night", limb=name)
    picture = _picture(night, label, _STRIP_HEIGHT, "strip")
    sensor = _hatch_unseen(picture, night, limb.placement)
    threshold = None if sensor is None else sensor.threshold_g
    # half the threshold hides the noise floor and keeps everything that could count
    faintest = _FAINTEST_G if threshold is None else min(threshold / 2, _STRONGEST_G / 2)
    bins = max(1, round(night.seconds / _STRIP_S))
    inner = svg.stretched(picture, width=bins, height=_LEVELS)
    heights = level(coarser(limb.peak, min(bins, len(limb.peak))), faintest=faintest)
    svg.path(inner, svg.steps(heights[None], _LEVELS)[0], "move")
    note = ""
    if threshold is not None:
        drawn = float(level(np.array([threshold], np.float32), faintest=faintest)[0])
        y = svg.percent(_LEVELS - drawn, _LEVELS)
        svg.line(picture, x1="0", y1=y, x2="100%", y2=y, name="limit")
        note = tr("threshold {mg:.0f} mg", mg=threshold * 1000)
    return DrawnTrack(
        name=capital(name),
        note=note,
        kind="strip",
        markup=svg.markup(picture),
        scale=_upright(_STRIP_HEIGHT, _strength_ticks(faintest)),
    )


def _strength_ticks(faintest: float) -> list[tuple[float, str]]:
    """Return the ticks of the log scale: share of the height from the top, and label."""
    ticks = [value for value in _TICKS_G if value > faintest]
    places = level(np.array(ticks, np.float32), faintest=faintest)
    return [
        (1 - place / _LEVELS, decimal(f"{value:g} g"))
        for place, value in zip(places.tolist(), ticks, strict=True)
    ]


def _upright(height: float, ticks: Sequence[tuple[float, str]]) -> str:
    """Draw an upright axis, hidden from screen readers: the name of its row says what it shows."""
    picture = svg.drawing("", height=height, name="scale")
    for key in ("role", "aria-label"):
        del picture.attrib[key]
    picture.set("aria-hidden", "true")
    for share, name in ticks:
        y = min(max(share * height, 0.5), height - 0.5)
        svg.line(picture, x1="93%", y1=f"{y:.1f}", x2="100%", y2=f"{y:.1f}", name="base")
        text = min(max(y + 4, 9.5), height - 0.5)
        svg.text(picture, name, x="88%", y=text, name="tick end")
    return svg.markup(picture)


def _events_of(night: NightSource, kind: Kind) -> list[Event]:
    return [event for event in night.events if event.kind is kind]


def _kind_track(night: NightSource, kind: Kind, left_out: Sequence[Span]) -> DrawnTrack:
    events, lane = _events_of(night, kind), tr(EXPLANATIONS[kind].lane)
    label = tr("{kind} through the night: {count}", kind=lane, count=len(events))
    picture = _picture(night, label, _LANE_HEIGHT, "lane")
    _hatch_uncounted(picture, night, left_out)
    inner = svg.stretched(picture, width=night.seconds, height=_LANE_HEIGHT)
    marks = svg.boxes(
        ((event.onset, event.onset + event.duration) for event in events),
        top=2.5,
        height=_LANE_HEIGHT - 5,
    )
    svg.path(inner, marks, f"mark k-{kind.value}")
    return DrawnTrack(name=lane, note=str(len(events)), kind="lane", markup=svg.markup(picture))


def _sleep_track(night: NightSource, left_out: Sequence[Span]) -> DrawnTrack:
    sleep = night.summary.sleep
    title = tr("Estimated sleep") if sleep.estimated else tr("Sleep, scored by a laboratory")
    label = tr("{sleep}: low and filled asleep, high and open awake in bed", sleep=title)
    picture = _picture(night, label, _SLEEP_HEIGHT, "sleep")
    _hatch_uncounted(picture, night, left_out)
    inner = svg.stretched(picture, width=night.seconds, height=_SLEEP_HEIGHT)
    awake = awake_in_bed(night.summary, left_out)
    svg.path(inner, svg.boxes(awake, top=3, height=_SLEEP_HEIGHT - 6), "awake")
    svg.path(inner, svg.boxes(sleep.asleep_s, top=14, height=_SLEEP_HEIGHT - 17), "asleep")
    return DrawnTrack(
        name=tr("Sleep"),
        note=sleep_is(night.summary),
        kind="sleep",
        markup=svg.markup(picture),
        scale=_upright(_SLEEP_HEIGHT, ((0.25, tr("awake")), (0.75, tr("asleep")))),
    )


def _turn_track(night: NightSource, limb: NightEnvelope) -> DrawnTrack:
    name = limb_words(limb.placement)
    label = tr("Turn of the {limb} away from its most usual position, 0 to 180 degrees", limb=name)
    picture = _picture(night, label, _TURN_HEIGHT, "turn")
    _hatch_unseen(picture, night, limb.placement)
    degrees = turned(limb.gravity)
    inner = svg.stretched(picture, width=max(1, len(degrees)), height=180)
    svg.path(inner, _outline(degrees), "turn")
    return DrawnTrack(
        name=tr("Turn"),
        note=tr("of the {limb}", limb=name),
        kind="turn",
        markup=svg.markup(picture),
        scale=_upright(_TURN_HEIGHT, ((0.0, "180\N{DEGREE SIGN}"), (1.0, "0\N{DEGREE SIGN}"))),
    )


def _outline(degrees: Array) -> str:
    parts, before = [], np.nan
    for number, value in enumerate((180 - np.rint(degrees)).tolist()):
        if np.isfinite(value):
            if not np.isfinite(before):
                parts.append(f"M{number} {value:.0f}h1")
            else:
                parts.append(f"V{value:.0f}h1" if value != before else "h1")
        before = value
    return "".join(parts)


def _time_axis(night: NightSource) -> DrawnTrack:
    picture = svg.drawing(tr("Time of day"), height=_AXIS_HEIGHT, name="axis")
    for at in _label_times(night):
        svg.hour(picture, at, night.seconds)
        svg.text(
            picture,
            clock(night.start, at),
            x=svg.percent(at, night.seconds),
            y=15,
            # a label at the very end stays within the picture
            name="hour end" if night.seconds - at < _EDGE * night.seconds else "hour",
            at=at,
        )
    return DrawnTrack(name=tr("Time of day"), note="", kind="axis", markup=svg.markup(picture))


def _label_times(night: NightSource) -> list[float]:
    """Return the times labelled on the axis: full hours, or shorter steps in short nights."""
    step = next((length for length in _STEPS_S if night.seconds / length <= _MOST_TIMES), _HOUR_S)
    start = night.start
    into_hour = start.minute * 60 + start.second + start.microsecond / 1e6
    first = step - into_hour % step
    return np.arange(first, night.seconds, step).tolist()


def _picture(night: NightSource, label: str, height: float, name: str) -> Element:
    """Begin a row and draw the lines of its hours."""
    picture = svg.drawing(label, height=height, name=name)
    for at in _label_times(night):
        svg.hour(picture, at, night.seconds)
    return picture


def _hatch_unseen(picture: Element, night: NightSource, placement: str) -> SensorFigures | None:
    """Hatch what a sensor did not see; return its figures, if it has any."""
    sensor = night.summary.sensor(placement)
    if sensor is not None:
        for spans, name in ((sensor.gaps, "gap"), (sensor.not_worn, "off")):
            for start, end in spans:
                svg.span(picture, start, end, night.seconds, name)
    return sensor


def _hatch_uncounted(picture: Element, night: NightSource, left_out: Sequence[Span]) -> None:
    """Hatch what no sensor saw and what is left out."""
    for start, end in merged_spans([*unseen(night.summary), *left_out]):
        svg.span(picture, start, end, night.seconds, "gap")


def unseen(summary: Summary) -> list[Span]:
    """Return the spans that no sensor saw, in order."""
    each = [merged([*sensor.gaps, *sensor.not_worn]) for sensor in summary.coverage]
    return _pairs(reduce(shared, each)) if each else []


def merged_spans(spans: Iterable[Span]) -> list[Span]:
    """Merge spans that touch or overlap."""
    return _pairs(merged(spans))


def awake_in_bed(summary: Summary, left_out: Iterable[Span] = ()) -> list[Span]:
    """Return the spans in bed that were observed, counted and without sleep."""
    bed = summary.sleep.in_bed_s
    if bed is None:
        return []
    other = merged([*summary.sleep.asleep_s, *unseen(summary), *left_out])
    return _pairs(without(np.array([bed], np.float64), other))


def _pairs(spans: Spans) -> list[Span]:
    return [(begin, end) for begin, end in spans.tolist()]
