"""How much each clue weighs: learned, not written by hand.

43654 events of 368 simulated nights, seeds 0 to 7.
Made by ``python -m benchmarks.fit_weights``; the order is that of
`limbwatch.classify.clues.CLUES`.
"""

BIAS = {
    "hypnic_jerk": -5.300,
    "limb_movement": -5.108,
    "gross_movement": 7.623,
    "foot_tremor": -1.622,
    "tremor": -3.538,
    "convulsive": 0.553,
    "cramp": 0.139,
    "twitch": -0.717,
    "wake_movement": 3.058,
    "external": 3.580,
    "knock": 1.332,
}

KNOCKS = 0.413
"""Share of knocks among knocks and sleep starts that the weights presuppose."""

WEIGHTS = {
    "hypnic_jerk": [3.161, 1.063, 0.289, 0.663, 0.769, 0.200, 0.728, 2.290, 0.000, 0.289, 0.206, 1.046, 0.000, 0.457, 2.897, 2.091, 0.000, 0.000, 0.000, 0.425, 0.001, 0.000],
    "limb_movement": [0.615, 1.416, 5.733, 0.363, 0.783, 0.702, 1.158, 1.980, 0.000, 0.718, 0.000, 0.000, 0.108, 0.717],
    "gross_movement": [3.213, 1.702, 0.883, 1.256, 0.000, 0.753],
    "foot_tremor": [2.882, 0.974, 0.269, 0.058, 1.970, 1.424, 1.005, 0.000],
    "tremor": [0.000, 1.394, 1.693, 0.518, 3.524, 3.400],
    "convulsive": [1.734, 1.284, 0.712, 0.000, 2.801, 1.367, 0.574, 1.821, 0.000],
    "cramp": [1.045, 1.211, 1.311, 1.969, 1.209, 1.862, 1.206],
    "twitch": [1.957, 0.442, 1.095, 0.000, 2.331, 0.281, 1.077, 0.618],
    "wake_movement": [2.084, 0.537, 0.000, 0.476, 0.000, 0.750, 2.827, 1.908, 0.202, 0.442],
    "external": [1.379, 0.003, 0.000, 0.000, 0.433, 0.015, 1.460, 2.074, 0.848, 1.297, 0.264, 1.284, 2.189, 0.000, 0.565],
    "knock": [1.125, 1.034, 0.293, 0.695, 0.000, 2.596, 1.247, 0.654, 2.878, 2.264, 1.870, 0.000, 0.146],
}
