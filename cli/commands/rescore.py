"""``limbwatch rescore``: the results of a night made again from its stored samples."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from limbwatch.cli.commands import options
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.screen.terminal import Terminal

if TYPE_CHECKING:
    from limbwatch.cli.report.traces import Envelope
    from limbwatch.sensor import Recording


class _Again(NamedTuple):
    """What was scored again, condensed for the report."""

    recordings: "tuple[Recording, ...]"
    envelopes: "tuple[Envelope, ...]"


def rescore(
    night: Annotated[
        str,
        typer.Argument(help="Name of a night, its beginning, latest, or its folder."),
    ],
    *,
    keep_clocks: options.KeepClocks = False,
    rules: options.Rules = options.RulesName.WASM2016,
    age: options.Age = None,
    nights: options.Nights = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Score a night again from its stored samples; notes and corrections stay."""
    from limbwatch.cli.night.folder import (
        CAPTURE,
        RECORDING,
        SUMMARY,
        default_nights,
        find_night,
    )

    terminal = Terminal(quiet=quiet, no_color=no_color)
    folder = find_night(nights or default_nights(), night, holding=(SUMMARY, RECORDING, CAPTURE))
    with terminal.progress("Scoring"):
        recordings, envelopes = _scored(folder, rules=rules.value, age=age, keep_clocks=keep_clocks)
    from limbwatch.cli.report.document import write_report
    from limbwatch.cli.screen.outcome import finish

    write_report(folder, at_hand=envelopes)
    finish(folder, recordings, terminal=terminal, json=json)


def _scored(folder: Path, *, rules: str, age: float | None, keep_clocks: bool) -> "_Again":
    """Score what is stored: what the sensors sent, where it was captured, else the samples."""
    from concurrent.futures import ThreadPoolExecutor

    from limbwatch.cli.night.folder import CAPTURE, RECORDING, writing
    from limbwatch.cli.night.samples import stored_recordings

    if (folder / CAPTURE).exists():
        from limbwatch.cli.making.capture_folder import be_whole
        from limbwatch.cli.making.finished_night import fill_night
        from limbwatch.sensor.capture.recordings import recordings_from_capture

        be_whole(folder)
        recordings = recordings_from_capture(folder / CAPTURE)
        envelopes = fill_night(folder, recordings, rules=rules, age=age, keep_clocks=keep_clocks)
        return _Again(recordings, envelopes)
    with ThreadPoolExecutor(max_workers=1) as aside:
        reading = aside.submit(stored_recordings, folder)
        # Arrow reads outside Python's lock: time to import what comes after
        from limbwatch.cli.making.finished_night import score_recordings, write_results
        from limbwatch.cli.making.tracks import store_recordings
        from limbwatch.cli.report.document import get_ready

        get_ready()
        stored = reading.result()
    if not stored:
        raise CommandError(
            f"{folder} holds no stored samples to score again. Replay the files it was made from.",
            exit_code=ExitCode.UNREADABLE,
        )
    recordings = tuple(each.as_stamped() for each in stored) if keep_clocks else stored
    scored = score_recordings(recordings, rules=rules, age=age, keep_clocks=keep_clocks)
    if recordings != stored or scored.retimed:
        with writing(folder / RECORDING):
            store_recordings(scored.retimed or recordings, folder / RECORDING)
    write_results(folder, scored.night)
    # where a sensor is missing that began first, the night begins later now: the report is drawn
    # from the stored samples then, as any later one will be
    moved = any(recording.start != scored.night.start for recording in recordings)
    moved = moved or bool(scored.retimed)
    return _Again(recordings, () if moved else scored.envelopes)
