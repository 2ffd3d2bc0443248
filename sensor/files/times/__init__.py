"""Time stamps: how they are written, and what they say about a recording.

Functions that take a list ``notes`` append a sentence for the person whenever they decide
something. Unless stated otherwise, stamps are finite, in the order of the samples and in seconds,
as are periods and spacings; ``xyz`` has the shape (n, 3), every other array (n,).
"""
