"""Files made into a night, unless they were before with the same options."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from limbwatch.classify.origin import Origin, SourceFile
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.night.folder import shown_name
from limbwatch.cli.night.listed.made_of import (
    Before,
    has_namesakes,
    made_before,
    source_files,
)
from limbwatch.cli.reading.sources import Source
from limbwatch.cli.replaying.plan import ReplayPlan
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor import Recording


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

    None also if reading is needed to tell: for days, with a diary, or for playing. The files, in
    the form they are read, are hashed only if a night was made from files of these names: a new
    night would otherwise wait for it.
    """
    if plan.again or plan.speed is not None or plan.written.diary:
        return None
    if not has_namesakes(
        plan.place, {(one.placement, path.name) for one in given for path in one.files}
    ):
        return None
    return _up_to_date(_nights_before(plan, plan.origin(hashed_sources(given))))


def find_existing_night(plan: ReplayPlan, origin: Origin, terminal: Terminal) -> Path | None:
    """Find the night of the same files, options and program, and print what there is.

    The origin includes the files.
    """
    before = _nights_before(plan, origin)
    if (same := _up_to_date(before)) is not None:
        report_existing_night(same, terminal)
        return same
    if (old := _outdated(before)) is not None:
        terminal.say(
            tr(
                "These files were scored before, as {night}, by another limbwatch: it is scored "
                "again in its place, and what you noted and corrected stays.",
                night=shown_name(old),
            )
        )
        return None
    for night in before:
        terminal.say(
            tr(
                "These files were scored before, as {night}, with other options: {options}. This "
                "is scored again, beside it; lists and medians count both.",
                night=shown_name(night.folder),
                options=night.differs,
            )
        )
    return None


def make_unless_there(
    plan: ReplayPlan, recordings: tuple[Recording, ...], origin: Origin
) -> tuple[Path, bool]:
    """Make a night, in place of the one that another version of the program scored.

    Return its folder, and whether it is new: False if another process made the same night in the
    meantime.
    """
    from limbwatch.cli.making.finished_night import add_files, fill_night, make_night

    wish = plan.wish(origin)
    before = _nights_before(plan, origin)
    old = _outdated(before)
    if old is not None and _up_to_date(before) is None:
        fill_night(old, recordings, wish)
        add_files(old, plan.beside)
        return old, True
    meanwhile = cache(lambda: _up_to_date(_nights_before(plan, origin)))
    folder = make_night(plan.place, recordings, wish, beside=plan.beside, there=meanwhile)
    return folder, meanwhile() is None


def _nights_before(plan: ReplayPlan, origin: Origin) -> Sequence[Before]:
    """Return the nights made from these files; none if the plan is to make another."""
    return () if plan.again else made_before(plan.place, origin, plan.by)


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
            night=shown_name(folder),
        )
    )
