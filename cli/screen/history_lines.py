"""Statements about many nights of one person, shown below their list in the terminal."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from limbwatch.cli.history.effects import note_effects
from limbwatch.cli.history.nights import read_history
from limbwatch.cli.history.statements import FEWEST_FOR_LEVEL, statements, without_trend
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.screen.fitting import paragraph


def history_lines(folders: Sequence[Path], *, corrected: bool, width: int) -> Iterator[str]:
    """Yield trend, side and effects of notes, as the page of all nights does.

    Too few nights for a level yield nothing: their list says so.
    """
    history = read_history(folders, corrected=corrected)
    if len(history.rated) < FEWEST_FOR_LEVEL:
        return
    yield ""
    for one in statements(history):
        yield from paragraph(f"{one.title}: {one.evidence} {one.advice}", width)
    yield from paragraph(without_trend(history), width)
    effects = note_effects(history)
    if not effects.found:
        return
    yield ""
    yield tr("What your notes go with") + ":"
    told = (*effects.sentences, tr("None of this shows that one causes the other."))
    if not effects.sentences:
        told = (
            tr(
                "Nothing beyond what chance makes as well, in {comparisons} of nights with and "
                "without.",
                comparisons=effects.comparisons,
            ),
        )
    for sentence in (*told, *effects.remarks):
        yield from paragraph(sentence, width, 2, begins="- ")
