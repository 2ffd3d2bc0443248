"""The streams of a command: results to stdout, messages and progress to stderr."""

import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from limbwatch.cli.language.spoken import tr
from limbwatch.cli.language.trouble import translate_trouble
from limbwatch.cli.program import as_typed
from limbwatch.cli.screen.fitting import WIDTH, fitted
from limbwatch.cli.screen.legible import can_print, in_columns
from limbwatch.cli.screen.output import guarded_output, print_result
from limbwatch.cli.screen.talk import NARROWEST, WIDEST, columns, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console


def printable(text: str) -> str:
    """Replace control characters, which could steer a terminal; keep tabs and line ends."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)


def _uses_rich(stream: TextIO) -> bool:
    return stream.isatty() or bool(os.environ.get("FORCE_COLOR"))


class Terminal:
    """The two streams of a command.

    Results are printed as ``json`` for a program, ``quiet`` leaves out messages and progress, and
    ``no_color`` leaves out colour; so do ``NO_COLOR`` and ``TERM=dumb``. If a stream is not a
    terminal, and ``FORCE_COLOR`` does not ask for colour, text is written unchanged: importing rich
    would only take time.
    """

    def __init__(self, *, json: bool = False, quiet: bool = False, no_color: bool = False) -> None:
        self.json = json
        self.quiet = quiet
        self.warnings_told: set[str] = set()
        """All warnings so far, untranslated."""
        plain = no_color or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
        self._color = not plain

    def _console(self, *, stderr: bool) -> "Console":
        from rich.console import Console

        return Console(
            stderr=stderr,
            no_color=not self._color,
            color_system="auto" if self._color else None,
            highlight=False,
            markup=False,
            emoji=False,
            soft_wrap=True,
        )

    @property
    def width(self) -> int:
        """Columns of text, from 60 to 120: those of ``COLUMNS``, else of the terminal, else 80."""
        if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
            return WIDTH
        return min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST)

    def show(self, result: str, *, headings: tuple[str, ...] = ()) -> None:
        """Print a result on stdout without control characters; headings are bold."""
        plain = in_columns(printable(result))
        if not _uses_rich(sys.stdout):
            print_result(plain + "\n")
            return
        from rich.text import Text

        text = Text()
        for line in plain.split("\n"):
            text.append(line + "\n", style="bold" if line in headings else "")
        with guarded_output():
            self._console(stderr=False).print(text, end="")

    def show_fitted(self, text: str, indent: int = 0) -> None:
        """Print a text on stdout in lines that fit, continued lines indented."""
        self.show("\n".join(fitted(text, self.width, indent)))

    def show_json(self, value: Any) -> None:
        """Print a result as JSON on stdout, with sorted keys."""
        import json

        def text(*, ascii_alone: bool) -> str:
            return json.dumps(
                value, indent=2, sort_keys=True, ensure_ascii=ascii_alone, allow_nan=False
            )

        found = text(ascii_alone=False)
        # if stdout cannot encode it, use JSON's own escapes
        print_result((found if can_print(found) else text(ascii_alone=True)) + "\n")

    def show_written(self, *paths: Path) -> None:
        """Print the paths of files written, as JSON or one per line."""
        if self.json:
            self.show_json({"written": [str(path) for path in paths]})
        else:
            self.show("\n".join(map(str, paths)))

    def say(self, *messages: str) -> None:
        """Print messages to stderr, unless quiet."""
        for message in () if self.quiet else messages:
            self._talk(message)

    def warn(self, *messages: str) -> None:
        """Print warnings that may affect the result; quiet does not hide them."""
        for message in messages:
            self.warnings_told.add(message)
            self._talk(f"{tr('warning')}: {translate_trouble(message)}", style="yellow")

    def tell(self, message: str) -> None:
        """Print to stderr what was asked for; quiet does not hide it."""
        self._talk(message)

    def _talk(self, message: str, *, style: str | None = None) -> None:
        text = wrapped(printable(as_typed(translate_trouble(message))), columns(sys.stderr))
        if _uses_rich(sys.stderr):
            self._console(stderr=True).print(text, style=style)
        else:
            sys.stderr.write(text + "\n")

    @contextmanager
    def progress(self, doing: str) -> "Iterator[Callable[[str], None]]":
        """Show on stderr what is being done and for how long, if it is a terminal.

        The body may call what it gets to change the text.
        """
        if self.quiet or not sys.stderr.isatty():
            yield lambda _: None
            return
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        with Progress(
            SpinnerColumn("line"),
            TextColumn("{task.description}", markup=False),
            TimeElapsedColumn(),
            console=self._console(stderr=True),
            transient=True,
        ) as progress:
            task = progress.add_task(translate_trouble(doing), total=None)
            yield lambda now: progress.update(task, description=translate_trouble(now))
