"""A world of poses: every segment's orientation is a path of strokes between poses."""
