"""Wrong numbers, signs and units of agreement with polysomnography."""

from benchmarks.mutant import Changes

AGREEMENT: Changes = {
    "classify/agreement/bland_altman.py": (
        ("LIMIT_Z = 1.959963984540054", "LIMIT_Z = 2.0"),
        ("difference.std(ddof=1)", "difference.std(ddof=0)"),
        ("t.ppf(1 - tail, n - 1)) * error", "t.ppf(1 - tail, n)) * error"),
        ("nct.ppf(q, n - 1, LIMIT_Z * np.sqrt(n))", "nct.ppf(q, n, LIMIT_Z * np.sqrt(n))"),
        ("np.sqrt((n - 1) / chi2.ppf(q, n - 1))", "np.sqrt(n / chi2.ppf(q, n - 1))"),
        ("half_normal = np.sqrt(np.pi / 2)", "half_normal = np.sqrt(np.pi)"),
        ("/ (len(residual) - 2)))", "/ (len(residual) - 1)))"),
        ("SUSPECT = 0.05", "SUSPECT = 0.5"),
    ),
    "classify/agreement/categories.py": (
        ("/ total - 1) / (size - 1)", "/ total - 1) / size"),
        ("1 / part - 1 / whole + 1 / other_part", "1 / part + 1 / whole + 1 / other_part"),
    ),
    "classify/agreement/clock_fit.py": (
        ("half = 1.96e6 * (line.error", "half = 1e6 * (line.error"),
    ),
    "classify/agreement/clock_line.py": (
        ("within: float = 600.0", "within: float = 300.0"),
        ("drift: float = 150.0", "drift: float = 50.0"),
        ("near: float = 4.0", "near: float = 40.0"),
        ("chance: float = 1e-4", "chance: float = 0.5"),
        ("runner_up: float = 0.67", "runner_up: float = 0.05"),
        ("drift_pairs: int = 10", "drift_pairs: int = 1000"),
        ("drift_span: float = 3600.0", "drift_span: float = 36000.0"),
        ("near, lower = half - residual,", "near, lower = 2 * half - residual,"),
        ("drift: float = 150.0", "drift: float = 187.5"),
        ("bin: float = 0.25", "bin: float = 0.3125"),
        ("near: float = 4.0", "near: float = 5.0"),
        ("(1.5, 1.0, 0.75, 0.75)", "(1.8, 1.0, 0.75, 0.75)"),
        ("(1.5, 1.0, 0.75, 0.75)", "(1.5, 1.0, 0.9, 0.75)"),
        ("false_share: float = 0.1", "false_share: float = 0.125"),
        ("chance: float = 1e-4", "chance: float = 1.25e-4"),
        ("runner_up: float = 0.67", "runner_up: float = 0.54"),
        ("drift_pairs: int = 10", "drift_pairs: int = 12"),
        ("hidden: float = 0.5", "hidden: float = 0.4"),
        ("reach: float = 8.0", "reach: float = 10.0"),
        ("levels: int = 49", "levels: int = 61"),
        ("slopes: int = 81", "slopes: int = 101"),
        ("(0.02, 0.04, 0.06, 0.1, 0.16, 0.27, 0.45)", "(0.025, 0.04, 0.06, 0.1, 0.16, 0.27, 0.45)"),
    ),
    "classify/agreement/common_time.py": (
        ("_TELLING: Final = 20", "_TELLING: Final = 2000"),
        ("_WAKE_S: Final = 1800.0", "_WAKE_S: Final = 18000.0"),
    ),
    "classify/agreement/detection.py": (("share(tp, (fp + fn) / 2)", "share(tp, fp + fn)"),),
    "classify/agreement/estimates.py": (("CONFIDENCE = 0.95", "CONFIDENCE = 0.9"),),
    "classify/agreement/lab_scale.py": (
        ("FEWEST_NIGHTS: Final = 10", "FEWEST_NIGHTS: Final = 3"),
        ("1 + 1 / self.nights + (root", "1 / self.nights + (root"),
        ("(residual**2).sum() / (n - 2)", "(residual**2).sum() / n"),
        ("_LEVEL: Final = 0.05", "_LEVEL: Final = 1.0"),
    ),
    "classify/agreement/movement_levels.py": (
        ("reference.resolution >= 1 else", "reference.resolution > 1 else"),
    ),
    "classify/agreement/night_agreement.py": (
        ("SLEEP_START_S: Final = 1.0", "SLEEP_START_S: Final = 10.0"),
        ("_NEAR_S: Final = 2.0", "_NEAR_S: Final = 20.0"),
    ),
    "classify/agreement/paired_indices.py": (
        ("np.arange(extent[0], extent[1]) + 0.5", "np.arange(extent[0], extent[1]) + 30.0"),
        ("share if 0 <= share <= 1 else", "share if 0 <= share <= 2 else"),
    ),
    "classify/agreement/passing_bablok.py": (
        ("(2 * n + 5) / 18", "(2 * n + 5) / 9"),
        ("slopes[slopes != -1]", "slopes[slopes != 1]"),
        ("middle = (count + 1) / 2 + shift - 1", "middle = (count + 1) / 2 - 1"),
    ),
    "classify/agreement/reliability.py": (
        ("k * (columns - error) / n", "k * (columns + error) / n"),
        ("b = 1 + k * icc * (n - 1)", "b = 1 + k * icc * n"),
        ("between + (mean_size - 1) * within)", "between + mean_size * within)"),
    ),
    "classify/agreement/staging.py": (("minutes = EPOCH_S / 60", "minutes = EPOCH_S / 30"),),
}
