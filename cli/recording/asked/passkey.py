"""The passkey of a sensor, given by option or typed while pairing."""

import asyncio
import sys

from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor.radio.pairing import MOST, Answers

DIGITS = len(str(MOST))
"""Most digits of a passkey."""


def parse_passkey(text: str) -> int:
    """Parse the digits of a passkey.

    Raises
    ------
    CommandError
        If the text is not a passkey.
    """
    bare = text.strip().replace(" ", "").replace("-", "")
    if not (bare.isascii() and bare.isdigit() and len(bare) <= DIGITS):
        raise CommandError(
            f"a passkey has up to {DIGITS} digits, such as 123456; {text!r} is not one"
        )
    return int(bare)


def answers_of(given: str | None, terminal: Terminal) -> Answers:
    """Return the answers for pairing, from the digits given or by asking in the terminal.

    Raises
    ------
    CommandError
        If the digits are not a passkey.
    """
    known = None if given is None else parse_passkey(given)

    async def passkey() -> int | None:
        if known is not None:
            return known
        typed = await _ask(tr("Passkey, as the sensor shows it or has it printed on:"))
        try:
            return parse_passkey(typed) if typed else None
        except CommandError:
            return None

    async def same(digits: str) -> bool:
        if known is not None:
            return known == int(digits)
        typed = await _ask(tr("Does the sensor show {digits}? [y/N]", digits=digits))
        return typed.casefold() in {"y", "yes", tr("y"), tr("yes")}

    return Answers(
        passkey=passkey,
        show=lambda digits: terminal.warn(f"type {digits} on the sensor"),
        same=same,
    )


async def _ask(question: str) -> str:
    """Ask in the terminal; return an empty text if there is none."""
    if not sys.stdin.isatty():
        return ""
    sys.stderr.write(f"\n{question} ")
    sys.stderr.flush()
    line: str = await asyncio.to_thread(sys.stdin.readline)
    return line.strip()
