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
    """Return the origin of a night that is to be rescored.

    It is read from the results; if they are damaged, from the file beside the samples.
    """
    origin = person_of_place(folder).origin
    try:
        origin = read_summary(folder).origin
    except CommandError:  # not scored yet, or damaged, which rescoring repairs
        with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
            origin = msgspec.json.decode((folder / ORIGIN).read_bytes(), type=Origin)
    person = person_of(folder, origin)
    return replace(origin, subject=person.subject, session=person.session)
