"""Time stamps: how they are written, and what they say about a recording.

What decides something puts a sentence for the person into the list of notes that it is given.
Where nothing else is said, stamps are finite, in the order of the samples and in seconds, as
periods and spacings are; ``xyz`` has the shape (n, 3), every other array (n,).
"""
