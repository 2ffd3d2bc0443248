"""``limbwatch demo``: a night to look at before there is one of your own."""

import tempfile
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from limbwatch.cli.commands import options
from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.command_line import shell_word

if TYPE_CHECKING:
    from limbwatch.sample_data.simulator import SimulatedNight
    from limbwatch.sensor import Recording


def demo(
    *,
    simulate: Annotated[
        str | None,
        typer.Option(metavar="SCENARIO", help="Simulate a night instead of the sample night."),
    ] = None,
    seed: Annotated[
        int, typer.Option(metavar="N", min=0, help="Number of the simulated night.")
    ] = 1,
    hours: Annotated[
        float, typer.Option(metavar="HOURS", min=0.25, max=24, help="Length of the night.")
    ] = 8.0,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            help="Only write the simulated night there, as files with their true labels.",
        ),
    ] = None,
    force: options.Force = False,
    every: Annotated[bool, typer.Option("--list", help="List the scenarios.")] = False,
    subject: options.Subject = None,
    session: options.Session = None,
    rules: options.Rules = "wasm2016",
    age: options.Age = None,
    nights: Annotated[
        Path | None,
        typer.Option(
            "--nights",
            metavar="DIR",
            callback=options.folder_of_nights,
            help="Folder for the scored night.",
            show_default="a temporary folder, apart from your own nights",
        ),
    ] = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Score a sample night, or simulate one.

    Example: limbwatch demo --simulate plm_severe --seed 3 -o night
    """
    terminal = Terminal(json=json, quiet=quiet, no_color=no_color)
    if every:
        _list_scenarios(terminal)
        return
    if output is not None:
        if simulate is None:
            raise CommandError(
                "-o writes a simulated night: add --simulate SCENARIO (names: limbwatch demo "
                "--list)"
            )
        _write_simulation(simulate, seed, hours, output, terminal, force=force)
        return
    from limbwatch.cli.making.finished_night import make_night
    from limbwatch.cli.making.scoring_wish import ScoringWish
    from limbwatch.cli.night.listed.people import parse_person, place_of_person
    from limbwatch.cli.night.scored.scored_by import ScoredBy
    from limbwatch.cli.screen.outcome import finish

    person = parse_person(subject, session)
    origin = replace(person.origin, simulated=True)
    with terminal.progress(tr("Simulating") if simulate else tr("Reading")) as now:
        recordings = (
            _simulate(simulate, seed, hours).recordings if simulate else _read_sample_night()
        )
        now(tr("Scoring"))
        place = nights or Path(tempfile.mkdtemp(prefix="limbwatch-demo-"))
        wish = ScoringWish(ScoredBy(rules, age), origin=origin)
        folder = make_night(place_of_person(place, person), recordings, wish)
    terminal.say(tr("This night is simulated: it shows what limbwatch does, not a real person."))
    finish(folder, recordings, terminal)


def _read_sample_night() -> "tuple[Recording, ...]":
    from limbwatch.cli.reading.recordings import Clocks, read_sources
    from limbwatch.cli.reading.sources import Source
    from limbwatch.sample_data import sample_night
    from limbwatch.sensor import Placement

    sources = tuple(Source(Placement(where), path) for where, path in sample_night().items())
    return read_sources(sources, Clocks(UTC))


def _simulate(scenario: str, seed: int, hours: float) -> "SimulatedNight":
    from limbwatch.cli.reading.scenarios import parse_scenario
    from limbwatch.sample_data.simulator import simulate

    return simulate(parse_scenario(scenario), seed=seed, hours=hours)


def _write_simulation(
    scenario: str,
    seed: int,
    hours: float,
    place: Path,
    terminal: Terminal,
    *,
    force: bool,
) -> None:
    from limbwatch.cli.outputs import Overwriting, output_folder
    from limbwatch.sample_data.writing import write_night

    overwriting = Overwriting(force=force, warn=terminal.warn)
    with terminal.progress(tr("Simulating")) as now:
        night = _simulate(scenario, seed, hours)
        now(tr("Writing"))
        with output_folder(place, overwriting, kind="demo", shared=True) as hidden:
            recorded = [place / path.name for path in write_night(night, hidden)]
            written = sorted(place / path.name for path in hidden.iterdir())
    named = {path.name.partition(".")[0]: str(path) for path in recorded}
    if terminal.json:
        terminal.show_json({"folder": str(place), "recordings": named})
        return
    terminal.show("\n".join(map(str, written)))
    arguments = " ".join(f"{placement}={shell_word(path)}" for placement, path in named.items())
    terminal.say(tr("Next: {command}", command=f"limbwatch replay {arguments}"))


def _list_scenarios(terminal: Terminal) -> None:
    from limbwatch.cli.reading.scenarios import listed_scenarios

    found = listed_scenarios()
    if terminal.json:
        terminal.show_json(found)
        return
    width = max(map(len, found)) + 2
    for name, description in found.items():
        terminal.show_fitted(f"{name:<{width}}{tr(description)}", width)
