"""PDF from HTML pages, printed by a browser of the Chromium family."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from limbwatch.cli.errors import CommandError, ExitCode

BROWSER: Final = "LIMBWATCH_BROWSER"
"""Environment variable that names the program to print with."""
_PROGRAMS: Final = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "msedge", "brave-browser",
)  # fmt: skip
"""Names of browsers to look for on the path."""
_PATHS: Final = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        "/Applications/Brave Browser.app/Contents/MacOS/Brave Browser",
    ),
}
"""Paths of browsers on systems that do not put them on the path."""
_WINDOWS_FOLDERS: Final = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
"""Environment variables of Windows that name the folders of programs: for all, and for one person,
where a browser lies that was installed without an administrator."""
_WINDOWS_PATHS: Final = (
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
    r"BraveSoftware\Brave-Browser\Application\brave.exe",
)
"""Paths of browsers in these folders."""
_TIMEOUT_S: Final = 120
"""Longest time that printing may take."""
_OPTIONS: Final = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update",
    "--disable-background-networking", "--disable-sync", "--disable-extensions",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer",
)  # fmt: skip
"""Print without a window, and without any network access."""


def pdf_of(page: str) -> bytes:
    """Print a self-contained HTML page to PDF.

    Raises
    ------
    CommandError
        If there is no browser to print with, or it does not print.
    """
    browser = find_browser()
    with tempfile.TemporaryDirectory(prefix="limbwatch-", ignore_cleanup_errors=True) as place:
        source, target = Path(place, "page.html"), Path(place, "page.pdf")
        source.write_text(page, encoding="utf-8")
        command = [browser, *_OPTIONS, f"--user-data-dir={Path(place, 'profile')}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            # Chromium refuses root a sandbox; the page is our own, without a script
            command.append("--no-sandbox")
        command += [f"--print-to-pdf={target}", source.as_uri()]
        try:
            subprocess.run(command, capture_output=True, timeout=_TIMEOUT_S, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _failed(browser, error) from None
        if not target.exists():
            raise _failed(browser, "it wrote no file")
        return target.read_bytes()


def find_browser() -> str:
    """Return a browser of the Chromium family on this computer.

    Raises
    ------
    CommandError
        If there is none, with what to install and what works without.
    """
    named = os.environ.get(BROWSER)
    if named:
        found: str | None = shutil.which(named)
        if found is None:
            raise CommandError(
                f"{BROWSER} names {named}, which is not a program here. Name one, or unset it"
            )
        return found
    for name in (*_PROGRAMS, *browser_paths(sys.platform)):
        found = shutil.which(name)
        if found is not None:
            return found
    raise CommandError(
        "there is no Chromium, Chrome, Edge or Brave here to make the PDF with. Install one (on "
        f"Debian or Ubuntu: sudo apt install chromium), or name one in {BROWSER}; or write the "
        "pages with -o FILE.html --doctor and print them to PDF from any browser",
        exit_code=ExitCode.UNEXPECTED,
    )


def browser_paths(platform: str) -> tuple[str, ...]:
    """Return where browsers lie on a system that does not put them on the path."""
    if platform != "win32":
        return _PATHS.get(platform, ())
    folders = [os.environ[name] for name in _WINDOWS_FOLDERS if os.environ.get(name)]
    return tuple(rf"{folder}\{path}" for path in _WINDOWS_PATHS for folder in folders)


def _failed(browser: str, why: object) -> CommandError:
    return CommandError(
        f"{browser} did not print the pages ({why}). Write them with --doctor -o FILE.html and "
        f"print them from any browser, or name another one in {BROWSER}",
        exit_code=ExitCode.UNEXPECTED,
    )
