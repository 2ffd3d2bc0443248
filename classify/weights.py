"""How much each clue weighs: learned, not written by hand.

25332 events of 174 simulated nights, seeds 0 to 4.
Made by ``python -m benchmarks.fit_weights``; the order is that of
`limbwatch.classify.clues.CLUES`.
"""

BIAS = {
    "hypnic_jerk": -4.323,
    "limb_movement": -2.311,
    "gross_movement": 4.836,
    "foot_tremor": -1.299,
    "tremor": -1.595,
    "convulsive": 0.581,
    "cramp": 1.067,
    "twitch": -1.003,
    "wake_movement": 1.638,
    "external": 1.931,
    "knock": 0.478,
}

WEIGHTS = {
    "hypnic_jerk": [1.475, 0.936, 0.361, 0.723, 0.788, 0.831, 0.637, 1.293, 0.138, 0.348, 0.870, 0.922, 0.839, 0.773, 0.743],
    "limb_movement": [0.470, 1.045, 1.783, 0.349, 0.673, 0.397, 1.161, 1.204, 1.025, 0.000, 0.000, 0.129],
    "gross_movement": [2.396, 1.667, 0.715, 0.872, 0.246, 0.657],
    "foot_tremor": [1.384, 0.698, 0.006, 0.000, 1.391, 0.967, 0.572, 0.389],
    "tremor": [0.000, 0.873, 0.950, 0.501, 1.051, 1.501],
    "convulsive": [0.894, 0.738, 0.788, 0.164, 1.189, 0.751, 0.486, 0.873, 0.202],
    "cramp": [0.435, 0.659, 0.821, 1.059, 0.677, 0.000, 0.151],
    "twitch": [0.972, 0.126, 0.522, 0.213, 1.305, 0.344, 0.699, 0.890],
    "wake_movement": [1.683, 0.759, 0.000, 2.523, 1.492, 0.315, 0.460],
    "external": [0.845, 0.000, 0.374, 1.317, 1.292, 0.509, 1.528, 0.167, 0.934, 2.320, 0.238],
    "knock": [1.686, 0.816, 1.128, 0.768, 0.592, 0.688, 1.163, 0.544, 0.250, 0.168],
}
