"""Wrong numbers, signs and units of samples, bounds and score lists."""

from benchmarks.mutant import Changes

SAMPLES: Changes = {
    "sensor/bounds.py": (
        ("(5.0, 1000.0)", "(1.0, 1000.0)"),
        ("night_s: float = 24 * 3600.0", "night_s: float = 27 * 3600.0"),
        (
            "rates_hz: tuple[float, float] = (5.0, 1000.0)",
            "rates_hz: tuple[float, float] = (6.0, 1000.0)",
        ),
        ("clock_off: float = 0.02", "clock_off: float = 0.025"),
        ("archive_times: int = 100", "archive_times: int = 125"),
        ("archive_bytes: int = 64 * 2**20", "archive_bytes: int = 48 * 2**20"),
        ("line_bytes: int = 2**16", "line_bytes: int = 3 * 2**15"),
        ("largest_g: float = 1000.0", "largest_g: float = 800.0"),
        ("figure: float = 1e9", "figure: float = 1.25e9"),
    ),
    "sensor/samples.py": (
        ("STANDARD_GRAVITY = 9.80665", "STANDARD_GRAVITY = 9.9"),
        ("- 0.5 / before.rate", "- 50 / before.rate"),
    ),
    "sensor/scorings/candidate_columns.py": (("_is_time) > 0.8", "_is_time) > 0.999"),),
    "sensor/scorings/leg_rows.py": (
        ("_FILLER_S: Final = 5.0", "_FILLER_S: Final = 4.0"),
        ("_FEWEST: Final = 3", "_FEWEST: Final = 30"),
        ("_TIMES: Final = 3.0", "_TIMES: Final = 300.0"),
    ),
    "sensor/scorings/moments.py": (("year + 2000 if year < 100", "year + 1900 if year < 100"),),
    "sensor/scorings/rows.py": (("EPOCH_S: Final = 30.0", "EPOCH_S: Final = 20.0"),),
    "sensor/standstill.py": (
        ("LASTING_S: Final = 60.0", "LASTING_S: Final = 30.0"),
        ("REPEATED: Final = 0.05", "REPEATED: Final = 0.5"),
        ("ASIDE_S: Final = 10.0", "ASIDE_S: Final = 0.0"),
    ),
}
