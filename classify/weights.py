"""How much each clue weighs: learned, not written by hand.

43654 events of 368 simulated nights, seeds 0 to 7.
Made by ``python -m benchmarks.fit_weights``; the order is that of
`limbwatch.classify.clues.CLUES`.
"""

BIAS = {
    "hypnic_jerk": -5.316,
    "limb_movement": -5.136,
    "gross_movement": 7.600,
    "foot_tremor": -1.627,
    "tremor": -3.556,
    "convulsive": 0.542,
    "cramp": 0.130,
    "twitch": -0.744,
    "wake_movement": 3.036,
    "external": 3.723,
    "knock": 1.347,
}

SHAKEN = {
    "knock": 0.409,
    "external": 0.397,
}
"""Share among it and the movement it resembles that the weights presuppose."""

WEIGHTS = {
    "hypnic_jerk": [3.184, 1.008, 0.304, 0.616, 0.783, 0.185, 0.729, 2.251, 0.000, 0.288, 0.211, 1.034, 0.000, 0.478, 2.882, 2.094, 0.000, 0.000, 0.000, 0.409, 0.070, 0.002],
    "limb_movement": [0.620, 1.415, 5.736, 0.358, 0.784, 0.705, 1.158, 2.013, 0.000, 0.721, 0.000, 0.000, 0.080, 0.709],
    "gross_movement": [3.209, 1.700, 0.882, 1.258, 0.000, 0.749],
    "foot_tremor": [2.883, 0.961, 0.266, 0.054, 1.968, 1.424, 1.006, 0.000],
    "tremor": [0.000, 1.404, 1.682, 0.518, 3.527, 3.404],
    "convulsive": [1.729, 1.282, 0.709, 0.000, 2.801, 1.366, 0.573, 1.819, 0.000],
    "cramp": [1.044, 1.202, 1.312, 1.968, 1.211, 1.860, 1.204],
    "twitch": [1.957, 0.417, 1.077, 0.000, 2.318, 0.280, 1.095, 0.623],
    "wake_movement": [2.080, 0.537, 0.000, 0.481, 0.000, 0.751, 2.829, 1.903, 0.201, 0.442],
    "external": [1.396, 0.016, 0.000, 0.000, 0.493, 0.012, 1.487, 2.008, 0.900, 1.109, 0.259, 1.263, 2.223, 0.000, 0.560],
    "knock": [1.012, 1.027, 0.296, 0.722, 0.000, 2.591, 1.207, 0.642, 2.871, 2.286, 1.771, 0.000, 0.145],
}
