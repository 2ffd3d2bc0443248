"""A night that lacks what is asked of it, its results or its recording: what is told then."""

from pathlib import Path

from limbwatch.cli.errors import CommandError, ExitCode


def has_data(capture: Path) -> bool:
    """Whether a night has anything that may be scored; what cannot be read may have it.

    One that was not recorded here has no capture.
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
    """Say why a night has no results, and what gives it some.

    ``shown`` is its name on the command line, and ``instead`` the latest night that is scored,
    where the latest was asked for and this one is newer.
    """
    from limbwatch.sensor.capture.disk.lock import is_held

    if is_held(capture.with_suffix(".lock")):
        if instead is not None:
            return CommandError(
                f"the latest night, {called}, is being recorded now, and is scored when that ends; "
                f"the latest that is scored is {instead}: name it to have that one"
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
    """Say which file a night lacks to be gone on with.

    ``instead`` is the latest night that can, where the latest was asked for and this one is newer.
    """
    if instead is not None:
        return CommandError(
            f"the latest night, {called}, was not recorded here: it has no {lacks}, and cannot be "
            f"gone on with; the latest that can is {instead}: name that one"
        )
    return CommandError(
        f"{called} was not recorded here: it has no {lacks}, and cannot be gone on with"
    )
