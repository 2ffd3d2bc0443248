"""The events of a night as a list in the terminal."""

import textwrap
from collections.abc import Iterable

from limbwatch.classify.night import Event
from limbwatch.classify.observation.exposure_time import clock
from limbwatch.cli.kinds import EXPLANATIONS
from limbwatch.cli.night.corrected import Corrected
from limbwatch.cli.screen.fitting import WIDTH, paragraph
from limbwatch.cli.words import sureness
from limbwatch.sensor import Placement

_KIND = 22
_SHORT = {"left": "L", "right": "R"}
_NARROW = 80
"""Below so many columns limbs and label stand at the head of the reason."""
_HEAD = f"{'time':<9} {'kind':<{_KIND}} {'PLM':<4} "
_INDENT = 10


def event_list(shown: Corrected, *, width: int = WIDTH) -> str:
    """Lay out the events of a night for 60 columns or more, each with its reason."""
    night = shown.night
    narrow = width < _NARROW
    lines = textwrap.wrap(shown.mark, width)
    if not night.events:
        return "\n".join([*lines, "No movement was found in this night."])
    limbs = "" if narrow else f"{'limbs':<17}"
    lines.append(f"{_HEAD}{limbs}{'lasts':>8}{'peak':>8}{'' if narrow else ' label'}")
    for event in night.events:
        awake = "" if event.asleep or event.reason.startswith("awake") else "awake; "
        lines.append(f"{clock(night.start, event.onset):%H:%M:%S}  {_line(event, narrow=narrow)}")
        said = shown.said.get(event.onset, "")
        text = f"{said}; {awake}{event.reason}" if said else awake + event.reason
        if narrow:
            text = f"{_limbs(event.limbs)}, {sureness(event.confidence)}; {text}"
        lines += paragraph(text, width, _INDENT)
    return "\n".join(lines)


def _line(event: Event, *, narrow: bool) -> str:
    series = "" if event.series is None else f"#{event.series}"
    words = event.kind.words
    if len(words) > _KIND:
        words = EXPLANATIONS[event.kind].lane.lower()
    limbs = "" if narrow else f"{_limbs(event.limbs):<17}"
    label = "" if narrow else f" {sureness(event.confidence)}"
    return f"{words:<{_KIND}} {series:<4} {limbs}{event.duration:6.1f} s {event.peak:5.2f} g{label}"


def _limbs(limbs: Iterable[Placement]) -> str:
    """Shorten ``ankle_left+ankle_right+wrist_left`` to ``ankle LR wrist L``."""
    sides: dict[str, str] = {}
    for placement in limbs:
        joint, _, side = placement.partition("_")
        sides[joint] = sides.get(joint, "") + _SHORT.get(side, "")
    return " ".join(f"{joint} {side}".rstrip() for joint, side in sides.items())
