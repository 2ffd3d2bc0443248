"""Recordings and nights, for people who write Python: words and paths in, a `Night` out."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path

from limbwatch.classify import scoring
from limbwatch.classify.night import Night
from limbwatch.classify.observation.common_clock import clocks_of, on_one_clock
from limbwatch.classify.rules.published import Rules, rules_by_name
from limbwatch.dsp import analyse
from limbwatch.sensor import Placement, Recording, UnreadableFile, aligned, files

PathLike = str | Path
Zone = str | tzinfo | None

OLDEST = 130.0
"""Largest age that is taken, years, as on the command line."""


def read_recording(
    path: PathLike,
    *,
    placement: str | Placement,
    timezone: Zone = None,
    start: datetime | None = None,
    rate: float | None = None,
    unit: str | None = None,
    columns: Mapping[str, str] | None = None,
    time_unit: str | None = None,
    time_format: str | None = None,
    sensor: str | None = None,
) -> Recording:
    """Read a recorded file, as ``limbwatch replay`` does.

    Parameters
    ----------
    path : str or Path
        CSV or other text, also compressed with gzip, ``.cwa``, ``.gt3x``, GENEActiv ``.bin``,
        JSON, EDF, a spreadsheet, or a Parquet file from the ``recording`` folder of a night.
    placement : str or Placement
        Where the sensor was worn: ``ankle_left``, ``ankle_right``, ``wrist_left``,
        ``wrist_right``, ``ankle`` or ``wrist``.
    timezone : str, tzinfo or None
        The wearer's, such as ``"Europe/Berlin"``: of times that do not tell theirs, and of
        absolute times. None for this computer's.
    start : datetime or None
        Aware time of the first sample, for a file that does not tell it.
    rate : float or None
        Samples per second, Hz, for a file without times.
    unit : str or None
        ``g``, ``mg``, ``m/s2``, ``g/64`` or ``8-bit``; overrides what the file says.
    columns : mapping of str to str, optional
        Name or number (from 1) of the columns ``time``, ``date``, ``x``, ``y``, ``z``, where they
        cannot be told.
    time_unit, time_format : str or None
        What numbers of time count (``ms``, ``excel`` ...), or how times are written, as for
        ``strptime``.
    sensor : str or None
        Name of the sensor, in a file with several whose names do not tell the placement.

    Returns
    -------
    Recording

    Raises
    ------
    UnreadableFile
        If no samples can be taken from the file.
    ValueError
        If the placement, the time zone, the unit, the rate or the start is impossible.
    """
    # what the command line does with words is imported when it is needed: it is no small module
    from limbwatch.cli.reading.recordings import on_the_wall, zone_of  # noqa: PLC0415

    where = _placement(placement)
    with _plainly():
        zone = timezone if isinstance(timezone, tzinfo) else zone_of(timezone)
    said = files.Said(
        columns=columns or {}, time_unit=time_unit, time_format=time_format, sensor=sensor
    )
    found = files.read_recording(
        Path(path), placement=where, timezone=zone, start=start, rate=rate, unit=unit, said=said
    )
    return replace(found, start=on_the_wall(found.start, zone))


def score_night(
    recordings: Iterable[Recording] | Mapping[str, PathLike] | Mapping[Placement, Path],
    *,
    rules: str | Rules = "wasm2016",
    age: float | None = None,
    timezone: Zone = None,
    keep_clocks: bool = False,
) -> Night:
    """Score the recordings of one night, as ``limbwatch replay`` does.

    Parameters
    ----------
    recordings : iterable of Recording, or mapping of placement to path
        Any order, any starts. Recordings of one placement that follow each other are joined.
    rules : str or Rules
        ``wasm2016``, ``aasm``, or a rule set of your own.
    age : float or None
        Years, when known; for a child another threshold applies.
    timezone : str, tzinfo or None
        As `read_recording` takes it; for a mapping only.
    keep_clocks : bool
        Whether to believe the times of every sensor, also where the movements of the limbs say
        that a clock is off.

    Returns
    -------
    Night

    Raises
    ------
    UnreadableFile
        If a file cannot be read.
    ValueError
        If there is no recording, they are not of one night, two of one placement overlap, or the
        rules or the age are impossible.
    """
    from limbwatch.cli.making.far_clocks import brought_together  # noqa: PLC0415
    from limbwatch.cli.reading.joining import one_per_placement  # noqa: PLC0415
    from limbwatch.cli.reading.sources import told_of_days  # noqa: PLC0415

    if age is not None and not 0 <= age <= OLDEST:
        raise ValueError(f"age is {age} years; it must be 0 to {OLDEST:g}, or None if unknown")
    chosen = rules if isinstance(rules, Rules) else rules_by_name(rules)
    if isinstance(recordings, Mapping):
        recordings = [
            read_recording(path, placement=placement, timezone=timezone)
            for placement, path in recordings.items()
        ]
    given = tuple(recordings)
    if not given:
        raise ValueError("there is no recording; give at least one, such as read_recording(...)")
    for one in given:
        if not isinstance(one, Recording):
            raise TypeError(
                f"{type(one).__name__} is no Recording; give recordings, or a mapping of placement "
                'to file such as {"ankle_left": "left.csv"}'
            )
    with _plainly():
        single = one_per_placement(given)
        together = brought_together(single, keep_clocks=keep_clocks)
        single = told_of_days(tuple(one for one in together if isinstance(one, Recording)))
    common = aligned(single)
    tracks = [analyse(one) for one in common]
    if not keep_clocks:
        clocks = clocks_of(tracks)
        common = on_one_clock(common, clocks)
        if any(clock.mended for clock in clocks):
            tracks = [analyse(one) for one in common]
    night = scoring.score_night(tracks, common, rules=chosen, age=age)
    return replace(night, origin=night.origin.of(common))


def load_night(folder: PathLike, *, corrected: bool = True) -> Night:
    """Read a night from its folder.

    Parameters
    ----------
    folder : str or Path
        The folder of one night, with ``night.json`` and ``events.csv``.
    corrected : bool
        Whether to apply what a person corrected; False for what the program found.

    Returns
    -------
    Night
        Its times are rounded to 1 ms, as they are stored.

    Raises
    ------
    UnreadableFile
        If a file is missing, cut short or does not say what it must.
    """
    from limbwatch.cli.night.contents import read_night  # noqa: PLC0415
    from limbwatch.cli.night.corrections import read_corrections, standing  # noqa: PLC0415
    from limbwatch.cli.night.rebuilt import corrected_night, stored_night  # noqa: PLC0415

    place = Path(folder)
    with _plainly():
        source = read_night(place)
        lines = read_corrections(place) if corrected else ()
    try:
        return corrected_night(source, lines) if standing(lines) else stored_night(source)
    except (LookupError, TypeError, ValueError) as error:
        raise UnreadableFile(
            f"{place} holds no night that can be rebuilt ({error}). If the samples are there, this "
            "makes it again: limbwatch rescore NIGHT; corrected=False leaves the corrections out."
        ) from error


def _placement(word: str | Placement) -> Placement:
    from limbwatch.cli.reading.placements import parse_placement  # noqa: PLC0415

    if isinstance(word, Placement):
        return word
    with _plainly():
        return parse_placement(word)


@contextmanager
def _plainly() -> Iterator[None]:
    """Raise what a Python program expects instead of the end of a command."""
    from limbwatch.cli.errors import CommandError, ExitCode  # noqa: PLC0415

    try:
        yield
    except CommandError as error:
        kind = ValueError if error.exit_code is ExitCode.USAGE else UnreadableFile
        raise kind(str(error)) from error
