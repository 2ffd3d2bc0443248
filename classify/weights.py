"""How much each clue weighs: learned, not written by hand.

25332 events of 174 simulated nights, seeds 0 to 4.
Made by ``python -m benchmarks.fit_weights``; the order is that of
`limbwatch.classify.clues.CLUES`.
"""

BIAS = {
    "hypnic_jerk": -4.311,
    "limb_movement": -2.338,
    "gross_movement": 4.746,
    "foot_tremor": -1.306,
    "tremor": -1.578,
    "convulsive": 0.538,
    "cramp": 1.046,
    "twitch": -1.076,
    "wake_movement": 1.586,
    "external": 2.694,
}

WEIGHTS = {
    "hypnic_jerk": [1.395, 0.862, 0.381, 0.660, 0.808, 0.860, 0.620, 1.150, 0.108, 0.321, 0.858, 0.887, 0.827, 0.785, 0.899],
    "limb_movement": [0.490, 1.020, 1.737, 0.330, 0.670, 0.410, 1.169, 1.191, 1.039, 0.000, 0.000, 0.175],
    "gross_movement": [2.367, 1.668, 0.713, 0.875, 0.262, 0.627],
    "foot_tremor": [1.372, 0.680, 0.011, 0.000, 1.373, 0.965, 0.569, 0.377],
    "tremor": [0.000, 0.855, 0.933, 0.500, 1.031, 1.467],
    "convulsive": [0.880, 0.730, 0.779, 0.175, 1.157, 0.740, 0.487, 0.856, 0.214],
    "cramp": [0.432, 0.653, 0.811, 1.036, 0.673, 0.000, 0.162],
    "twitch": [0.949, 0.106, 0.531, 0.210, 1.281, 0.349, 0.717, 0.867],
    "wake_movement": [1.668, 0.755, 0.000, 2.517, 1.463, 0.304, 0.464],
    "external": [1.372, 0.000, 0.602, 1.564, 1.259, 0.546, 0.838, 0.144, 0.888, 2.351, 0.277],
}
