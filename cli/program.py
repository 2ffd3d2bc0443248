"""How limbwatch was started, so that the commands it prints work as printed."""

import os
import re
import shutil
import sys
from pathlib import Path
from typing import Final

from limbwatch.command_line import shell_word

COMMANDS: Final = (
    "tonight", "record", "replay", "fetch", "view", "score", "compare", "study", "rescore",
    "demo", "export", "note", "devices", "doctor", "--help", "--version",
)  # fmt: skip
_COMMAND: Final = re.compile(rf"(?<![\w./\\-])limbwatch(?= (?:{'|'.join(COMMANDS)})(?![\w-]))")


def program() -> str:
    """Return the command that started this program, as a person can type it.

    It is ``limbwatch`` if the shell finds it by this name, else its path, or Python's with ``-m``.
    """
    called = Path(sys.argv[0]) if sys.argv and sys.argv[0] else Path("limbwatch")
    if called.name == "__main__.py" and called.parent.name == "limbwatch":
        return f"{shell_word(_shortest(Path(sys.executable)))} -m limbwatch"
    if called.stem != "limbwatch":
        return "limbwatch"
    return shell_word(_shortest(called))


def as_typed(text: str) -> str:
    """Replace ``limbwatch`` in the commands of a text by what works here."""
    name = program()
    return text if name == "limbwatch" else _COMMAND.sub(lambda _: name, text)


def _shortest(path: Path) -> str:
    found = shutil.which(path.name)
    if found is not None and path.exists() and Path(found).absolute() == path.absolute():
        return path.stem if os.name == "nt" else path.name
    return str(path)
