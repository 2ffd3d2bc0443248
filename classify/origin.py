"""The origin of a night: whose it is, its source files, and the options they were read with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.one_line import one_line
from limbwatch.sensor.placement import by_placement

IMMOBILISATION = "immobilisation"
"""The suggested immobilisation test: an hour awake, sitting with the legs out."""

TEST = "test"
"""Key of `Origin.asked` for the name of the test that was recorded instead of a night."""

KEEP_CLOCKS = "keep-clocks"
"""Key of `Origin.asked` set when every sensor's clock is trusted, whatever the movements show."""


def writable(name: str) -> str:
    """Replace what UTF-8 cannot encode in a file name by question marks.

    Python decodes bytes that are not UTF-8 to lone surrogates.
    """
    return name.encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file that samples of a night were read from.

    Parameters
    ----------
    placement : Placement
    name : str
        File name without its folder; bytes that are not UTF-8 become question marks.
    sha256 : str
        SHA-256 of the file's bytes, in hexadecimal digits.
    """

    placement: Placement
    name: str
    sha256: str

    __repr__ = one_line

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", writable(self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Whose night it is, and which files it was made from.

    Parameters
    ----------
    subject, session : str or None
        BIDS labels; None for the only person on this machine, and without sessions.
    source : tuple of SourceFile
        In the order of `Placement`; empty for a night recorded by limbwatch.
    asked : mapping of str to str
        Options that the files were read with, by name.
    simulated : bool
        Whether the night is simulated.
    evening, part : str or None
        For a night cut out of a longer recording: the date of its evening, and which night of how
        many it is (``2 of 7``).
    """

    subject: str | None = None
    session: str | None = None
    source: tuple[SourceFile, ...] = ()
    asked: Mapping[str, str] = field(default_factory=dict)
    simulated: bool = False
    evening: str | None = None
    part: str | None = None

    __repr__ = one_line

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", by_placement(self.source))

    @property
    def files(self) -> dict[Placement, frozenset[str]]:
        """SHA-256 digests of the files of each placement."""
        placements = {one.placement for one in self.source}
        return {
            where: frozenset(one.sha256 for one in self.source if one.placement is where)
            for where in placements
        }

    @property
    def test(self) -> str | None:
        """Name of the test that was recorded instead of a night; None for a night."""
        return self.asked.get(TEST)

    @property
    def keep_clocks(self) -> bool:
        """Whether every sensor's clock is trusted."""
        return KEEP_CLOCKS in self.asked

    def keeping_clocks(self, *, wanted: bool) -> "Origin":
        """Return a copy in which the sensors' clocks are trusted or not."""
        asked = {name: value for name, value in self.asked.items() if name != KEEP_CLOCKS}
        return replace(self, asked=asked | ({KEEP_CLOCKS: "yes"} if wanted else {}))

    def of(self, recordings: Sequence[Recording]) -> "Origin":
        """Return a copy that is marked as simulated if any of the recordings is."""
        simulated = any(one.simulated for one in recordings)
        return replace(self, simulated=self.simulated or simulated)


NOBODY = Origin()
"""The origin of recordings about which nothing is known."""
