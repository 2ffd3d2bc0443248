"""Sensors whose clocks differ by hours, moved into one night before it is cut and scored."""

from collections.abc import Sequence

from limbwatch.classify.observation.clock_verdict import on_one_clock
from limbwatch.classify.observation.common_clock import clocks_of
from limbwatch.classify.observation.synchrony_limits import SYNCHRONY
from limbwatch.cli.errors import CommandError
from limbwatch.cli.reading.long_recordings import all_read, begin_of, end_of
from limbwatch.cli.reading.sources import check_one_night
from limbwatch.dsp import analyse
from limbwatch.sensor import aligned
from limbwatch.sensor.bounds import BOUNDS
from limbwatch.sensor.long_recording import AnyRecording


def align_far_clocks(
    sensors: Sequence[AnyRecording], *, keep_clocks: bool = False
) -> Sequence[AnyRecording]:
    """Move sensors into one night where a clock was wrong by hours, a time zone or a day.

    There is one recording for each placement. They are unchanged if the stamps lie in one night
    already, or if the movements prove no shift.

    Raises
    ------
    CommandError
        If the sensors do not overlap and their movements do not show how far a clock is off.
    UnreadableFile
        If a recording is damaged, or together they last longer than any recording can.
    """
    refusal = _refusal(sensors)
    if refusal is None and _fits_a_night(sensors):
        return sensors
    compared = not keep_clocks and _comparable(sensors)
    if compared:
        recordings = aligned(all_read(sensors))
        clocks = clocks_of([analyse(one) for one in recordings])
        if any(clock.mended for clock in clocks):
            changed = on_one_clock(recordings, clocks)
            if _refusal(changed) is None and _fits_a_night(changed):
                return changed
    if refusal is None:
        return sensors
    more = ""
    if keep_clocks:
        more = " Without --keep-clocks their movements are checked for a clock set wrong."
    elif compared:
        more = (
            f" Their movements were compared, too: no shift of up to "
            f"{SYNCHRONY.longest_s / 3600:.0f} h is known to bring them together."
        )
    raise CommandError(f"{refusal}{more}", exit_code=refusal.exit_code)


def _refusal(sensors: Sequence[AnyRecording]) -> CommandError | None:
    try:
        check_one_night(sensors)
    except CommandError as error:
        return error
    return None


def _fits_a_night(sensors: Sequence[AnyRecording]) -> bool:
    return (end_of(sensors) - begin_of(sensors)).total_seconds() <= BOUNDS.night_s


def _comparable(sensors: Sequence[AnyRecording]) -> bool:
    """Tell whether each sensor covers at most a night, and a shift within the search joins them."""
    lengths = [one.span[1] - one.span[0] for one in sensors]
    apart = (end_of(sensors) - begin_of(sensors)).total_seconds()
    return (
        len(sensors) > 1
        and max(lengths) <= BOUNDS.night_s
        and apart <= SYNCHRONY.longest_s + sum(sorted(lengths)[-2:])
    )
