"""Errors for a night without the results or the recording that a command needs."""

from pathlib import Path

from limbwatch.cli.errors import CommandError, ExitCode


def has_data(capture: Path) -> bool:
    """Tell whether a night has anything to score; an unreadable capture counts as data.

    A night that was not recorded here has no capture and counts as data too.
    """
    from limbwatch.sensor.capture.account import account_of
    from limbwatch.sensor.capture.disk.lock import is_held
    from limbwatch.sensor.errors import UnreadableFile

    if not capture.exists() or is_held(capture.with_suffix(".lock")):
        return True
    try:
        return any(leg.last is not None for leg in account_of(capture).legs)
    except UnreadableFile:
        return True


def not_scored(capture: Path, called: str, shown: str, instead: str | None) -> CommandError:
    """Return the error for a night without results, with what makes them.

    ``shown`` is its name on the command line. ``instead`` is the latest scored night, if the
    latest was asked for and this one is newer.
    """
    from limbwatch.sensor.capture.disk.lock import is_held

    if is_held(capture.with_suffix(".lock")):
        if instead is not None:
            return CommandError(
                f"the latest night, {called}, is being recorded now, and is scored when that "
                f"ends; the latest that is scored is {instead}: name it to use that one"
            )
        return CommandError(f"{called} is being recorded now; it is scored when that ends")
    if instead is not None:
        return CommandError(
            f"the latest night, {called}, is recorded, not scored yet; the latest that is scored "
            f"is {instead}: name that one, or score this one first: limbwatch rescore {shown}",
            exit_code=ExitCode.UNREADABLE,
        )
    return CommandError(
        f"{called} is recorded, not scored yet; score it first: limbwatch rescore {shown}",
        exit_code=ExitCode.UNREADABLE,
    )


def not_from_here(lacks: str, called: str, instead: str | None) -> CommandError:
    """Return the error for a night that cannot be resumed, with the file it lacks.

    ``instead`` is the latest night that can, if the latest was asked for and this one is newer.
    """
    if instead is not None:
        return CommandError(
            f"the latest night, {called}, was not recorded here: it has no {lacks}, and cannot be "
            f"continued; the latest that can is {instead}: name that one"
        )
    return CommandError(
        f"{called} was not recorded here: it has no {lacks}, and cannot be continued"
    )
