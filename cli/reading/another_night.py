"""The doubt that a scoring is of another night than the one it is given for."""

from datetime import datetime
from typing import Final

from limbwatch.classify.night import Night
from limbwatch.sensor.scorings.moments import UNKNOWN_DAY

_ANOTHER_NIGHT: Final = (
    "it may be the scoring of another night: its date is {theirs}, ours is {ours}, and its leg "
    "movements do not fit ours ({pairs} pairs, which may be chance). Name the file of this night. "
    "If only its date was changed, as in anonymous files, give the difference of the clocks with "
    "{option}"
)


def another_night_doubt(
    start: datetime | None, night: Night, *, pairs: int, option: str
) -> tuple[str, ...]:
    """Return a doubt for a scoring of which neither date nor movements show that it is of a night.

    ``start`` is that of a scoring whose date was not believed, None without one, and ``pairs`` the
    number of movements of both that were matched in vain; ``option`` names the options that state
    the difference of clocks.
    """
    if start is None or start.date() == UNKNOWN_DAY.date():
        return ()
    said = _ANOTHER_NIGHT.format(
        theirs=f"{start:%Y-%m-%d}", ours=f"{night.start:%Y-%m-%d}", pairs=pairs, option=option
    )
    return (said,)
