"""Figures of both scorers in pairs, as tables and plots of the page of a comparison."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from limbwatch.classify.agreement.estimates import Estimate
from limbwatch.classify.agreement.paired_figures import PairedFigure
from limbwatch.classify.agreement.study_agreement import StudyFigures
from limbwatch.cli.compare.figure_names import INDEX_NAMES, SLEEP_NAMES, digits_of, with_interval
from limbwatch.cli.compare.plots import bland_altman_plot
from limbwatch.cli.language.spoken import decimal, tr
from limbwatch.cli.language.trouble import explained
from limbwatch.cli.words import UNKNOWN, figure

_OF_ONE: Final = ("Figure", "Ours", "Reference", "Difference")
_OF_MANY: Final = (
    "Figure", "n", "Ours", "Reference", "Bias", "SD", "Lower limit", "Upper limit",
)  # fmt: skip
HEADINGS: Final = (*_OF_ONE, *_OF_MANY)
"""Words of its tables that are looked up as they are."""


def paired(
    figures: Mapping[str, PairedFigure], names: Mapping[str, str], *, single: bool
) -> Mapping[str, Any]:
    """Give the table of figures of one night, or of how many agree, with what cannot be told."""
    header, row_of = (_OF_ONE, _single) if single else (_OF_MANY, _limits_row)
    rows = [row_of(tr(names[name]), one, digits_of(name)) for name, one in figures.items()]
    lines = [] if single else [_line_row(tr(names[name]), one) for name, one in figures.items()]
    refused = [
        f"{tr(names[name])}: {why}." for name, one in figures.items() for why in _refusals(one)
    ]
    return {
        "header": [tr(cell) for cell in header],
        "rows": rows,
        "lines_header": (tr("Figure"), "ICC(2,1)", tr("Slope"), tr("Intercept")),
        "lines": lines,
        "refused": refused,
    }


def _single(name: str, one: PairedFigure, digits: int) -> tuple[str, ...]:
    ours, theirs = one.ours.value, one.reference.value
    both = ours is not None and theirs is not None
    return (
        name,
        figure(ours, digits),
        figure(theirs, digits),
        decimal(f"{ours - theirs:+.{digits}f}") if both else UNKNOWN,  # type: ignore[operator]
    )


def _limits_row(name: str, one: PairedFigure, digits: int) -> tuple[str, ...]:
    found = one.agreement
    if found is None:
        return (name, *[UNKNOWN] * 7)
    return (
        name,
        str(found.bias.n),
        figure(one.ours.value, digits),
        figure(one.reference.value, digits),
        *(with_interval(e, digits) for e in (found.bias, found.sd, found.lower, found.upper)),
    )


def _line_row(name: str, one: PairedFigure) -> tuple[str, ...]:
    none = Estimate(value=None, n=0)
    line = one.line
    return (
        name,
        with_interval(one.icc or none),
        with_interval(none if line is None else line.slope),
        with_interval(none if line is None else line.intercept),
    )


def _refusals(one: PairedFigure) -> Iterator[str]:
    if one.agreement is not None and not one.agreement.bias.n:
        yield tr("no night has it by both")
        return
    if one.agreement is not None and one.agreement.refused:
        yield explained(one.agreement.refused)
    if one.icc is not None and one.icc.value is None and one.icc.n < 3:
        yield tr("an ICC of {nights} nights cannot be told", nights=one.icc.n)
    if one.line is not None and one.line.refused:
        yield explained(one.line.refused)


def plots(found: StudyFigures) -> list[Mapping[str, str]]:
    """Draw each figure of a study: differences over means."""
    drawings: list[Mapping[str, str]] = []
    for figures, names in ((found.indices, INDEX_NAMES), (found.sleep, SLEEP_NAMES)):
        for name, one in figures.items():
            if one.agreement is None:
                continue
            drawn = bland_altman_plot(one.agreement, tr(names[name]), digits=digits_of(name))
            if drawn:
                drawings.append({"title": tr(names[name]), "plot": drawn, "words": _limits(one)})
    return drawings


def _limits(one: PairedFigure) -> str:
    found = one.agreement
    if found is None or found.refused:
        return tr("Too few nights for limits of agreement.")
    text = tr("Intervals of bias and limits: {method}.", method=explained(found.upper.method))
    if one.repeated is not None:
        every = one.repeated
        text += " " + tr(
            "All {nights} nights of {persons} persons: bias {bias}, limits {lower} to {upper} "
            "({method}).",
            nights=every.nights,
            persons=every.bias.n,
            bias=with_interval(every.bias),
            lower=with_interval(every.lower),
            upper=with_interval(every.upper),
            method=explained(every.upper.method),
        )
    if found.regression is not None:
        line = found.regression
        text += " " + tr(
            "The difference changes with the mean (thin lines): bias {intercept:.2f} {slope:+.3f} "
            "x mean, SD {spread:.2f} {growth:+.3f} x mean.",
            intercept=line.intercept,
            slope=line.slope,
            spread=line.spread_intercept,
            growth=line.spread_slope,
        )
    return text


def night_to_night_rows(found: StudyFigures) -> Iterator[tuple[str, ...]]:
    """Tell how much each figure changes from night to night of one person."""
    for name, one in found.night_to_night.items():
        if one.within_sd.value is None:
            continue
        base = name.removesuffix("_reference")
        title = tr(INDEX_NAMES[base])
        if name != base:
            title = tr("{figure}, reference", figure=title)
        digits = digits_of(base)
        yield (
            title,
            with_interval(one.within_sd, digits),
            str(one.within_sd.n),
            with_interval(one.icc),
            str(one.icc.n),
            figure(one.minimal_detectable_change, digits),
        )
