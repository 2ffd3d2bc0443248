"""``events.csv``: one row per movement of a night."""

import csv
import io

from limbwatch.classify.night import Night
from limbwatch.classify.observation.exposure_time import clock

COLUMNS = (
    "onset",
    "onset_s",
    "duration_s",
    "kind",
    "limbs",
    "series",
    "asleep",
    "confidence",
    "peak_g",
    "reason",
)


def events_table(night: Night) -> bytes:
    """Write the events of a night as CSV.

    Parameters
    ----------
    night : Night
        A scored night.

    Returns
    -------
    bytes
        UTF-8 with a header; times to 1 ms, empty where there is no series. One night always
        gives the same bytes.
    """
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for event in night.events:
        rows.writerow(
            (
                clock(night.start, round(event.onset, 3)).isoformat(timespec="milliseconds"),
                f"{event.onset:.3f}",
                f"{event.duration:.3f}",
                event.kind.value,
                "+".join(limb.value for limb in event.limbs),
                "" if event.series is None else event.series,
                int(event.asleep),
                f"{event.confidence:.3f}",
                f"{event.peak:.4f}",
                event.reason,
            )
        )
    return text.getvalue().encode("utf-8")
