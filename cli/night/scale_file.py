"""``scale.json``: a laboratory's scale, as a file and in the folder of a night."""

from pathlib import Path
from typing import Final

import msgspec

from limbwatch.classify.agreement.lab_scale import LabScale
from limbwatch.classify.figures import Summary
from limbwatch.classify.rounding import rounded
from limbwatch.cli.errors import CommandError, ExitCode, reason_of
from limbwatch.cli.night.folder import SCALE

_SCHEMA: Final = "limbwatch.scale/1"


def scale_bytes(scale: LabScale) -> bytes:
    """Return a scale as JSON; the same scale gives the same bytes."""
    content = {"schema": _SCHEMA, **msgspec.to_builtins(scale)}
    return msgspec.json.format(msgspec.json.encode(content, order="sorted"), indent=1) + b"\n"


def read_scale(path: Path) -> LabScale:
    """Read a scale written by ``limbwatch compare --scale-out``.

    Raises
    ------
    CommandError
        If the file cannot be read or is not a scale.
    """
    try:
        content = path.read_bytes()
        said = msgspec.json.decode(content)
        if not isinstance(said, dict) or said.get("schema") != _SCHEMA:
            raise _scale_error(path, f"it does not say that it is a scale ({_SCHEMA})")
        return msgspec.json.decode(content, type=LabScale)
    except OSError as error:
        raise _scale_error(path, reason_of(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _scale_error(path, str(error)) from error


def _scale_error(path: Path, why: str) -> CommandError:
    return CommandError(
        f"{path} cannot be used as a scale: {why}. Make one with: limbwatch compare --study TABLE "
        "--scale-out FILE",
        exit_code=ExitCode.UNREADABLE,
    )


def scale_sentence(folder: Path, summary: Summary) -> str:
    """Return a sentence that places a night on the scale in its folder; empty without a scale."""
    path = folder / SCALE
    if not path.exists():
        return ""
    try:
        scale = read_scale(path)
    except CommandError as error:
        # a mistake in a file that a person added must not cost the night
        return f"{SCALE}: {str(error).replace(str(path), 'it')}"
    whose = f", {scale.simulated} of them simulated" if scale.simulated else ""
    named = f"On the scale of {scale.name} ({scale.nights} nights against EMG{whose})"
    index = summary.plm.index_per_hour
    if summary.rules != scale.rules:
        return f"{named}: nothing, since it is of the rules {scale.rules}, not {summary.rules}."
    if index is None:
        return f"{named}: nothing, since the night has no index of periodic movements."
    ours = rounded(index, 1)
    if not scale.covers(index):
        low, high = rounded(scale.lowest, 1), rounded(scale.highest, 1)
        return (
            f"{named}: nothing, since its nights had {low} to {high} "
            f"periodic movements per hour of sleep by these sensors, and this one {ours}."
        )
    middle, low, high = (rounded(one, 1) for one in scale.of(index))
    return (
        f"{named}: {ours} periodic movements per hour of sleep by these sensors go with "
        f"{middle} by EMG, and 95 of 100 such nights have {low} to {high}."
    )
