"""How much each clue weighs: learned, not written by hand.

25332 events of 174 simulated nights, seeds 0 to 4.
Made by ``python -m benchmarks.fit_weights``; the order is that of
`limbwatch.classify.clues.CLUES`.
"""

BIAS = {
    "hypnic_jerk": -4.195,
    "limb_movement": -2.345,
    "gross_movement": 4.714,
    "foot_tremor": -1.325,
    "tremor": -1.570,
    "convulsive": 0.524,
    "cramp": 1.037,
    "twitch": -1.084,
    "wake_movement": 1.569,
    "external": 2.676,
}

WEIGHTS = {
    "hypnic_jerk": [1.367, 0.938, 0.446, 0.650, 0.763, 0.814, 0.553, 1.109, 0.085, 0.294, 0.845, 0.857, 0.753, 0.764, 0.989],
    "limb_movement": [0.489, 1.021, 1.737, 0.340, 0.672, 0.409, 1.166, 1.181, 1.018, 0.000, 0.000, 0.171],
    "gross_movement": [2.367, 1.642, 0.715, 0.880, 0.262, 0.641],
    "foot_tremor": [1.379, 0.680, 0.007, 0.000, 1.375, 0.968, 0.570, 0.377],
    "tremor": [0.000, 0.862, 0.921, 0.501, 1.028, 1.482],
    "convulsive": [0.880, 0.730, 0.778, 0.175, 1.158, 0.743, 0.486, 0.860, 0.216],
    "cramp": [0.432, 0.654, 0.813, 1.036, 0.674, 0.000, 0.163],
    "twitch": [0.951, 0.108, 0.531, 0.211, 1.283, 0.351, 0.719, 0.868],
    "wake_movement": [1.671, 0.746, 0.000, 2.487, 1.476, 0.295, 0.464],
    "external": [1.360, 0.000, 0.608, 1.562, 1.264, 0.547, 0.844, 0.146, 0.885, 2.353, 0.276],
}
