"""A child that Ctrl-C in the terminal of its parent does not reach."""

import sys
from typing import Any, Final

_NEW_PROCESS_GROUP: Final = 0x200
"""``CREATE_NEW_PROCESS_GROUP`` of Windows (``WinBase.h``); Ctrl-C goes to the parent's group."""
_DETACHED_PROCESS: Final = 0x8
"""``DETACHED_PROCESS``: without the parent's console, which may be closed."""


def own_group(*, detached: bool = False, platform: str = sys.platform) -> dict[str, Any]:
    """Return the arguments of ``Popen`` for a child of its own group.

    ``detached`` is for one that goes on when the terminal is closed. ``start_new_session`` does
    both, and nothing on Windows.
    """
    if platform == "win32":
        return {"creationflags": _NEW_PROCESS_GROUP | (_DETACHED_PROCESS if detached else 0)}
    return {"start_new_session": True}
