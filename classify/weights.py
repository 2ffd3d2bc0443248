"""How much each clue weighs: learned, not written by hand.

22581 events of 135 simulated nights, seeds 0 to 2.
Made by ``python -m benchmarks.fit_weights``; the order is that of
`limbwatch.classify.clues.CLUES`.
"""

BIAS = {
    "hypnic_jerk": -2.338,
    "limb_movement": -1.507,
    "gross_movement": 4.791,
    "foot_tremor": -0.460,
    "tremor": -1.494,
    "convulsive": 0.045,
    "cramp": -0.169,
    "twitch": -1.463,
    "wake_movement": 1.871,
    "external": 0.726,
}

WEIGHTS = {
    "hypnic_jerk": [1.101, 0.456, 0.562, 0.709, 0.708, 0.466, 0.479, 1.604, 0.000, 0.205, 0.709, 0.512, 0.417],
    "limb_movement": [0.253, 0.963, 1.397, 0.213, 0.868, 0.360, 1.277, 1.467, 0.928, 0.194],
    "gross_movement": [2.306, 1.681, 0.575, 1.034, 0.270, 0.409],
    "foot_tremor": [0.902, 1.253, 0.000, 0.000, 0.764, 0.908, 0.282, 0.506],
    "tremor": [0.000, 1.482, 1.191, 0.012, 1.205, 1.209],
    "convulsive": [1.317, 0.648, 0.438, 0.466, 1.144, 0.395, 0.000, 1.053, 0.077],
    "cramp": [2.135, 0.571, 0.640, 0.510, 0.000, 0.820],
    "twitch": [0.522, 0.000, 0.686, 0.069, 1.608, 1.165],
    "wake_movement": [1.622, 0.650, 0.000, 2.674, 0.994, 0.019, 0.425],
    "external": [1.229, 0.000, 0.870, 1.147, 1.500, 0.148, 1.877, 0.000],
}
