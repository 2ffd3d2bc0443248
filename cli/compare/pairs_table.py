"""``pairs.csv``: our movements and the reference's, side by side, for every night."""

from collections.abc import Sequence
from typing import Any, Final

from limbwatch.classify.agreement.paired_lists import PairRow
from limbwatch.classify.agreement.study_agreement import StudyNight
from limbwatch.cli.night.csv_table import csv_table

COLUMNS: Final = (
    "night", "person", "number", "matched",
    "ours_onset_s", "ours_duration_s", "ours_kind", "ours_limbs",
    "reference_onset_s", "reference_duration_s", "reference_kind", "reference_side",
    "difference_s", "stage", "breathing", "simulated",
)  # fmt: skip
"""Times are on our clock; ``difference_s`` is our onset minus the reference's.

``matched`` is ``both``, ``ours`` or ``reference``. Nights of a study may share a name, as those of
two people do, or two sessions of one person: ``number`` is the position of the night in
``per_night`` of ``compare.json``, from 1, and unique."""


def pairs_table(nights: Sequence[StudyNight]) -> bytes:
    """Return the table of every movement in either list; unknown cells are empty."""
    rows = []
    for number, night in enumerate(nights, start=1):
        identity = [night.agreement.name, night.person, number]
        for row in night.agreement.rows:
            cells = _cells(row) | {"simulated": int(night.agreement.simulated)}
            rows.append([*identity, *(cells.get(name) for name in COLUMNS[len(identity) :])])
    return csv_table(COLUMNS, rows)


def _cells(row: PairRow) -> dict[str, Any]:
    cells: dict[str, Any] = {
        "matched": "reference",
        "reference_onset_s": _seconds(row.onset),
        "reference_duration_s": _seconds(row.duration),
        "reference_kind": row.kind,
        "reference_side": row.side,
        "stage": row.stage,
        "breathing": None if row.breathing is None else int(row.breathing),
    }
    if (ours := row.ours) is not None:
        cells |= {
            "matched": "ours" if row.onset is None else "both",
            "ours_onset_s": _seconds(ours.onset),
            "ours_duration_s": _seconds(ours.duration),
            "ours_kind": ours.kind.value,
            "ours_limbs": "+".join(limb.value for limb in ours.limbs),
            "difference_s": None if row.onset is None else _seconds(ours.onset - row.onset),
        }
    return cells


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
