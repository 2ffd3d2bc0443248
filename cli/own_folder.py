"""The folder of the user's own for what limbwatch keeps between commands: locks, and a secret.

It lies in the user's home, or, where nothing can be written there (NixOS-like systems, containers,
accounts without a home), in the temporary folder, under a name with the user's number. Others can
write to that one, so a folder there is used only if it is the user's and nobody else's.
"""

import errno
import os
import stat
from pathlib import Path
from tempfile import gettempdir
from typing import Final

_OWNERS: Final = 0o700
"""Permissions of such a folder."""
_OTHERS: Final = 0o077
"""Permissions that nobody else may have on it."""


def own_folder(wanted: Path) -> Path:
    """Create a folder in the user's home, or else the one that stands for it; return its path.

    Processes may set the temporary folder differently, so the home comes first: all processes of a
    user have to find the same locks.

    Raises
    ------
    OSError
        If neither can be made, or another user made what has the name of the second.
    """
    try:
        wanted.mkdir(parents=True, exist_ok=True, mode=_OWNERS)
        if os.access(wanted, os.W_OK):
            return wanted
    except OSError:
        pass
    return _temporary_folder()


def is_temporary(folder: Path) -> bool:
    """Tell whether a folder that `own_folder` returned lies where the system empties it."""
    return folder == _temporary_path()


def _temporary_path() -> Path:
    return Path(gettempdir()) / f"limbwatch-{os.getuid() if os.name != 'nt' else ''}"


def _temporary_folder() -> Path:
    place = _temporary_path()
    place.mkdir(exist_ok=True, mode=_OWNERS)
    facts = place.lstat()
    # Windows gives every user a temporary folder of their own
    others = os.name != "nt" and (facts.st_uid != os.getuid() or facts.st_mode & _OTHERS)
    if not stat.S_ISDIR(facts.st_mode) or others:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))
    return place
