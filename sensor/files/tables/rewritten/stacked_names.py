"""Names of columns in four lines, one below the other, as ShimmerCapture writes them.

Device, signal, ``RAW`` or ``CAL``, and unit. Of a signal in both, the calibrated one is read.
"""

import re

from limbwatch.sensor.files.tables.rewritten.rewriting import Rewriting

_LINES = 4
_SORTS = {"RAW", "CAL"}
"""What the third line says of each column."""


def stacked_names(start: bytes) -> Rewriting | None:
    """Return how to rewrite a table whose names stand in four lines, judged by its beginning."""
    lines = start.split(b"\n", _LINES)
    if len(lines) <= _LINES:
        return None
    stacked = [_cells(line) for line in lines[:_LINES]]
    devices, signals, sorts, _ = stacked
    if set(sorts) - {""} != _SORTS or len(set(map(len, stacked))) > 1:
        return None
    calibrated = {
        (device, signal)
        for device, signal, sort in zip(devices, signals, sorts, strict=True)
        if sort == "CAL"
    }
    several = len(set(devices) - {""}) > 1
    names = []
    for at, (device, signal, sort, unit) in enumerate(zip(*stacked, strict=True)):
        if sort == "RAW" and (device, signal) in calibrated:
            names.append(f"column {at + 1}")
        else:
            # an asterisk marks the usual calibration
            plain = re.sub(r"[()]|\*$", "", unit)
            names.append(f"{device} {signal} ({plain})" if several else f"{signal} ({plain})")
    above = ("\t".join(names) + "\n").encode()
    return Rewriting(
        rewritten=lambda text: above + text.split(b"\n", _LINES)[_LINES],
        note="The names of the columns stand in four lines; the calibrated signals were read.",
    )


def _cells(line: bytes) -> list[str]:
    return [cell.strip() for cell in line.decode("utf-8-sig", "replace").strip("\r\n").split("\t")]
