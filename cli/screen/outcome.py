"""The messages at the end of a command that made a night."""

from pathlib import Path

import typer

from limbwatch.classify.figures import Summary
from limbwatch.cli.errors import ExitCode
from limbwatch.cli.language.spoken import tr, trn
from limbwatch.cli.night.correction.corrected import as_corrected, json_of
from limbwatch.cli.night.folder import CAPTURE, REPORT, shown_name
from limbwatch.cli.night.listed.part_nights import same_hours_warning
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.screen.first_screen import show_night
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.cli.words import in_minutes, limb_words, spell
from limbwatch.sensor import Recording
from limbwatch.sensor.capture.balance import LOST_LIMIT, Balance, balance_of


def finish(
    folder: Path, recordings: tuple[Recording, ...], terminal: Terminal, *, made: bool = True
) -> None:
    """Show a night that was made or found, its folder, and a warning if much is missing.

    With ``--json`` it prints ``night.json`` and the folder.

    Raises
    ------
    typer.Exit
        With code 5 if one sensor lost more than `LOST_LIMIT` of its time, or sent nothing though
        it was asked for.
    """
    shown = as_corrected(read_night(folder))
    summary = shown.night.summary
    if twice := same_hours_warning(folder):
        terminal.warn(twice)
    terminal.warn(*new_warnings(summary, terminal))
    balance = _balance(folder, recordings)
    if terminal.json:
        recorded = {} if balance is None else {"recorded": balance.facts}
        terminal.show_json({**json_of(shown), **recorded, "folder": str(folder)})
    else:
        show_night(shown, terminal)
    if summary.laboratory is not None:
        terminal.say(*summary.laboratory.remarks)
    missing = [] if balance is None else balance.missing
    lacks = _gap_words(summary)
    if missing:
        lacks = tr("missing: {what}", what=", ".join(missing))
    length = in_minutes(summary.duration_s / 60)
    there = tr("There is {folder} ({length}, {lacks}).", folder=folder, length=length, lacks=lacks)
    if made:
        there = tr("Wrote {folder} ({length}, {lacks}).", folder=folder, length=length, lacks=lacks)
    terminal.say(
        "\n".join(
            (
                there,
                tr("Report: {path}", path=folder / REPORT),
                tr(
                    "Next: {command}",
                    command=f"limbwatch view {shown_name(folder)} --events",
                ),
            )
        )
    )
    if missing:
        terminal.warn(
            tr(
                "of the recording's time is missing: {what} (the limit is {limit:.0f} %). The "
                "rates are for the rest.",
                what=", ".join(missing),
                limit=LOST_LIMIT * 100,
            )
        )
        raise typer.Exit(ExitCode.DATA_LOST)
    if bad := too_much_lost(recordings):
        terminal.warn(
            tr(
                "data are missing beyond the limit of {limit:.0f} %: {what} of the time from the "
                "first to the last sample. The rates are for the rest.",
                limit=LOST_LIMIT * 100,
                what=", ".join(bad),
            )
        )
        raise typer.Exit(ExitCode.DATA_LOST)


def new_warnings(summary: Summary, terminal: Terminal) -> list[str]:
    """Return the warnings about a night's sensors that the terminal has not printed yet.

    Warnings of single files are printed on reading; others, such as clocks that disagree, concern
    all sensors together, and a night that already existed is not read again.
    """
    said = (
        f"{sensor.placement.words}: {warning}"
        for sensor in summary.coverage
        for warning in sensor.warnings
    )
    return [one for one in said if one not in terminal.warnings_told]


def _balance(folder: Path, recordings: tuple[Recording, ...]) -> Balance | None:
    """Compare a recorded night with what was asked for; None for a night made from files."""
    if not (folder / CAPTURE).exists():
        return None
    from limbwatch.sensor.capture.account import account_of

    return balance_of(account_of(folder / CAPTURE), recordings)


def too_much_lost(recordings: tuple[Recording, ...]) -> list[str]:
    """Return the sensors that lost more of their time than the limit, with the share."""
    losses = [(r, _share_lost(r)) for r in recordings]
    return [
        f"{limb_words(r.placement)} {lost * 100:.0f} %" for r, lost in losses if lost > LOST_LIMIT
    ]


def _share_lost(recording: Recording) -> float:
    spans = recording.spans
    return 1.0 - float((spans[:, 1] - spans[:, 0]).sum() / (spans[-1, 1] - spans[0, 0]))


def _gap_words(summary: Summary) -> str:
    """Return the number of gaps; a sensor that began later than the night has none for that."""
    gaps = sum(len(sensor.losses) for sensor in summary.coverage)
    lacks = trn("{count} gap", "{count} gaps", gaps) if gaps else tr("no gaps")
    for sensor in summary.coverage:
        if sensor.late_s:
            lacks = tr(
                "{gaps}, {limb} began {length} later",
                gaps=lacks,
                limb=limb_words(sensor.placement),
                length=spell(sensor.late_s / 60),
            )
    return lacks
