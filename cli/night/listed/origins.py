"""Where nights come from."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec

from limbwatch.classify.origin import Origin
from limbwatch.cli.errors import CommandError
from limbwatch.cli.night.folder import ORIGIN
from limbwatch.cli.night.listed.people import person_of, person_of_place
from limbwatch.cli.night.scored.summary import read_summary


def origin_of(folder: Path) -> Origin:
    """Tell where a night comes from that is to be scored again.

    Its results say so; where they are damaged, what was written beside its samples does.
    """
    origin = person_of_place(folder).origin
    try:
        origin = read_summary(folder).origin
    except CommandError:  # not scored yet, or damaged: scoring is the mend of that
        with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
            origin = msgspec.json.decode((folder / ORIGIN).read_bytes(), type=Origin)
    person = person_of(folder, origin)
    return replace(origin, subject=person.subject, session=person.session)
