"""Recognition of files that were made into a night before, with the same options."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from limbwatch.classify.origin import Origin, SourceFile
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.night.folder import default_nights, shown_name
from limbwatch.cli.night.listed.made_of import (
    Before,
    MadeOf,
    has_namesakes,
    made_before,
    source_files,
)
from limbwatch.cli.night.scored.scoring_code import this_program
from limbwatch.cli.reading.sources import Source
from limbwatch.cli.replaying.plan import ReplayPlan
from limbwatch.cli.screen.terminal import Terminal


def hashed_sources(sources: tuple[Source, ...]) -> tuple[SourceFile, ...]:
    """Return the files with their hashes.

    Raises
    ------
    OSError
        If a file cannot be read.
    """
    return source_files(tuple((one.placement, path) for one in sources for path in one.files))


def night_of_all(plan: ReplayPlan, given: tuple[Source, ...]) -> Path | None:
    """Find the night that was made from all these files with the same options.

    Parameters
    ----------
    given : tuple of Source
        Sources in the form they are read.

    Returns
    -------
    Path or None
        None also if reading is needed to tell: for days, with a diary, or for playing.

    Notes
    -----
    The files are hashed only if a night was made from files of these names: a new night would
    otherwise wait for it.
    """
    if plan.again or plan.speed is not None or plan.written.diary:
        return None
    if not has_namesakes(
        plan.place, {(one.placement, path.name) for one in given for path in one.files}
    ):
        return None
    before = made_before(plan.place, _scoring_of(plan.origin(hashed_sources(given)), plan))
    return _up_to_date(before)


def find_existing_night(plan: ReplayPlan, origin: Origin, terminal: Terminal) -> Path | None:
    """Find the night that these files were made into before, and print what there is.

    Parameters
    ----------
    origin : Origin
        Includes the files.

    Returns
    -------
    Path or None
        Night of the same files, options and program.
    """
    before = made_before(plan.place, _scoring_of(origin, plan))
    if (same := _up_to_date(before)) is not None:
        report_existing_night(same, terminal)
        return same
    if (old := _outdated(before)) is not None:
        terminal.say(
            tr(
                "These files were scored before, as {night}, by another limbwatch: it is scored "
                "again in its place, and what you noted and corrected stays.",
                night=_night_name(old),
            )
        )
        return None
    for night in before:
        terminal.say(
            tr(
                "These files were scored before, as {night}, with other options: {options}. This "
                "is scored again, beside it; lists and medians count both.",
                night=_night_name(night.folder),
                options=night.differs,
            )
        )
    return None


class Made(NamedTuple):
    """A new night, or the same one if another process made it in the meantime."""

    folder: Path
    new: bool


class MadeMeanwhile:
    """Checks, when a night is complete, whether another process made the same one."""

    def __init__(self, plan: ReplayPlan, origin: Origin) -> None:
        self._plan, self._origin = plan, origin
        self.found: Path | None = None
        """Night of the other process, once looked for."""

    def look(self) -> Path | None:
        """Find the night made from the same files with the same options."""
        plan = self._plan
        before = () if plan.again else made_before(plan.place, _scoring_of(self._origin, plan))
        self.found = _up_to_date(before)
        return self.found


def outdated_night(plan: ReplayPlan, origin: Origin) -> Path | None:
    """Find a night of the same files and options, scored only by another version of the program."""
    before = () if plan.again else made_before(plan.place, _scoring_of(origin, plan))
    return _outdated(before) if _up_to_date(before) is None else None


def _up_to_date(before: Sequence[Before]) -> Path | None:
    return next((one.folder for one in before if not one.differs and not one.old), None)


def _outdated(before: Sequence[Before]) -> Path | None:
    return next((one.folder for one in before if not one.differs and one.old), None)


def report_existing_night(folder: Path, terminal: Terminal) -> None:
    """Print that nothing new was made."""
    terminal.say(
        tr(
            "These files were scored before, with the same options: {night}. Nothing new "
            "was made; --again makes a second night of them.",
            night=_night_name(folder),
        )
    )


def _scoring_of(origin: Origin, plan: ReplayPlan) -> MadeOf:
    by = plan.by
    version, code = this_program()
    return MadeOf(
        source=origin.source,
        asked=origin.asked,
        rules=by.rules,
        age=by.age,
        part=origin.part,
        version=version,
        code=code,
    )


def _night_name(folder: Path) -> str:
    return shown_name(folder, default_nights())
