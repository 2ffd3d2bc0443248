"""Time stamps: how they are written, and what they say about a recording.

What decides something puts a sentence for the person into the list of notes that it is given.
"""
