"""Sample nights and the simulator that makes them."""

from importlib.resources import files
from pathlib import Path

from limbwatch.sensor import Placement

__all__ = ["polar_snippet", "sample_night"]


def sample_night() -> dict[str, Path]:
    """Return the shipped sample night: a simulated evening with both ankles and a wrist.

    Its truth is in the same folder (``truth.csv``, ``truth_parts.csv``, ``sleep.csv``);
    :mod:`limbwatch.sample_data.make_sample` makes all files again.

    Returns
    -------
    dict of str to Path
        One ``.csv.gz`` per sensor, by its `Placement`, a str.
    """
    folder = _folder("night")
    placements = (Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT)
    return {placement: folder / f"{placement}.csv.gz" for placement in placements}


def polar_snippet() -> Path:
    """Return a recording of 1.5 min of a real Polar Verity Sense; its licence is beside it."""
    return _folder("polar_verity_sense") / "Polar_Sense_ACC.txt"


def _folder(name: str) -> Path:
    # the package is installed as plain files, so a resource is a path
    return Path(str(files(__name__).joinpath(name)))
