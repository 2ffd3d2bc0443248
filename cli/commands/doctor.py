"""``limbwatch doctor``: whether this computer can record, and how to mend what is wrong."""

import typer

from limbwatch.cli.commands import options
from limbwatch.cli.errors import ExitCode
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.language.trouble import translate_trouble
from limbwatch.cli.screen.terminal import Terminal


def doctor(
    *,
    nights: options.Nights = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Say whether this computer can record a night, and how to mend what is wrong.

    Example: limbwatch doctor
    """
    from limbwatch.cli.night.folder import default_nights
    from limbwatch.cli.recording.evening.this_computer import check_computer

    terminal = Terminal(json=json, quiet=quiet, no_color=no_color)
    findings = check_computer(nights or default_nights(), terminal.say)
    if json:
        terminal.show_json([{"topic": f.topic, "good": f.good, "text": f.text} for f in findings])
    else:
        marks = {True: tr("ok"), False: "!!"}
        room = max(map(len, marks.values())) + 2
        for finding in findings:
            topic = tr("sleep mode") if finding.topic == "sleep" else tr(finding.topic)
            begins = f"{marks[finding.good]:<{room}}{topic:<12} "
            terminal.show_fitted(f"{begins}{translate_trouble(finding.text)}", len(begins))
    if not findings[0].good:
        raise typer.Exit(ExitCode.NO_DEVICE)
