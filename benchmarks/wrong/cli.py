"""Wrong numbers, signs and units of the command line."""

from benchmarks.mutant import Changes

CLI: Changes = {
    "cli/history/standouts.py": (("_SEEN: Final = 3", "_SEEN: Final = 1"),),
    "cli/immobilisation.py": (("longest_hours: float = 2.0", "longest_hours: float = 1.6"),),
    "cli/judgement.py": (
        ("summary.plm.hours_of_sleep < CONCERN", "summary.plm.hours_of_sleep < 0.5 * CONCERN"),
    ),
    "cli/night/listed/part_nights.py": (
        ("timedelta(hours=5)", "timedelta(hours=15)"),
        ("_TIMES_OTHERS: Final = 2", "_TIMES_OTHERS: Final = 1"),
        ("_FEWEST_OWN: Final = 4", "_FEWEST_OWN: Final = 40"),
    ),
    "cli/night/scored/event_columns.py": (
        ("onset - onsets[event.series]", "onset - event.series"),
        ("_MILLISECONDS: Final = 3", "_MILLISECONDS: Final = 2"),
        ("onsets[event.series] = onset", "onsets.setdefault(event.series, onset)"),
    ),
    "cli/reading/same_samples.py": (
        ("LATE_S = 1.0", "LATE_S = 0.01"),
        ("ROUNDED_G = 0.0055", "ROUNDED_G = 0.1"),
    ),
    "cli/recording/evening/preflight.py": (
        ("battery: float = 40.0", "battery: float = 32.0"),
        ("rate: float = 0.05", "rate: float = 0.0625"),
        ("level: float = 0.1", "level: float = 0.08"),
        ("disk: float = 2e9", "disk: float = 1.6e9"),
    ),
    "cli/report/wearer_age.py": (("SLACK_YEARS: Final = 1.0", "SLACK_YEARS: Final = 0.0"),),
}
