"""A read-only page of the running recording for a phone or another computer."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from limbwatch.cli.recording.child_group import own_group
from limbwatch.cli.screen.terminal import Terminal

_END_S = 5.0
"""Longest wait for the process of the page to end, seconds."""


@contextmanager
def second_screen(nights: Path, terminal: Terminal) -> Iterator[None]:
    """Serve the page while the body runs, in its own process, which cannot delay the recording."""
    command = [sys.executable, "-m", "limbwatch", "view", "--serve", "--lan", "--live"]
    with subprocess.Popen(  # noqa: S603 - ourselves
        [*command, "--json", "--quiet", "--nights", str(nights)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        **own_group(),  # the recording handles Ctrl-C
        text=True,
    ) as process:
        assert process.stdout is not None  # noqa: S101 - asked for
        telling = threading.Thread(
            target=_print_address, args=(process.stdout, terminal), daemon=True
        )
        telling.start()
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(_END_S)
            except subprocess.TimeoutExpired:
                process.kill()


def _print_address(said: IO[str], terminal: Terminal) -> None:
    text = ""
    for line in said:
        text += line
        try:
            address = json.loads(text)["address"]
        except (ValueError, LookupError):
            continue
        terminal.say(
            f"Second screen: {address} (whoever in this network gets this address can look at the "
            "running recording and change nothing; it is not encrypted)"
        )
        return
    terminal.warn("the second screen could not be opened; the recording goes on")
