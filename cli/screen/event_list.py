"""The events of a night as a list in the terminal."""

import textwrap
from collections.abc import Iterable

from limbwatch.classify.night import Event
from limbwatch.classify.observation.exposure_time import clock
from limbwatch.cli.kinds import EXPLANATIONS
from limbwatch.cli.night.corrected import Corrected
from limbwatch.cli.screen.first_screen import WIDTH
from limbwatch.cli.words import sureness
from limbwatch.sensor import Placement

_KIND = 22
_SHORT = {"left": "L", "right": "R"}
_HEADER = f"{'time':<9} {'kind':<{_KIND}} {'PLM':<4} {'limbs':<17}{'lasts':>8}{'peak':>8} label"


def event_list(shown: Corrected) -> str:
    """Lay out the events of a night for 80 columns, each with its reason."""
    night = shown.night
    lines = textwrap.wrap(shown.mark, WIDTH)
    if not night.events:
        return "\n".join([*lines, "No movement was found in this night."])
    lines.append(_HEADER)
    for event in night.events:
        awake = "" if event.asleep or event.reason.startswith("awake") else "awake; "
        lines.append(f"{clock(night.start, event.onset):%H:%M:%S}  {_line(event)}")
        said = shown.said.get(event.onset, "")
        text = f"{said}; {awake}{event.reason}" if said else awake + event.reason
        lines += textwrap.wrap(text, WIDTH, initial_indent=" " * 10, subsequent_indent=" " * 10)
    return "\n".join(lines)


def _line(event: Event) -> str:
    series = "" if event.series is None else f"#{event.series}"
    words = event.kind.words
    if len(words) > _KIND:
        words = EXPLANATIONS[event.kind].lane.lower()
    return (
        f"{words:<{_KIND}} {series:<4} {_limbs(event.limbs):<17}"
        f"{event.duration:6.1f} s {event.peak:5.2f} g {sureness(event.confidence)}"
    )


def _limbs(limbs: Iterable[Placement]) -> str:
    """Shorten ``ankle_left+ankle_right+wrist_left`` to ``ankle LR wrist L``."""
    sides: dict[str, str] = {}
    for placement in limbs:
        joint, _, side = placement.partition("_")
        sides[joint] = sides.get(joint, "") + _SHORT.get(side, "")
    return " ".join(f"{joint} {side}".rstrip() for joint, side in sides.items())
