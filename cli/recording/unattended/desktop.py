"""An entry in the desktop's menu that opens the page for tonight."""

import sys
from pathlib import Path
from typing import Final

from limbwatch.cli.recording.unattended.service import write_new, xdg_folder
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.command_line import shell_line

_NAME: Final = "limbwatch-tonight.desktop"
"""File name of the entry."""
_RESERVED: Final = ("\\", '"', "`", "$")
"""Characters to escape in a quoted argument; Desktop Entry Specification 1.5, "The Exec key"."""


def install_desktop(options: list[str], terminal: Terminal, platform: str = sys.platform) -> None:
    """Write an entry that starts ``tonight`` with options, or print how to make one on this system.

    Raises
    ------
    CommandError
        If another file is in its place, or it cannot be written.
    """
    command = [sys.executable, "-m", "limbwatch", "tonight", *options]
    if platform == "win32":
        # pythonw opens no console window
        command[0] = str(Path(sys.executable).with_name("pythonw.exe"))
        terminal.say("Windows: make a shortcut (right click on the desktop, New, Shortcut) to:")
        terminal.show(shell_line(command, system="nt"))
        return
    if platform == "darwin":
        # an application made by Automator may not ask for Bluetooth, and is ended; Terminal may
        terminal.say(
            "macOS: put this line into a file limbwatch.command, make it executable (chmod +x "
            "limbwatch.command), and open it by a double click. Terminal then runs it, which asks "
            "for Bluetooth the first time: allow it."
        )
        terminal.show(shell_line(command, system="posix"))
        return
    path = xdg_folder("XDG_DATA_HOME", ".local/share") / "applications" / _NAME
    write_new(path, entry(command).encode("utf-8"))
    terminal.show(str(path))
    terminal.say("It is in the programs menu as limbwatch; remove the file to get rid of it.")


def entry(command: list[str]) -> str:
    """Return a desktop entry by the Desktop Entry Specification 1.5."""
    return (
        "[Desktop Entry]\nType=Application\nVersion=1.5\nName=limbwatch\n"
        "GenericName=Movements of sleep\nComment=Record tonight, read the night in the morning\n"
        f"Exec={' '.join(map(_quoted, command))}\n"
        "Terminal=false\nCategories=MedicalSoftware;Science;\n"
    )


def _quoted(word: str) -> str:
    for char in _RESERVED:
        word = word.replace(char, f"\\{char}")
    # the value is also a string, where backslashes are doubled and % begins a field code
    return '"' + word.replace("\\", "\\\\").replace("%", "%%").replace("\n", "\\n") + '"'
