"""A text that holds samples and is no table, and how it is written as one."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """How a text is written as a table.

    Parameters
    ----------
    rewritten : callable
        Gives the whole text as a table, of the whole text as it is.
    note : str
        A sentence for the person.
    """

    rewritten: Callable[[bytes], bytes]
    note: str
