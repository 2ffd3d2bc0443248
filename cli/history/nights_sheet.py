"""The pages for the doctor on many nights of one person."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median, stdev
from typing import Any, Final

from limbwatch.classify.findings.concern import CONCERN
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.history.nights import History, HistoryNight, read_history
from limbwatch.cli.history.regimens import regimens
from limbwatch.cli.history.standouts import standouts
from limbwatch.cli.history.statements import FEWEST_FOR_LEVEL, statements, warnings
from limbwatch.cli.history.trend_chart import trend_chart
from limbwatch.cli.history.yardsticks import periodicity
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.night.answers.questions import QUESTIONS
from limbwatch.cli.night.answers.wearer import WearerFacts, read_wearer
from limbwatch.cli.night.listed.people import Person, on_paper, person_of_all
from limbwatch.cli.report.method import CAVEATS
from limbwatch.cli.report.norms import norms_in_words
from limbwatch.cli.report.sheet import VALIDATION, answers_by_heading, birth_and_sex, sheet_style
from limbwatch.cli.report.templating import whole_page
from limbwatch.cli.report.wearer_age import ages_of, doubts
from limbwatch.cli.words import (
    UNKNOWN,
    counted,
    figure,
    from_to,
    limb_words,
    share_worn,
    spell,
)
from limbwatch.version import __version__

COLUMNS: Final = (
    "Night", "In bed", "Asleep", "PLMS/h", "PLMW/h", "Periodicity", "Jerks", "Sensors", "Worn",
)  # fmt: skip
"""Column titles of the table of nights."""
_DOPAMINE: Final = ("pramipexol", "ropinirol", "rotigotin", "levodopa", "l-dopa", "cabergolin")
"""Beginnings of the names of dopamine agonists and of levodopa."""
AUGMENTATION: Final = (
    "A dopamine agonist or levodopa is named. Under these an index that rises over months, or "
    "restlessness that begins earlier in the day, is a warning (augmentation); the AASM guideline "
    "of 2025 suggests against them as standard treatment."
)
"""Printed when such a medicine is named."""


def doctors_nights(folders: Sequence[Path], *, reviewed: str = "", corrected: bool = True) -> str:
    """Render the pages for the doctor on one person's nights: one HTML page for paper.

    It loads nothing from any network and runs no script. If ``reviewed`` is empty, who reviewed the
    nights and when is left blank, to be filled in by hand.

    Raises
    ------
    CommandError
        If no night can be read, or ``wearer.json`` is damaged.
    """
    history = read_history(folders, corrected=corrected)
    if not history.points:
        raise CommandError(
            "there is no night for a doctor yet; limbwatch replay and limbwatch record make them",
            exit_code=ExitCode.UNREADABLE,
        )
    content = _content(history, read_wearer(folders[0]), person_of_all(folders))
    shown = {**content, "reviewed": reviewed}
    return whole_page("nights_sheet.html.jinja", shown, style=sheet_style())


def _content(history: History, wearer: WearerFacts, person: Person) -> dict[str, Any]:
    medicines = regimens(history.points)
    taken = [
        tr("{medication} (noted from {day} on)", medication=one.text, day=one.day.isoformat())
        for one in medicines[-1:]
    ]
    names = " ".join([wearer.medicines or "", *(one.text for one in medicines)]).lower()
    return {
        "version": __version__,
        "validation": tr(VALIDATION),
        "span": _span_words(history),
        "head": [
            (tr("Name or number"), on_paper(person, wearer.name)),
            (tr("Born, sex"), birth_and_sex(wearer)),
            (tr("Reason"), wearer.reason or ""),
            (tr("Medicines, with times"), "; ".join(filter(None, (wearer.medicines, *taken)))),
        ],
        "level": tuple(filter(None, _level_words(history, wearer))),
        "standouts": standouts(history),
        "doubts": tuple(doubts(wearer, [point.summary for point in history.lived])),
        "statements": statements(history),
        # marked by number: names of medicines begun soon after each other would overlap
        "trend": trend_chart(
            history, marked=[(one.day, str(n)) for n, one in enumerate(medicines, start=1)]
        ),
        "medicines": [(one.day.isoformat(), one.text) for one in medicines],
        "augmentation": tr(AUGMENTATION) if any(one in names for one in _DOPAMINE) else "",
        "columns": [tr(one) for one in COLUMNS],
        "rows": [_row(point) for point in history.points],
        "answers": answers_by_heading(wearer),
        "unanswered": [tr(one.short) for one in QUESTIONS if one.key not in wearer.answers],
        "asked": wearer.changed,
        "warnings": tuple(warnings(history)),
        "limits": [tr(one) for one in CAVEATS],
    }


def _span_words(history: History) -> str:
    first, last = history.points[0].day, history.points[-1].day
    nights = counted(len(history.points), "night")
    if first == last:
        return tr("{nights} of {day}", nights=nights, day=first)
    return tr("{nights}, {first} to {last}", nights=nights, first=first, last=last)


def _level_words(history: History, wearer: WearerFacts) -> Iterator[str]:
    limits = _limits(history, wearer)
    rated = [
        (point.index, limit)
        for point, limit in zip(history.rated, limits, strict=True)
        if point.index is not None
    ]
    values = [value for value, _ in rated]
    if not values:
        yield tr(
            "No night counts here yet: it takes two hours of sleep that a sensor on a leg saw, in "
            "a night that is neither simulated nor a test."
        )
        return
    distinct = sorted(set(limits))
    limit = tr(" or ").join(f"{number:g}" for number in distinct)
    above = sum(value > night_limit for value, night_limit in rated)
    figures = {
        "above": above,
        "nights": counted(len(values), "night"),
        "line": limit,
        "median": figure(median(values), 1),
        "low": figure(min(values), 1),
        "high": figure(max(values), 1),
    }
    if len(values) > 1:
        yield tr(
            "{above} of {nights} above {line} periodic movements per hour of sleep; median "
            "{median}, from {low} to {high}, SD within the person {sd:.1f}.",
            **figures,
            sd=stdev(values),
        )
    else:
        yield tr(
            "{above} of {nights} above {line} periodic movements per hour of sleep; median "
            "{median}, from {low} to {high}.",
            **figures,
        )
    if len(distinct) > 1:
        yield tr(
            "Each night is compared with the line for the wearer's age then: {count} of them "
            "against {line}, that of children.",
            count=limits.count(CONCERN.plm_child),
            line=f"{CONCERN.plm_child:g}",
        )
    if len(values) < FEWEST_FOR_LEVEL:
        yield tr("Fewer than {count} nights do not show a level.", count=FEWEST_FOR_LEVEL)
    yield tr(
        "The line of {line} is for muscle recordings; acceleration counts on a scale of its own.",
        line=limit,
    )
    if distinct == [CONCERN.plm_child]:  # all nights are judged as a child's
        age = ages_of(wearer, [point.summary for point in history.lived])[-1]
        yield norms_in_words(age, wearer.sex)
    else:
        yield tr(
            "In people with restless legs 15 an hour was crossed in 34 % of single nights and "
            "in 63 % of sets of five (Trotti et al. 2009)."
        )


def _limits(history: History, wearer: WearerFacts) -> list[float]:
    """Return for each rated night the limit for the wearer's age in it."""
    lived = [point.summary for point in history.lived]
    ages = ages_of(wearer, lived)
    rated = (point.summary for point in history.rated)
    by_age = {id(summary): CONCERN.plm(age) for summary, age in zip(lived, ages, strict=True)}
    return [by_age[id(summary)] for summary in rated]


def _row(point: HistoryNight) -> tuple[str, ...]:
    summary = point.summary
    bed = summary.sleep.in_bed_s
    worn = [sensor.worn_share for sensor in summary.coverage if sensor.worn_share is not None]
    return (
        f"{point.day.isoformat()}{point.mark} {point.session}".rstrip(),
        UNKNOWN if bed is None else from_to(summary.begins, *bed),
        spell(summary.sleep.minutes),
        figure(point.index, 1),
        figure(summary.plm.wake_index_per_hour, 1),
        figure(periodicity(summary), 2),
        figure(point.jerks),
        ", ".join(limb_words(place) for place in summary.placements),
        share_worn(min(worn, default=None)),
    )
