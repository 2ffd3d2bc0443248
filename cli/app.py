"""The ``limbwatch`` command: its subcommands, and how each of them ends."""

import os
import sys
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from limbwatch.cli.commands.compare import compare
from limbwatch.cli.commands.demo import demo
from limbwatch.cli.commands.devices import devices
from limbwatch.cli.commands.doctor import doctor
from limbwatch.cli.commands.export import export
from limbwatch.cli.commands.fetch import fetch
from limbwatch.cli.commands.note import note
from limbwatch.cli.commands.record import record
from limbwatch.cli.commands.replay import replay
from limbwatch.cli.commands.rescore import rescore
from limbwatch.cli.commands.score import score
from limbwatch.cli.commands.study import plan
from limbwatch.cli.commands.study import run as run_study
from limbwatch.cli.commands.study_results import export as export_study
from limbwatch.cli.commands.study_results import report as report_study
from limbwatch.cli.commands.tonight import tonight
from limbwatch.cli.commands.typed_values import normalise_values
from limbwatch.cli.commands.view import view
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.help import TranslatedHelp
from limbwatch.cli.interruption import INTERRUPTED, install_signal_handlers, was_unwound
from limbwatch.cli.language.spoken import ENGLISH, LANGUAGES, OPTION, as_asked, language, tr
from limbwatch.cli.program import as_typed
from limbwatch.cli.screen.legible import as_printed, print_legibly
from limbwatch.cli.screen.output import closed_output
from limbwatch.cli.shortcuts.process import keep_to_one_thread, leave
from limbwatch.version import __version__

WELCOME = """\
limbwatch records a night of wrist and ankle acceleration over Bluetooth, or
replays files you already have, finds every limb movement and says what each
most probably is: a hypnic jerk, a periodic limb movement or something else.

  limbwatch demo                          see a scored sample night
  limbwatch replay ankle_left=night.csv   score a file of your own
  limbwatch tonight                       record tonight, on a page in your browser
All commands: limbwatch --help"""

HELP = """Movements of sleep from worn accelerometers.

\b
Examples:
  limbwatch demo
  limbwatch replay ankle_left=left.csv wrist_left=wrist.csv
  limbwatch record --sensor ankle_left="Polar Sense 12345678" --until 07:30
  limbwatch view latest --events
"""


class _Command(TyperCommand):
    """A command whose help is translated and shows commands as they can be typed here."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        super().format_help(ctx, _translated(formatter))

    def get_help(self, ctx: Any) -> str:
        """Return the help in characters that the terminal can show."""
        return as_printed(super().get_help(ctx))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return one line that says what the command does."""
        return _short_help(self, super().get_short_help_str(limit))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the options; numbers may have a decimal comma."""
        return super().parse_args(ctx, normalise_values(args, self.params))


class _Commands(TyperGroup):
    """A group of commands, with help like theirs."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        super().format_help(ctx, _translated(formatter))

    def get_help(self, ctx: Any) -> str:
        """Return the help in characters that the terminal can show."""
        return as_printed(super().get_help(ctx))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return one line that says what these commands do."""
        return _short_help(self, super().get_short_help_str(limit))


def _translated(formatter: Any) -> Any:
    return formatter if isinstance(formatter, TranslatedHelp) else TranslatedHelp(formatter)


def _short_help(command: Any, english: str) -> str:
    """Return the summary of a command: uncut in other languages, so that it can be translated."""
    if language() == ENGLISH:
        return english
    whole = command.short_help or (command.help or "").partition("\n\n")[0]
    return str(whole) or english


app = typer.Typer(
    cls=_Commands,
    name="limbwatch",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    # help follows the width of the terminal up to 120 columns, as all other output does
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
)

app.command(cls=_Command, short_help="Open a page: pick sensors, record, read in the morning.")(
    tonight
)
app.command(cls=_Command, short_help="Record a night, then score and show it.")(record)
app.command(cls=_Command)(replay)
app.command(cls=_Command, short_help="Fetch what sensors recorded in their own memory.")(fetch)
app.command(cls=_Command, short_help="Show a night, write its report, or open the page.")(view)
app.command(cls=_Command)(score)
app.command(cls=_Command, short_help="Compare a night with polysomnography.")(compare)
app.command(cls=_Command, short_help="Score a night again from its stored samples.")(rescore)
app.command(cls=_Command)(demo)
app.command(cls=_Command, short_help="Write a night for other programs.")(export)
app.command(cls=_Command, short_help="Note what may have affected a night.")(note)
app.command(cls=_Command, short_help="List the Bluetooth sensors in range.")(devices)
app.command(cls=_Command, short_help="Say whether this computer can record.")(doctor)

study = typer.Typer(
    cls=_Commands,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Nights of many people, scored together.",
)
study.command(cls=_Command, short_help="Find recordings and write a manifest.")(plan)
study.command(name="run", cls=_Command, short_help="Score the nights of a manifest.")(run_study)
study.command(name="report", cls=_Command, short_help="Make the page of a study.")(report_study)
study.command(name="export", cls=_Command, short_help="Write a study for others.")(export_study)
app.add_typer(study, name="study")


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer passes the option's value
    if wanted:
        typer.echo(f"limbwatch {__version__}")
        raise typer.Exit


def _reject_language(wanted: str | None) -> None:
    # a known language was removed from the arguments before they were parsed
    if wanted is None:
        return
    codes = ", ".join(LANGUAGES)
    raise CommandError(
        f"there is no language {wanted!r}. Choose one of: {codes}"
        if wanted
        else f"--lang needs a language after it. Choose one of: {codes}"
    )


@app.callback(invoke_without_command=True, help=HELP)
def start(
    context: typer.Context,
    *,
    _: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
    __: Annotated[
        str | None,
        typer.Option(
            OPTION,
            callback=_reject_language,
            is_eager=True,
            metavar="|".join(LANGUAGES),
            help="Language of what is shown, before or after the command; else LIMBWATCH_LANG, "
            "else the system's.",
        ),
    ] = None,
) -> None:
    """Print the welcome text if no command was given."""
    if context.invoked_subcommand is None:
        typer.echo(as_printed(as_typed(tr(WELCOME))))


_PRIVATE_UMASK = 0o077
"""Umask of the process: files are readable by their owner alone."""


def main() -> NoReturn:
    """Run the command line and exit with its code."""
    # streams may be closed, as by ``2>&-`` or on Windows without a console
    sys.stdout = sys.stdout or closed_output()
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    print_legibly()
    keep_to_one_thread()
    install_signal_handlers(as_json="--json" in sys.argv[1:])
    try:
        leave(_flush_output(run(sys.argv[1:])))
    except KeyboardInterrupt:
        os._exit(ExitCode.INTERRUPTED)


@cache
def command() -> Any:
    """Return the command with all subcommands, built from `app` once."""
    return typer.main.get_command(app)


def run(arguments: list[str]) -> int:
    """Run a command line, without ``limbwatch``; report its error and return its exit code."""
    # a night is private: whatever library creates a file, only its owner may read it
    mask = os.umask(_PRIVATE_UMASK)
    try:
        with as_asked(arguments) as rest:
            return _exit_code_of(rest)
    finally:
        os.umask(mask)


def _exit_code_of(arguments: list[str]) -> int:
    as_json = "--json" in arguments
    if arguments[:1] == ["help"]:  # many programs have this form
        arguments = [*arguments[1:], "--help"]
    try:
        code = command()(arguments, prog_name="limbwatch", standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        return _say_why(INTERRUPTED, ExitCode.INTERRUPTED, as_json=as_json)
    except Exception as error:  # noqa: BLE001 - last resort: a person sees no traceback
        return _say_why(*_message_and_code(error), as_json=as_json)
    if code == ExitCode.INTERRUPTED:
        # a recording that was stopped ended well, and its result is printed already
        return _say_why(INTERRUPTED, ExitCode.INTERRUPTED, as_json=as_json and was_unwound())
    return int(code or ExitCode.OK)


def _message_and_code(error: Exception) -> tuple[str, int]:
    """Return the message and the exit code of an error."""
    from typer.exceptions import TyperException

    from limbwatch.cli.refusal import refusal, without_permission
    from limbwatch.sensor import SensorError, UnreadableFile
    from limbwatch.sensor.errors import forbidden

    if closed := without_permission(error):
        return _message_and_code(forbidden(closed))
    match error:
        case TyperException():
            return refusal(error), error.exit_code
        case CommandError():
            return str(error), error.exit_code
        case SensorError():
            unreadable = isinstance(error, UnreadableFile)
            return str(error), ExitCode.UNREADABLE if unreadable else ExitCode.NO_DEVICE
        case OSError():
            return f"the system refused: {error}", ExitCode.UNEXPECTED
    from limbwatch.cli.crash import write_crash

    return write_crash(error), ExitCode.UNEXPECTED


def _say_why(message: str, code: int, *, as_json: bool) -> int:
    """Print an error to stderr, and as JSON to stdout if asked for; return its exit code."""
    from limbwatch.cli.language.trouble import translate_trouble
    from limbwatch.cli.screen.talk import columns, wrapped
    from limbwatch.cli.screen.terminal import Terminal, printable

    line = printable(f"limbwatch: {as_typed(translate_trouble(message))}")
    sys.stderr.write(f"{wrapped(line, columns(sys.stderr))}\n")
    if as_json:  # JSON is the same in every language
        content = {"message": printable(as_typed(message)), "exit_code": int(code)}
        Terminal().show_json({"error": content})
    return int(code)


def _flush_output(code: int) -> int:
    """Flush the output; return an error code if a result could not be printed."""
    from limbwatch.cli.screen.output import flush, output_failure

    flush()
    if not output_failure() or code != ExitCode.OK:
        return code
    return _say_why(
        f"the result could not be printed: {output_failure()}. Send it somewhere else; what was "
        "written to files is complete.",
        ExitCode.UNEXPECTED,
        as_json=False,
    )
