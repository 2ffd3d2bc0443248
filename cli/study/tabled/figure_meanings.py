"""Meaning and unit of each figure of a night: the data dictionary of a study."""

from collections.abc import Mapping
from typing import Final

from limbwatch.classify.associations import WINDOWS
from limbwatch.sensor import Placement

_UNITS: Final = (
    ("_per_hour", "1/h"),
    ("_minutes", "min"),
    ("_ppm", "ppm"),
    ("_hz", "Hz"),
    ("_log_mean", "s"),
    ("_log_sd", ""),
    ("_count", ""),
    ("interval_s_median", "s"),
    ("_s", "s"),
    ("_g", "g"),
)
"""Units by the ending of a name; the first that fits decides."""


def unit_of(name: str) -> str:
    """Return the unit of a figure by the ending of its name; empty for counts, shares and texts."""
    if name == "age":
        return "years"
    if "hours_of_" in name:
        return "h"
    return next((unit for ending, unit in _UNITS if name.endswith(ending)), "")


_DESCRIPTIONS: Final[Mapping[str, str]] = {
    "version": "limbwatch that scored the night",
    "code": "Digest of the sources that scored it: another where they are; empty when unknown",
    "rules": "Published rules of periodic limb movements",
    "age": "Age as told",
    "start": "Second 0, ISO 8601 with offset: the wearer's clock",
    "end": "End of the last sample of any sensor, ISO 8601 with offset",
    "duration_s": "From second 0 to the end",
    "placements": "Where sensors were worn",
    "sleep_onset_s": "First sleep, from second 0; estimated unless a laboratory scored it",
    "sleep_minutes": "Total sleep time; estimated unless a laboratory scored it",
    "sleep_efficiency": "Share of the observed time in bed asleep, 0 to 1; "
    "estimated unless a laboratory scored it",
    "sleep_waso_minutes": "Wake after sleep onset; estimated unless a laboratory scored it",
    "sleep_latency_minutes": "From going to bed to first sleep; "
    "estimated unless a laboratory scored it",
    "sleep_time_in_bed_minutes": "Time in bed",
    "sleep_observed_in_bed_minutes": "Time in bed in which a worn sensor was seen",
    "sleep_method": "How sleep was estimated or scored",
    "sleep_estimated": "1: sleep was estimated from movement, not measured",
    "limb_movements_count": "Leg movements in sleep, periodic or not",
    "limb_movements_index_per_hour": "The same per hour of observed sleep",
    "limb_movements_wake_count": "Leg movements awake in bed",
    "limb_movements_wake_index_per_hour": "The same per hour of observed wake in bed",
    "plm_count": "Periodic limb movements in sleep (PLMS)",
    "plm_index_per_hour": "PLMS per hour of observed sleep; see plm_hours_of_sleep",
    "plm_hours_of_sleep": "Observed sleep: the denominator of the indices in sleep",
    "plm_wake_count": "Periodic limb movements awake in bed (PLMW)",
    "plm_wake_index_per_hour": "PLMW per hour of observed wake in bed",
    "plm_hours_of_wake": "Observed wake in bed: the denominator of the indices in wake",
    "plm_series_count": "Series of periodic movements; each is a row of the data set series",
    "plm_periodicity_index": "Periodicity index, 0 to 1 (Ferri 2006: intervals of 10 to 90 s); "
    "empty below 10 movements/h",
    "plm_left": "PLMS of the left leg alone; empty without a sensor that could see them",
    "plm_right": "PLMS of the right leg alone; empty without a sensor that could see them",
    "plm_bilateral": "PLMS of both legs; empty without sensors that could see them",
    "hypnic_jerks_count": "Hypnic jerks",
    "sleep_in_bed_start_s": "Going to bed, from second 0; estimated, or as window tells",
    "sleep_in_bed_end_s": "Rising, from second 0; estimated, or as window tells",
    "sleep_asleep_count": "Stretches of sleep in bed",
    "sleep_observed_count": "Stretches of the night in which a worn sensor was seen",
    "sleep_epoch_s": "Length of the epochs that sleep is told in",
    "sleep_epochs": "Number of these epochs",
    "plm_interval_s_count": "Intervals from onset to onset inside series of periodic movements",
    "plm_interval_s_median": "Median of these intervals",
    "plm_interval_s_log_mean": "Mean of their natural logarithms, as seconds",
    "plm_interval_s_log_sd": "Standard deviation of their natural logarithms, no unit",
    "plm_per_hour_count": "Hours of the clock that the night touches; rows of the data set hours",
    "hypnic_jerks_events_count": "Hypnic jerks that are listed, as rows of the data set events",
    "source_count": "Files that the night was made of",
    "asked": "What was told of the files and the night, as options of replay",
    "simulated": "1: made by a program, and nobody's night",
    "evening": "Date of the evening where the night was cut out of a longer recording",
    "part": "Which of the nights of that recording",
    "window": "Where the time in bed is from",
    "laboratory_files": "Names and content of the laboratory's files that were used",
    "laboratory_clock_offset_s": "How far the laboratory's clock was ahead",
    "laboratory_clock_drift_ppm": "How much faster the laboratory's clock ran",
    "laboratory_clock_from": "How the two clocks were brought together",
    "laboratory_staged": "1: sleep is the laboratory's, and no estimate",
    "laboratory_lights_off_s": "Lights off as the laboratory marked it, from second 0",
    "laboratory_lights_on_s": "Lights on as the laboratory marked it, from second 0",
    "laboratory_breathing_count": "Apnoeas, hypopnoeas and RERA that were scored",
    "laboratory_arousals_count": "Arousals that were scored",
    "laboratory_arousal_leg_movements": "Leg movements in sleep that go with an arousal",
    "laboratory_arousal_plm": "PLMS that go with an arousal",
    "laboratory_arousal_plm_per_hour": "The same per hour of observed sleep",
    "laboratory_remarks": "What of the laboratory's files is doubtful",
    "findings": "Codes of what is worth a person's attention; never a diagnosis",
    "not_assessed": "Clauses of the rules that acceleration cannot judge",
    "another_sensor": "What one more sensor would tell",
}
"""Meanings by name."""


def meaning_of(name: str) -> str:
    """Return the meaning of a figure; if it has no sentence of its own, the words of its key."""
    if name in _DESCRIPTIONS:
        return _DESCRIPTIONS[name]
    for placement in sorted(Placement, key=len, reverse=True):
        start = f"coverage_{placement.value}_"
        if name.startswith(start):
            rest = name.removeprefix(start)
            return f"Sensor on the {placement.words}: {_SENSOR.get(rest, rest.replace('_', ' '))}"
    for window in WINDOWS:
        start = f"laboratory_respiratory_{window.rules}_"
        if name.startswith(start):
            return f"{_RESPIRATORY[name.removeprefix(start)]}; window of {window.rules}"
    if name.startswith("counts_"):
        return f"Events of the kind {name.removeprefix('counts_')}"
    words = name.removesuffix("_s").replace("_", " ")
    return f"{words[0].upper()}{words[1:]} (key of night.json)"


_SENSOR: Final[Mapping[str, str]] = {
    "device": "what recorded it, as the file says",
    "recorded_s": "recorded time",
    "worn_s": "time in which it was worn",
    "worn_share": "share of the recorded time in which it was worn, 0 to 1",
    "gaps_count": "gaps in its samples",
    "not_worn_count": "stretches in which it was not worn",
    "rate_hz": "measured rate",
    "rate_nominal_hz": "rate that the file states",
    "clock_drift_ppm": "drift of its clock",
    "floor_g": "noise floor",
    "threshold_g": "detection threshold",
    "notes": "what the reader found",
    "warnings": "what the reader decided that the file did not settle",
}
"""Meanings of the figures of each sensor."""
_RESPIRATORY: Final[Mapping[str, str]] = {
    "leg_movements": "Respiratory leg movements in sleep",
    "plm": "PLMS that are respiratory",
    "plm_without": "PLMS where respiratory leg movements are left out and series formed anew",
    "plm_without_per_hour": "The same per hour of observed sleep",
}
"""Meanings of the figures of respiratory leg movements."""
