"""Tables and plots of figures that both scorers have."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from limbwatch.classify.agreement.estimates import Estimate
from limbwatch.classify.agreement.paired_figures import PairedFigure
from limbwatch.classify.agreement.study_agreement import StudyFigures
from limbwatch.cli.compare.figure_names import INDEX_NAMES, SLEEP_NAMES, digits_of, with_interval
from limbwatch.cli.compare.plots import bland_altman_plot
from limbwatch.cli.language.spoken import decimal, tr
from limbwatch.cli.language.trouble import translate_trouble
from limbwatch.cli.words import UNKNOWN, figure

_SINGLE_HEADER: Final = ("Figure", "Ours", "Reference", "Difference")
"""Columns for a single night."""
_STUDY_HEADER: Final = (
    "Figure", "n", "Ours", "Reference", "Bias", "SD", "Lower limit", "Upper limit",
)  # fmt: skip
"""Columns for a study."""
HEADINGS: Final = (*_SINGLE_HEADER, *_STUDY_HEADER)
"""Texts of tables that are translated when the page is made."""


def paired_table(
    figures: Mapping[str, PairedFigure], names: Mapping[str, str], *, single: bool
) -> Mapping[str, Any]:
    """Return the table of figures, with their agreement for a study, and what cannot be given."""
    header, row_of = (_SINGLE_HEADER, _single_row) if single else (_STUDY_HEADER, _limits_row)
    rows = [row_of(tr(names[name]), pair, digits_of(name)) for name, pair in figures.items()]
    lines = [] if single else [_line_row(tr(names[name]), pair) for name, pair in figures.items()]
    refused = [
        f"{tr(names[name])}: {why}." for name, pair in figures.items() for why in _refusals(pair)
    ]
    return {
        "header": [tr(cell) for cell in header],
        "rows": rows,
        "lines_header": (tr("Figure"), "ICC(2,1)", tr("Slope"), tr("Intercept")),
        "lines": lines,
        "refused": refused,
    }


def _single_row(name: str, pair: PairedFigure, digits: int) -> tuple[str, ...]:
    ours, theirs = pair.ours.value, pair.reference.value
    both = ours is not None and theirs is not None
    return (
        name,
        figure(ours, digits),
        figure(theirs, digits),
        decimal(f"{ours - theirs:+.{digits}f}") if both else UNKNOWN,  # type: ignore[operator]
    )


def _limits_row(name: str, pair: PairedFigure, digits: int) -> tuple[str, ...]:
    agreement = pair.agreement
    if agreement is None:
        return (name, *[UNKNOWN] * 7)
    return (
        name,
        str(agreement.bias.n),
        figure(pair.ours.value, digits),
        figure(pair.reference.value, digits),
        *(
            with_interval(estimate, digits)
            for estimate in (agreement.bias, agreement.sd, agreement.lower, agreement.upper)
        ),
    )


def _line_row(name: str, pair: PairedFigure) -> tuple[str, ...]:
    none = Estimate(value=None, n=0)
    line = pair.line
    return (
        name,
        with_interval(pair.icc or none),
        with_interval(none if line is None else line.slope),
        with_interval(none if line is None else line.intercept),
    )


def _refusals(pair: PairedFigure) -> Iterator[str]:
    if pair.agreement is not None and not pair.agreement.bias.n:
        yield tr("no night has it by both")
        return
    if pair.agreement is not None and pair.agreement.refused:
        yield translate_trouble(pair.agreement.refused)
    if pair.icc is not None and pair.icc.value is None and pair.icc.n < 3:
        yield tr("an ICC of {nights} nights cannot be estimated", nights=pair.icc.n)
    if pair.line is not None and pair.line.refused:
        yield translate_trouble(pair.line.refused)


def plots(found: StudyFigures) -> list[Mapping[str, str]]:
    """Draw the differences of each figure of a study over the means."""
    drawings: list[Mapping[str, str]] = []
    for figures, names in ((found.indices, INDEX_NAMES), (found.sleep, SLEEP_NAMES)):
        for name, pair in figures.items():
            if pair.agreement is None:
                continue
            drawn = bland_altman_plot(pair.agreement, tr(names[name]), digits=digits_of(name))
            if drawn:
                drawings.append(
                    {"title": tr(names[name]), "plot": drawn, "words": _limits_words(pair)}
                )
    return drawings


def _limits_words(pair: PairedFigure) -> str:
    agreement = pair.agreement
    if agreement is None or agreement.refused:
        return tr("Too few nights for limits of agreement.")
    text = tr(
        "Intervals of bias and limits: {method}.", method=translate_trouble(agreement.upper.method)
    )
    if pair.repeated is not None:
        repeated = pair.repeated
        text += " " + tr(
            "All {nights} nights of {persons} persons: bias {bias}, limits {lower} to {upper} "
            "({method}).",
            nights=repeated.nights,
            persons=repeated.bias.n,
            bias=with_interval(repeated.bias),
            lower=with_interval(repeated.lower),
            upper=with_interval(repeated.upper),
            method=translate_trouble(repeated.upper.method),
        )
    if agreement.regression is not None:
        line = agreement.regression
        text += " " + tr(
            "The difference changes with the mean (thin lines): bias {intercept:.2f} {slope:+.3f} "
            "x mean, SD {spread:.2f} {growth:+.3f} x mean.",
            intercept=line.intercept,
            slope=line.slope,
            spread=line.spread_intercept,
            growth=line.spread_slope,
        )
    return text


def night_to_night_rows(figures: StudyFigures) -> Iterator[tuple[str, ...]]:
    """Yield how much each figure varies from night to night of one person."""
    for name, reliability in figures.night_to_night.items():
        if reliability.within_sd.value is None:
            continue
        base = name.removesuffix("_reference")
        title = tr(INDEX_NAMES[base])
        if name != base:
            title = tr("{figure}, reference", figure=title)
        digits = digits_of(base)
        yield (
            title,
            with_interval(reliability.within_sd, digits),
            str(reliability.within_sd.n),
            with_interval(reliability.icc),
            str(reliability.icc.n),
            figure(reliability.minimal_detectable_change, digits),
        )
