"""A world of strokes: every movement is a sum of lognormal pulses of joint velocity."""
