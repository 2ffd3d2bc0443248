"""``limbwatch score``: published rules on a table of leg movements."""

from pathlib import Path
from typing import Annotated

import typer

from limbwatch.cli.commands import options
from limbwatch.cli.screen.terminal import Terminal


def score(
    table: Annotated[
        Path,
        typer.Argument(
            metavar="MOVEMENTS.csv", help="Columns side,onset_s,duration_s and perhaps asleep."
        ),
    ],
    *,
    rules: options.Rules = options.RulesName.WASM2016,
    _nights: Annotated[Path | None, typer.Option("--nights", hidden=True)] = None,
    _age: Annotated[float | None, typer.Option("--age", hidden=True)] = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Apply the published rules to a table of leg movements."""
    from limbwatch.classify.rules.leg_movements import score as score_movements
    from limbwatch.classify.rules.published import rules_by_name
    from limbwatch.cli.reading.leg_movement_table import as_dict, as_text, read_table

    terminal = Terminal(quiet=quiet, no_color=no_color)
    chosen = rules_by_name(rules.value)
    scored = score_movements(read_table(table), chosen)
    if json:
        terminal.show_json(as_dict(scored, chosen))
    else:
        terminal.show(as_text(scored, chosen).rstrip("\n"))
