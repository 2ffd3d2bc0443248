"""Where a night comes from: whose it is, and what it was made of and asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from limbwatch.sensor import Placement, Recording
from limbwatch.sensor.one_line import one_line
from limbwatch.sensor.placement import by_placement

IMMOBILISATION = "immobilisation"
"""The suggested immobilisation test: an hour awake, sitting with the legs out."""

TEST = "test"
"""What was asked when no night but a test was recorded: its name."""

KEEP_CLOCKS = "keep-clocks"
"""What was asked when the times of every sensor are believed, whatever the limbs say."""


def writable(name: str) -> str:
    """Write a name as UTF-8, which names of files need not be; what is none is a question mark.

    Parameters
    ----------
    name : str
        As Python has it: what is no UTF-8 are halves of letters (surrogates).

    Returns
    -------
    str
        The same where it is UTF-8.
    """
    return name.encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file that samples of a night were read from.

    Parameters
    ----------
    placement : Placement
    name : str
        Without its folder; what is no UTF-8 in it becomes a question mark.
    sha256 : str
        Of the bytes of the file, as hexadecimal digits.
    """

    placement: Placement
    name: str
    sha256: str

    __repr__ = one_line

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", writable(self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Whose night it is, and what it was made of.

    Parameters
    ----------
    subject, session : str or None
        BIDS labels; None for the person who needs no name, and without sessions.
    source : tuple of SourceFile
        Empty for what was recorded here; in the order of `Placement`.
    asked : mapping of str to str
        What was asked of the reading of the files, beyond what they say, by option.
    simulated : bool
        Whether it is nobody's.
    evening, part : str or None
        Of a night that was cut out of a longer recording: the date of its evening, and which night
        of how many it is (``2 of 7``).
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
        """Digests of the files of each placement."""
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
        """Whether the times of every sensor are believed."""
        return KEEP_CLOCKS in self.asked

    def keeping_clocks(self, *, wanted: bool) -> "Origin":
        """Return the same where it was asked, or was not, that the times are believed."""
        asked = {name: value for name, value in self.asked.items() if name != KEEP_CLOCKS}
        return replace(self, asked=asked | ({KEEP_CLOCKS: "yes"} if wanted else {}))

    def of(self, recordings: Sequence[Recording]) -> "Origin":
        """Return the same of recordings, which may tell themselves that they are simulated."""
        simulated = any(one.simulated for one in recordings)
        return replace(self, simulated=self.simulated or simulated)


NOBODY = Origin()
"""Of recordings of which nothing is told."""
