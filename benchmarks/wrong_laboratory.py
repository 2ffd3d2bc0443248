"""Wrong numbers, signs and units of what a laboratory needs, each of which a test is to notice."""

from benchmarks.mutant import Mutant

LABORATORY = (
    Mutant("classify/agreement/bland_altman.py", "LIMIT_Z = 1.959963984540054", "LIMIT_Z = 2.0"),
    Mutant(
        "classify/agreement/bland_altman.py", "difference.std(ddof=1)", "difference.std(ddof=0)"
    ),
    Mutant(
        "classify/agreement/bland_altman.py",
        "t.ppf(1 - tail, n - 1)) * error",
        "t.ppf(1 - tail, n)) * error",
    ),
    Mutant(
        "classify/agreement/bland_altman.py",
        "nct.ppf(q, n - 1, LIMIT_Z * np.sqrt(n))",
        "nct.ppf(q, n, LIMIT_Z * np.sqrt(n))",
    ),
    Mutant(
        "classify/agreement/bland_altman.py",
        "np.sqrt((n - 1) / chi2.ppf(q, n - 1))",
        "np.sqrt(n / chi2.ppf(q, n - 1))",
    ),
    Mutant(
        "classify/agreement/bland_altman.py",
        "half_normal = np.sqrt(np.pi / 2)",
        "half_normal = np.sqrt(np.pi)",
    ),
    Mutant(
        "classify/agreement/bland_altman.py", "/ (len(residual) - 2)))", "/ (len(residual) - 1)))"
    ),
    Mutant("classify/agreement/bland_altman.py", "SUSPECT = 0.05", "SUSPECT = 0.5"),
    Mutant("classify/agreement/categories.py", "/ total - 1) / (size - 1)", "/ total - 1) / size"),
    Mutant(
        "classify/agreement/categories.py",
        "1 / part - 1 / whole + 1 / other_part",
        "1 / part + 1 / whole + 1 / other_part",
    ),
    Mutant("classify/agreement/clock_line.py", "within: float = 600.0", "within: float = 300.0"),
    Mutant("classify/agreement/clock_line.py", "drift: float = 150.0", "drift: float = 50.0"),
    Mutant("classify/agreement/clock_line.py", "near: float = 4.0", "near: float = 40.0"),
    Mutant("classify/agreement/clock_line.py", "chance: float = 1e-4", "chance: float = 0.5"),
    Mutant(
        "classify/agreement/clock_line.py", "runner_up: float = 0.67", "runner_up: float = 0.05"
    ),
    Mutant("classify/agreement/clock_line.py", "drift_pairs: int = 10", "drift_pairs: int = 1000"),
    Mutant(
        "classify/agreement/clock_line.py",
        "drift_span: float = 3600.0",
        "drift_span: float = 36000.0",
    ),
    Mutant(
        "classify/agreement/clock_fit.py", "half = 1.96e6 * (line.error", "half = 1e6 * (line.error"
    ),
    Mutant(
        "classify/agreement/clock_line.py",
        "near, lower = half - residual,",
        "near, lower = 2 * half - residual,",
    ),
    Mutant("classify/agreement/common_time.py", "_TELLING: Final = 20", "_TELLING: Final = 2000"),
    Mutant(
        "classify/agreement/common_time.py", "_WAKE_S: Final = 1800.0", "_WAKE_S: Final = 18000.0"
    ),
    Mutant("classify/agreement/detection.py", "share(tp, (fp + fn) / 2)", "share(tp, fp + fn)"),
    Mutant("classify/agreement/estimates.py", "CONFIDENCE = 0.95", "CONFIDENCE = 0.9"),
    Mutant(
        "classify/agreement/lab_scale.py", "FEWEST_NIGHTS: Final = 10", "FEWEST_NIGHTS: Final = 3"
    ),
    Mutant(
        "classify/agreement/lab_scale.py", "1 + 1 / self.nights + (root", "1 / self.nights + (root"
    ),
    Mutant(
        "classify/agreement/lab_scale.py",
        "(residual**2).sum() / (n - 2)",
        "(residual**2).sum() / n",
    ),
    Mutant("classify/agreement/lab_scale.py", "_LEVEL: Final = 0.05", "_LEVEL: Final = 1.0"),
    Mutant("classify/associations.py", "after_s=10.25", "after_s=5.0"),
    Mutant("classify/associations.py", "before_s=0.5", "before_s=5.0"),
    Mutant(
        "classify/agreement/movement_levels.py",
        "reference.resolution >= 1 else",
        "reference.resolution > 1 else",
    ),
    Mutant(
        "classify/agreement/night_agreement.py",
        "SLEEP_START_S: Final = 1.0",
        "SLEEP_START_S: Final = 10.0",
    ),
    Mutant(
        "classify/agreement/night_agreement.py", "_NEAR_S: Final = 2.0", "_NEAR_S: Final = 20.0"
    ),
    Mutant(
        "classify/agreement/night_agreement.py",
        "np.arange(extent[0], extent[1]) + 0.5",
        "np.arange(extent[0], extent[1]) + 30.0",
    ),
    Mutant("classify/agreement/passing_bablok.py", "(2 * n + 5) / 18", "(2 * n + 5) / 9"),
    Mutant("classify/agreement/passing_bablok.py", "slopes[slopes != -1]", "slopes[slopes != 1]"),
    Mutant(
        "classify/agreement/passing_bablok.py",
        "middle = (count + 1) / 2 + shift - 1",
        "middle = (count + 1) / 2 - 1",
    ),
    Mutant("classify/sleep/activity.py", "EPOCH_S = 30.0", "EPOCH_S = 20.0"),
    Mutant(
        "classify/agreement/reliability.py",
        "k * (columns - error) / n",
        "k * (columns + error) / n",
    ),
    Mutant("classify/agreement/reliability.py", "b = 1 + k * icc * (n - 1)", "b = 1 + k * icc * n"),
    Mutant(
        "classify/agreement/reliability.py",
        "between + (mean_size - 1) * within)",
        "between + mean_size * within)",
    ),
    Mutant("classify/agreement/staging.py", "minutes = EPOCH_S / 60", "minutes = EPOCH_S / 30"),
    Mutant("classify/findings/concern.py", "age < self.adult_age", "age <= self.adult_age"),
    Mutant("classify/findings/concern.py", "adult_age: float = 18.0", "adult_age: float = 12.0"),
    Mutant("classify/nights/cutting.py", "_BLOCK: Final = 30", "_BLOCK: Final = 120"),
    Mutant("classify/nights/cutting.py", "_SAME_BLOCK: Final = 60", "_SAME_BLOCK: Final = 10"),
    Mutant("classify/nights/cutting.py", "_MAIN: Final = 180", "_MAIN: Final = 60"),
    Mutant("classify/nights/cutting.py", "_REACH: Final = 480", "_REACH: Final = 60"),
    Mutant("classify/nights/cutting.py", "_AROUND: Final = 61", "_AROUND: Final = 1"),
    Mutant("classify/nights/cutting.py", "SHORTEST: Final = 60", "SHORTEST: Final = 600"),
    Mutant("sensor/scorings/leg_rows.py", "_FILLER_S: Final = 5.0", "_FILLER_S: Final = 4.0"),
    Mutant("sensor/scorings/leg_rows.py", "_FEWEST: Final = 3", "_FEWEST: Final = 30"),
    Mutant("sensor/scorings/leg_rows.py", "_TIMES: Final = 3.0", "_TIMES: Final = 300.0"),
    Mutant("sensor/scorings/rows.py", "EPOCH_S: Final = 30.0", "EPOCH_S: Final = 20.0"),
    Mutant("sensor/scorings/candidate_columns.py", "_is_time) > 0.8", "_is_time) > 0.999"),
    Mutant("sensor/scorings/moments.py", "year + 2000 if year < 100", "year + 1900 if year < 100"),
)
"""Written from the sources of what a laboratory needs alone."""
