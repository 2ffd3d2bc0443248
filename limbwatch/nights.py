"""The Python interface to nights: recordings in, a `Night` out."""

from collections.abc import Iterable, Mapping
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from limbwatch.classify.night import Night
from limbwatch.classify.origin import NOBODY
from limbwatch.classify.rules.published import rules_by_name
from limbwatch.classify.rules.rule_names import RulesName
from limbwatch.classify.rules.rule_set import Rules
from limbwatch.cli.asked_limits import OLDEST
from limbwatch.given import (
    PathLike,
    Zone,
    checked_recording,
    path_given,
    python_errors,
    recordings_given,
    require_kinds,
    warn_caller,
)
from limbwatch.recorded_file import read_recording
from limbwatch.sensor import Placement, Recording, UnreadableFile

if TYPE_CHECKING:
    from limbwatch.cli.making.days import NightsAndDays


def score_night(
    recordings: Iterable[Recording] | Mapping[str, PathLike] | Mapping[Placement, Path],
    *,
    rules: RulesName | Rules = "wasm2016",
    age: float | None = None,
    timezone: Zone = None,
    keep_clocks: bool = False,
    lights_off: str | None = None,
    lights_on: str | None = None,
    hypnogram: PathLike | None = None,
    hypnogram_shift: float | None = None,
    breathing: PathLike | None = None,
    breathing_shift: float | None = None,
) -> Night:
    """Score the recordings of one night, as ``limbwatch replay`` does.

    Parameters
    ----------
    recordings : iterable of Recording, or mapping of placement to path
        In any order, with any starts. Consecutive recordings of one placement are joined.
    rules : {"wasm2016", "aasm", "coleman1982", "sit2001"} or Rules
        Name of published rules, or a rule set of your own.
    age : float or None
        Years, if known; another threshold applies to a child.
    timezone : str, tzinfo or None
        As for `read_recording`; used for a mapping, and for lights off and on.
    keep_clocks : bool
        Whether to believe every sensor's clock, even where the movements of the limbs show that
        one is off.
    lights_off, lights_on : str or None
        When the wearer first tried to sleep, and got up, on the wearer's clock: ``"22:45"``.
        With either, time in bed is not estimated.
    hypnogram, breathing : str, Path or None
        A laboratory's file of sleep stages, or of breathing events and arousals, as accepted by
        ``--hypnogram`` and ``--breathing``.
    hypnogram_shift, breathing_shift : float or None
        Seconds by which the clock of that file is ahead of ours, if known.

    Returns
    -------
    Night

    Warns
    -----
    UserWarning
        If lights off or on do not fit the recording, the clock showed one of them twice,
        gravity may be missing from the samples (their median length is not about 1), or a
        recording's rate differs from that of its runs, which is used.

    Raises
    ------
    UnreadableFile
        If a file cannot be read, or is of another night.
    ValueError
        If there is no recording, the recordings cover no night or several (see `split_nights`),
        two of one placement overlap, one is in another unit than g (its median length is above
        2), or the rules, the age or a time are impossible.
    """
    from limbwatch.cli.making.days import origins_of_nights, recordings_of_night  # noqa: PLC0415
    from limbwatch.cli.making.finished_night import score_recordings  # noqa: PLC0415
    from limbwatch.cli.making.scoring_wish import ScoringWish  # noqa: PLC0415
    from limbwatch.cli.night.laboratory_files import named_files  # noqa: PLC0415
    from limbwatch.cli.night.scored.scored_by import ScoredBy  # noqa: PLC0415
    from limbwatch.cli.reading.moved_sensor import with_moving_warning  # noqa: PLC0415
    from limbwatch.cli.reading.recordings import zone_of  # noqa: PLC0415
    from limbwatch.cli.reading.sources import with_length_warning  # noqa: PLC0415
    from limbwatch.cli.reading.written import written_of  # noqa: PLC0415

    require_kinds(age=age, lights_off=lights_off, lights_on=lights_on, timezone=timezone)
    require_kinds(hypnogram_shift=hypnogram_shift, breathing_shift=breathing_shift)
    if age is not None and not 0 <= age <= OLDEST:
        raise ValueError(f"age is {age} years; it must be 0 to {OLDEST:g}, or None if unknown")
    chosen = rules if isinstance(rules, Rules) else rules_by_name(rules)
    with python_errors():
        laboratory = named_files(
            None if hypnogram is None else path_given(hypnogram, "hypnogram"),
            None if breathing is None else path_given(breathing, "breathing"),
            hypnogram_shift=hypnogram_shift,
            breathing_shift=breathing_shift,
        )
        written = written_of(None, lights_off, lights_on, None)
        single, found = _find_nights(recordings, timezone=timezone, keep_clocks=keep_clocks)
        if len(found.nights) > 1:
            evenings = ", ".join(str(night.evening) for night in found.nights)
            raise ValueError(
                f"these recordings are of {len(found.nights)} nights (of the evenings of "
                f"{evenings}); a night is scored by itself: "
                "[score_night(one) for one in split_nights(recordings)]"
            )
        (night,) = found.nights
        # without a zone, lights off and on are by the clock of the recording
        zone = timezone or night.begin.tzinfo or UTC
        zone = zone_of(zone) if isinstance(zone, str) else zone
        asked = NOBODY.keeping_clocks(wanted=keep_clocks)
        (origin,) = origins_of_nights(found, asked, written, zone=zone, warn=warn_caller)
        ready = (
            with_length_warning(with_moving_warning(single))
            if origin.part is None
            else recordings_of_night(single, night, origin)
        )
        wish = ScoringWish(
            ScoredBy(chosen.name, age), origin=origin, laboratory=laboratory, own_rules=chosen
        )
        return score_recordings(ready, wish)


def split_nights(
    recordings: Iterable[Recording] | Mapping[str, PathLike] | Mapping[Placement, Path],
    *,
    timezone: Zone = None,
    keep_clocks: bool = False,
) -> tuple[tuple[Recording, ...], ...]:
    """Cut recordings of several days into nights, as ``limbwatch replay`` does.

    Parameters
    ----------
    recordings, timezone, keep_clocks
        As for `score_night`.

    Returns
    -------
    tuple of tuple of Recording
        Recordings of each night, as `score_night` takes them: from two hours before the time in
        bed to one hour after it. A recording no longer than a night is returned whole.

    Raises
    ------
    UnreadableFile, ValueError
        As for `score_night`.
    """
    from limbwatch.cli.making.days import recordings_of_night  # noqa: PLC0415

    with python_errors():
        single, found = _find_nights(recordings, timezone=timezone, keep_clocks=keep_clocks)
        if len(found.nights) == 1 and not found.days:
            return (single,)
        return tuple(recordings_of_night(single, night, NOBODY) for night in found.nights)


def _find_nights(
    recordings: Iterable[Recording] | Mapping[str, PathLike] | Mapping[Placement, Path],
    *,
    timezone: Zone,
    keep_clocks: bool,
) -> "tuple[tuple[Recording, ...], NightsAndDays]":
    """Combine recordings to one for each placement, and find the nights that they hold."""
    from limbwatch.cli.making.days import nights_in  # noqa: PLC0415
    from limbwatch.cli.making.far_clocks import align_far_clocks  # noqa: PLC0415
    from limbwatch.cli.making.split import Split  # noqa: PLC0415
    from limbwatch.cli.reading.joining import one_per_placement  # noqa: PLC0415

    require_kinds(timezone=timezone)
    if isinstance(recordings, Mapping):
        recordings = [
            read_recording(path, placement=placement, timezone=timezone)
            for placement, path in recordings.items()
        ]
    checked = tuple(checked_recording(recording) for recording in recordings_given(recordings))
    together = align_far_clocks(one_per_placement(checked), keep_clocks=keep_clocks)
    single = tuple(recording for recording in together if isinstance(recording, Recording))
    return single, nights_in(single, Split())


def load_night(folder: PathLike, *, corrected: bool = True) -> Night:
    """Read a night from its folder.

    Parameters
    ----------
    folder : str or Path
        Folder of one night, with ``night.json`` and ``events.csv``.
    corrected : bool
        Whether to apply a person's corrections; False returns what the program found.

    Returns
    -------
    Night
        Times are rounded to 1 ms, as they are stored.

    Raises
    ------
    UnreadableFile
        If a file is missing, cut short or invalid.
    """
    from limbwatch.cli.night.correction.corrections import in_force, read_corrections  # noqa: PLC0415
    from limbwatch.cli.night.correction.rebuilt import corrected_night, stored_night  # noqa: PLC0415
    from limbwatch.cli.night.scored.contents import read_night  # noqa: PLC0415

    place = path_given(folder, "folder")
    with python_errors():
        source = read_night(place)
        lines = read_corrections(place) if corrected else ()
    try:
        return corrected_night(source, lines) if in_force(lines) else stored_night(source)
    except (LookupError, TypeError, ValueError) as error:
        raise UnreadableFile(
            f"{place} holds no night that can be rebuilt ({error}). If the samples are there, this "
            "makes it again: limbwatch rescore NIGHT; corrected=False leaves the corrections out."
        ) from error
