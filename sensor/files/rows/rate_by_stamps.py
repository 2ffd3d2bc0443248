"""The measured rate, checked against what is possible, what the file states and a person says."""

from limbwatch.sensor.errors import UnreadableFile
from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.rows.stamped_rows import StampedRows
from limbwatch.sensor.files.times.spacing.nominal import agree
from limbwatch.sensor.files.times.writing.scales import RATES

TOLERATED = 0.05
"""Share by which the measured rate may differ from the one that a person gives."""

MISSTATED = 0.25
"""Share by which the measured rate may differ from the one that the file states: clocks are off by
less, and two rates of one sensor are further apart."""


def check_rate(source: StampedRows, rate: float) -> tuple[str, ...]:
    """Require a possible rate, and warn where it replaces the one that a person gives.

    Raises
    ------
    UnreadableFile
        If no sensor on a limb has that rate, or it contradicts what is stated or asked for.
    """
    _require_rate(source, rate)
    if source.asked is None or agree(rate, source.asked):
        return ()
    return (
        Doubt(
            f"The file has a time for each sample, and {rate:.4g} samples per second by them: "
            f"those were taken, and not {source.asked:g} as --rate says."
        ),
    )


def _require_rate(source: StampedRows, rate: float) -> None:
    """Refuse stamps that no sensor on a limb gives, or that contradict what is stated."""
    path, asked, stated = source.path, source.asked, source.rate
    if asked is not None and abs(rate / asked - 1) > TOLERATED:
        raise UnreadableFile(
            f"{path} has a time for each sample, and {rate:.4g} samples per second by them, not "
            f"{asked:g} as --rate says. Leave --rate out, or ignore the times if they are wrong: "
            f"--columns time=none --rate {asked:g}. --explain shows how the times were understood."
        )
    if rate < RATES[0]:
        raise UnreadableFile(
            f"{path} has {rate:.3g} samples per second; limb movements need at least 5, better "
            "25. Record faster, or export raw samples instead of averages."
        )
    if rate > RATES[1]:
        raise UnreadableFile(
            f"By its times {path} has {rate:.4g} samples per second, and no sensor on a limb has "
            "more than 1000: they are not times, or in another unit. --explain shows how they "
            "were understood; --columns time=none with --rate ignores them."
        )
    if source.seconds is None or stated is None or asked is not None:
        return
    if abs(rate / stated - 1) > MISSTATED:
        raise UnreadableFile(
            f"{path} states {stated:g} samples per second, and by its times it has {rate:.4g}: one "
            f"of them is wrong. If the times are right, give --rate {rate:.4g}."
        )
