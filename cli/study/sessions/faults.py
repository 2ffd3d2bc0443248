"""Rows that could not be scored, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from limbwatch.cli.night.csv_table import csv_table
from limbwatch.cli.study.manifests.manifest import ManifestRow

FAILURES: Final = "failures.csv"
FAILURE_COLUMNS: Final = ("line", "subject", "session", "placement", "path", "reason", "left_out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A row that cannot be scored."""

    row: ManifestRow
    reason: str
    """What is wrong, with the value, and how to correct it."""
    left_out: tuple[int, ...] = ()
    """Lines of the other rows of its session, which are not scored either: a night without one
    of its sensors would be another night."""


def failures_table(faults: Iterable[Fault]) -> bytes:
    """Return ``failures.csv`` in the order of the manifest; only a header if all went well."""
    rows = [
        (
            *(row.line, row.subject, row.session, row.placement, row.path),
            " ".join(fault.reason.split()),
            " ".join(map(str, fault.left_out)),
        )
        for fault in sorted(faults, key=lambda fault: (fault.row.line, fault.reason))
        for row in [fault.row]
    ]
    return csv_table(FAILURE_COLUMNS, rows)
