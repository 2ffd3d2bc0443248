"""What can go wrong with a source of samples because of the world.

``SensorError`` is the root; below it ``UnreadableFile`` (no samples can be taken from the
file), and below that ``WrongKind`` (the file is understood, but is not raw acceleration).
"""


class SensorError(Exception):
    """A source cannot give samples. The message is written for the person at the keyboard."""


class UnreadableFile(SensorError):  # noqa: N818 - read aloud: "unreadable file"
    """The file is empty, damaged, unknown or has no usable sample."""


class WrongKind(UnreadableFile):
    """The file is understood and does not hold raw acceleration."""
