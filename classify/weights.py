"""How much each clue weighs: learned, not written by hand.

25332 events of 174 simulated nights, seeds 0 to 4.
Made by ``python -m benchmarks.fit_weights``; the order is that of
`limbwatch.classify.clues.CLUES`.
"""

BIAS = {
    "hypnic_jerk": -4.011,
    "limb_movement": -1.825,
    "gross_movement": 5.362,
    "foot_tremor": -1.071,
    "tremor": -2.071,
    "convulsive": -0.268,
    "cramp": -0.452,
    "twitch": -1.399,
    "wake_movement": 2.334,
    "external": 3.401,
}

WEIGHTS = {
    "hypnic_jerk": [1.481, 0.754, 0.419, 0.618, 0.790, 0.851, 0.748, 1.170, 0.047, 0.391, 0.972, 0.902, 0.878, 0.862, 0.960],
    "limb_movement": [0.433, 1.145, 1.793, 0.441, 0.678, 0.311, 1.350, 1.248, 1.299, 0.000, 0.000, 0.000],
    "gross_movement": [2.368, 1.761, 0.674, 0.872, 0.219, 0.651],
    "foot_tremor": [0.562, 1.220, 0.000, 0.000, 1.212, 1.013, 0.638, 0.664],
    "tremor": [0.091, 1.408, 1.249, 0.508, 0.907, 1.404],
    "convulsive": [1.547, 0.681, 0.612, 0.129, 1.222, 0.739, 0.479, 1.145, 0.044],
    "cramp": [0.570, 1.057, 1.422, 1.524, 0.823, 0.003, 0.460],
    "twitch": [1.284, 0.325, 1.009, 0.169, 1.159, 0.734, 0.555, 1.032],
    "wake_movement": [1.671, 0.767, 0.000, 2.542, 1.436, 0.216, 0.476],
    "external": [1.174, 0.000, 1.004, 1.427, 1.100, 0.546, 0.943, 0.021, 1.027, 2.720, 0.000],
}
