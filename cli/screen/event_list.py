"""The events of a night as a list in the terminal."""

from collections.abc import Iterable

from limbwatch.classify.night import Event
from limbwatch.classify.observation.exposure_time import clock
from limbwatch.cli.kinds import lane_within
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.language.stored import translate_stored as in_words
from limbwatch.cli.night.correction.corrected import Corrected
from limbwatch.cli.screen.fitting import WIDTH, paragraph
from limbwatch.cli.words import figure, sureness
from limbwatch.sensor import Placement

_KIND = 22
"""Columns of the kind of an event."""
_NARROW = 80
"""Columns below which limbs and label move to the head of the reason."""
_LIMBS = 17
"""Least columns of the limbs of an event."""
_INDENT = 10
"""Indent of the reason, columns."""


def event_list(shown: Corrected, *, width: int = WIDTH) -> str:
    """Lay out the events of a night, each with its reason, in 60 or more columns."""
    night = shown.night
    room = max([_LIMBS, *(len(_limbs(event.limbs)) for event in night.events)])
    narrow = width < _NARROW + room - _LIMBS
    lines = paragraph(shown.mark, width)
    if night.summary.simulated:
        lines += paragraph(tr("This night is simulated, not a real person's."), width)
    if not night.events:
        return "\n".join([*lines, tr("No movement was found in this night.")])
    limbs = "" if narrow else f"{tr('limbs'):<{room}}"
    label = "" if narrow else " " + tr("label")
    head = f"{tr('time'):<9} {tr('kind'):<{_KIND}} {'PLM':<4} "
    lines.append(f"{head}{limbs}{tr('lasts'):>8}{tr('peak'):>8}{label}")
    for event in night.events:
        awake = "" if event.asleep or event.reason.startswith("awake") else tr("awake") + "; "
        lines.append(
            f"{clock(night.start, event.onset):%H:%M:%S}  {_line(event, 0 if narrow else room)}"
        )
        said = shown.remarks.get(event.onset, "")
        reason = in_words(event.reason)
        text = f"{said}; {awake}{reason}" if said else awake + reason
        if narrow:
            text = f"{_limbs(event.limbs)}, {sureness(event.confidence)}; {text}"
        lines += paragraph(text, width, _INDENT)
    return "\n".join(lines)


def _line(event: Event, room: int) -> str:
    """Lay out the measures of an event, with limbs and label if there is room."""
    series = "" if event.series is None else f"#{event.series}"
    words = tr(event.kind.words)
    if len(words) > _KIND:
        words = lane_within(event.kind)
    limbs = f"{_limbs(event.limbs):<{room}}" if room else ""
    label = f" {sureness(event.confidence)}" if room else ""
    measures = f"{figure(event.duration, 1):>6} s {figure(event.peak, 2):>5} g"
    return f"{words:<{_KIND}} {series:<4} {limbs}{measures}{label}"


def _limbs(limbs: Iterable[Placement]) -> str:
    """Shorten ``ankle_left+ankle_right+wrist_left`` to ``ankle LR wrist L``."""
    sides: dict[str, str] = {}
    for placement in limbs:
        joint, _, side = placement.partition("_")
        short = {"left": tr("L"), "right": tr("R")}.get(side, "")
        sides[joint] = sides.get(joint, "") + short
    return " ".join(f"{tr(joint)} {side}".rstrip() for joint, side in sides.items())
