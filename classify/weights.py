"""How much each clue weighs: learned, not written by hand.

9191 events of 33 simulated nights, seeds 0 to 2.
Made by ``python -m benchmarks.fit_weights``; the order is that of
`limbwatch.classify.clues.CLUES`.
"""

BIAS = {
    "hypnic_jerk": 4.944,
    "limb_movement": 7.903,
    "gross_movement": 11.727,
    "foot_tremor": -8.195,
    "tremor": -8.407,
    "convulsive": -8.926,
    "cramp": -8.752,
    "twitch": -8.248,
    "wake_movement": 10.177,
    "external": 7.778,
}

WEIGHTS = {
    "hypnic_jerk": [
        1.106,
        0.976,
        0.813,
        0.741,
        0.709,
        0.685,
        0.838,
        1.564,
        0.045,
        0.484,
        0.357,
        0.477,
        0.211,
    ],
    "limb_movement": [0.144, 0.193, 0.531, 0.701, 1.158, 1.036, 0.837, 1.739, 0.076, 0.000],
    "gross_movement": [3.687, 1.021, 0.695, 0.730, 0.777, 0.705],
    "foot_tremor": [0.000, 0.000, 0.000, 0.000, 0.000, 0.000, 0.000, 0.000],
    "tremor": [0.000, 0.000, 0.000, 0.000, 0.000, 0.000],
    "convulsive": [0.000, 0.000, 0.000, 0.000, 0.000, 0.000, 0.000, 0.000, 0.000],
    "cramp": [0.000, 0.000, 0.000, 0.000, 0.000, 0.000],
    "twitch": [0.000, 0.000, 0.000, 0.000, 0.000, 0.000],
    "wake_movement": [0.739, 0.318, 0.056, 2.146, 1.601, 0.090, 0.382],
    "external": [0.105, 0.000, 0.246, 0.838, 2.101, 0.186, 1.140, 0.327],
}
