"""Wrong numbers, signs and units of reading of files."""

from benchmarks.mutant import Changes

FILES: Changes = {
    "sensor/files/actigraph/log_records.py": (
        ("start >= at", "start > at"),
        ("<= len(data)", "< len(data)"),
    ),
    "sensor/files/archived.py": (("MOST_MEMBERS = 1000", "MOST_MEMBERS = 10000"),),
    "sensor/files/containers/inner_tables.py": (
        ("_AXES = 3", "_AXES = 2"),
        ("_AXES = 3", "_AXES = 4"),
    ),
    "sensor/files/containers/time_series.py": (
        ("_FEWEST = 60", "_FEWEST = 59"),
        ("_AXES = 3", "_AXES = 2"),
    ),
    "sensor/files/containers/stated_columns.py": (
        ("_VALUES = 20", "_VALUES = 21"),
        ("_VALUES = 20", "_VALUES = 19"),
        ("_COLUMNS = 3", "_COLUMNS = 2"),
    ),
    "sensor/files/counts.py": (
        ("SOON_S: Final = 60.0", "SOON_S: Final = 90.0"),
        ("_REPORTED_S: Final = 0.05", "_REPORTED_S: Final = 0.02"),
        ("first = min(soon)", "first = soon[0]"),
        ("and not one.span[0] for", "for"),
    ),
    "sensor/files/dialects/modules.py": (("FASTEST_DOT_HZ = 120.0", "FASTEST_DOT_HZ = 9000.0"),),
    "sensor/files/recorders/device_damage.py": (
        ("len(lines[-1]) == usual", "len(lines[-1]) <= usual"),
    ),
    "sensor/files/recorders/omconvert_wav.py": (
        ("= 32768", "= 32767"),
        ("= 0x8000", "= 0x4000"),
        ("begin + 24", "begin + 26"),
        ("(13, 12): 12.5", "(13, 12): 13.0"),
        ("(6, 6): 6.25", "(6, 6): 6.0"),
    ),
    "sensor/files/rows/own_rows.py": (
        ("MOST = 64", "MOST = 2"),
        ("FEWEST = 200", "FEWEST = 2000"),
        ("SHARE = 0.99", "SHARE = 0.5"),
    ),
    "sensor/files/several/named_turns.py": (
        ("FEWEST_TURNS = 4", "FEWEST_TURNS = 40"),
        ("MOST_TURNS = 8", "MOST_TURNS = 80"),
    ),
    "sensor/files/tables/axes/at_gravity.py": (("MOSTLY = 0.8", "MOSTLY = 0.3"),),
    "sensor/files/tables/axes/unnamed_axes.py": (
        ("NOISE = 0.002", "NOISE = 0.05"),
        ("CLEARLY = 4.0", "CLEARLY = 1.1"),
    ),
    "sensor/files/tables/clock_columns/row_dates.py": (("_NEAR_S = 60.0", "_NEAR_S = 6000.0"),),
    "sensor/files/tables/clock_columns/time_cells.py": (
        ("SMALLEST_CUT = 10_000", "SMALLEST_CUT = 10"),
    ),
    "sensor/files/tables/preambles/preamble.py": (("_ROUNDED = 0.02", "_ROUNDED = 0.5"),),
    "sensor/files/tables/rewritten/rewriting.py": (("SHARE: Final = 0.8", "SHARE: Final = 0.2"),),
    "sensor/files/times/misplaced/excursions.py": (
        ("BEHIND_S = 0.1", "BEHIND_S = 1.0"),
        ("AWAY_S = 60.0", "AWAY_S = 600.0"),
        ("RETURN_S = 10.0", "RETURN_S = 1.0"),
        ("within=0.5 * period", "within=5 * period"),
    ),
    "sensor/files/times/misplaced/order.py": (
        ("LATE_STAMPS = 8", "LATE_STAMPS = 800"),
        ("back = latest + period - float(piece[0])", "back = latest - float(piece[0])"),
    ),
    "sensor/files/times/spacing/lines.py": (("0.02 if delayed else 0.5", "0.5"),),
    "sensor/files/times/spacing/nth_rows.py": (
        ("REGULAR = 0.9", "REGULAR = 0.3"),
        ("LONGER = 1.2", "LONGER = 12.0"),
    ),
    "sensor/files/times/spacing/regular.py": (("BRIDGED_S = 0.5", "BRIDGED_S = 5.0"),),
    "sensor/files/times/spacing/resolutions.py": (
        ("FEWEST_UNITS, FEWEST_ROWS = 3, 10", "FEWEST_UNITS, FEWEST_ROWS = 30, 10"),
    ),
    "sensor/files/times/stalled.py": (
        ("STALL_S = 0.5", "STALL_S = 5.0"),
        ("MISSING = 0.05", "MISSING = 0.5"),
        ("SHARED = 0.2", "SHARED = 0.02"),
    ),
    "sensor/files/times/stamp_limits.py": (
        (" loss: float = 0.5", " loss: float = 2.5"),
        (" deviation: float = 0.012", " deviation: float = 0.12"),
        ("UNKNOWN_S = 4.0", "UNKNOWN_S = 2.0"),
        ("batched_share: float = 0.2", "batched_share: float = 0.25"),
        ("whole: float = 0.02", "whole: float = 0.016"),
    ),
    "sensor/files/times/stamps.py": (("start=one.start + 0.5 * period", "start=one.start"),),
    "sensor/files/times/tie.py": (("DRIFT_NEEDS_S = 600.0", "DRIFT_NEEDS_S = 6.0"),),
    "sensor/files/values/sensor_faults.py": (
        ("JUMP_G = 0.5", "JUMP_G = 0.8"),
        ("FAINT_G = 0.15", "FAINT_G = 0.3"),
        ("QUIET_G = 0.05", "QUIET_G = 0.2"),
        ("LOWEST_RATE = 19.0", "LOWEST_RATE = 20.5"),
        ("MANY = 10", "MANY = 100"),
    ),
    "sensor/files/values/plausible.py": (
        ("FEWEST_BLOCKS = 20", "FEWEST_BLOCKS = 2000"),
        ("EVEN = 0.5", "EVEN = 0.05"),
    ),
    "sensor/files/values/unit.py": (
        ("NO_GRAVITY = 0.35", "NO_GRAVITY = 0.1"),
        ("LEAST_CODE = 20.0", "LEAST_CODE = 200.0"),
        ("NEAR_CODE = 0.05", "NEAR_CODE = 0.5"),
        ("UNLIKE = 0.1", "UNLIKE = 0.9"),
        ("FEWEST_WINDOWS = 10", "FEWEST_WINDOWS = 1000"),
    ),
    "sensor/files/values/signal.py": (
        ("HELD_S = 10.0", "HELD_S = 60.0"),
        ("(3 if at_end else", "(300 if at_end else"),
    ),
}
