"""One wrong number, sign or unit that a test is to notice."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

Changes = Mapping[str, tuple[tuple[str, str], ...]]
"""For each file, from the root of the tree, what stands there and what is put in its place."""


class Mutant(NamedTuple):
    """One wrong number.

    Attributes
    ----------
    file : str
        From the root of the tree.
    old, new : str
        What stands there exactly once, and what is put in its place.
    """

    file: str
    old: str
    new: str

    @property
    def folder(self) -> str:
        """Whose number it is."""
        return self.file.partition("/")[0]

    def applied(self, tree: Path) -> str:
        """Return the changed text of the file.

        Raises
        ------
        ValueError
            If the old text is not there exactly once.
        """
        text = (tree / self.file).read_text(encoding="utf-8")
        count = text.count(self.old)
        if count != 1:
            raise ValueError(
                f"{self.old!r} stands {count} times in {self.file}, not once; "
                "bring the lists in benchmarks/wrong/ up to date"
            )
        return text.replace(self.old, self.new)
