"""A comparison as one self-contained page."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from limbwatch.classify.agreement.categories import INDEX_EDGES
from limbwatch.classify.agreement.study_agreement import StudyFigures
from limbwatch.classify.kind import Kind
from limbwatch.cli.compare.all_nights import repeated_rows, repeated_words
from limbwatch.cli.compare.detection_table import detection_table, nights_table
from limbwatch.cli.compare.examples import REFERENCE_KINDS, SHOWN, examples
from limbwatch.cli.compare.figure_names import (
    EPOCH_NAMES,
    INDEX_NAMES,
    SLEEP_NAMES,
    night_names,
    no_interval_words,
    with_interval,
)
from limbwatch.cli.compare.figures_json import onset_tolerance
from limbwatch.cli.compare.mixed_rules import remarks_of, rules_words
from limbwatch.cli.compare.outline import (
    clock_words,
    first_nights_words,
    simulated_words,
)
from limbwatch.cli.compare.paired_tables import HEADINGS as PAIRED
from limbwatch.cli.compare.paired_tables import night_to_night_rows, paired_table, plots
from limbwatch.cli.compare.plots import clock_plot, hypnograms
from limbwatch.cli.kinds import EXPLANATIONS
from limbwatch.cli.language.spoken import capital, tr
from limbwatch.cli.night.correction.rebuilt import stored_night
from limbwatch.cli.night.listed.dates import days_of
from limbwatch.cli.night.scored.contents import NightSource
from limbwatch.cli.report.templating import asset, whole_page
from limbwatch.cli.words import counted
from limbwatch.version import __version__

_MOST_HYPNOGRAMS: Final = 12
"""Most hypnograms drawn on a page."""
_NONE: Final = "none"
_THEIRS: Final[Mapping[str, str]] = {**REFERENCE_KINDS, _NONE: "Not listed"}
"""Names of the reference's kinds in the table of kinds."""

_SCREENED: Final = {
    "sensitivity": "Sensitivity",
    "specificity": "Specificity",
    "ppv": "Positive predictive value",
    "npv": "Negative predictive value",
    "positive_ratio": "Positive likelihood ratio",
    "negative_ratio": "Negative likelihood ratio",
}
"""Figures of the screening, by field, with their names."""
HEADINGS: Final = (*PAIRED, *_SCREENED.values(), *_THEIRS.values())
"""Texts of tables that are translated when the page is made."""


def comparison_page(figures: StudyFigures, sources: Sequence[NightSource]) -> bytes:
    """Render the page of a comparison; equal figures always give equal bytes.

    It is one HTML page that loads nothing from any network.
    """
    style = asset("report.css") + asset("compare.css")
    shown = comparison_content(figures, sources)
    return whole_page("compare.html.jinja", shown, style=style).encode("utf-8", "replace")


def comparison_content(figures: StudyFigures, sources: Sequence[NightSource]) -> dict[str, Any]:
    """Return every value that the template prints."""
    content = {
        "version": __version__,
        "title": _title(figures, sources),
        "lead": " ".join(
            filter(
                None,
                (
                    _lead(figures),
                    first_nights_words(figures),
                    rules_words(figures),
                    _simulated_words(figures),
                ),
            )
        ),
        "clock": _clock(figures, sources),
        "detection": detection_table(figures),
        "confusion": _confusion(figures),
        "each_night": nights_table(figures, onset_tolerance(figures)),
        "indices": paired_table(figures.indices, INDEX_NAMES, single=figures.single),
        "plots": plots(figures),
        "categories": _categories(figures),
        "screening": _screening(figures),
        "sleep_share": _sleep_share(figures),
        "epochs": [
            (tr(EPOCH_NAMES[name]), with_interval(one), str(one.n))
            for name, one in figures.epochs.items()
        ],
        "sleep": paired_table(figures.sleep, SLEEP_NAMES, single=figures.single),
        "hypnograms": _hypnograms(figures, sources),
        "false_starts": sorted(figures.false_starts.items()),
        "night_to_night": list(night_to_night_rows(figures)),
        "repeated": repeated_words(figures),
        "repeated_rows": [(name, "; ".join(told)) for name, told in repeated_rows(figures)],
    }
    return content | {
        "no_interval": no_interval_words(str(content)),
        "examples": examples(figures.nights, sources),
        "movements_known": bool(figures.movements),
        "shown": SHOWN,
        "several": bool(first_nights_words(figures)),
        "remarks": remarks_of(figures),
        "single": figures.single,
    }


def _title(figures: StudyFigures, sources: Sequence[NightSource]) -> str:
    if figures.single:
        source = sources[0]
        simulated = tr(", simulated") if figures.nights[0].agreement.simulated else ""
        date = days_of(source.summary)
        return tr("Night of {date}{whose}", date=date, whose=simulated)
    return tr(
        "{nights} of {persons}",
        nights=counted(len(figures.nights), "night"),
        persons=counted(len(figures.independent), "person"),
    )


def _simulated_words(figures: StudyFigures) -> str:
    if figures.single and figures.nights[0].agreement.simulated:
        return tr("The night is simulated, so the figures say nothing about people.")
    return simulated_words(figures)


def _lead(figures: StudyFigures) -> str:
    ways = figures.movements.get("joined", {})
    detection = ways.get(onset_tolerance(figures))
    if detection is None:
        return tr("What the reference says about leg movements is not known: it lists none.")
    if not detection.tp + detection.fn:
        return tr("The reference lists no leg movement in the time that is compared.")
    text = tr(
        "Of {listed} leg movements that the reference lists, {both} were found; {ours} of ours it "
        "does not list (onsets within {seconds:g} s).",
        listed=detection.tp + detection.fn,
        both=detection.tp,
        ours=detection.fp,
        seconds=detection.tolerance_s,
    )
    plms = figures.indices["plms"]
    if plms.ours.value is not None and plms.reference.value is not None:
        mean = "" if figures.single else tr(" on the average")
        text += " " + tr(
            "Periodic movements per hour of sleep: {ours:.1f} by ours, {theirs:.1f} by the "
            "reference{mean}.",
            ours=plms.ours.value,
            theirs=plms.reference.value,
            mean=mean,
        )
    return text


def _clock(figures: StudyFigures, sources: Sequence[NightSource]) -> Mapping[str, Any]:
    if not figures.single:
        return {
            "words": "",
            "plot": "",
            "rows": [
                (name, clock_words(night.agreement.clock))
                for name, night in zip(night_names(figures.nights), figures.nights, strict=True)
            ],
        }
    agreement = figures.nights[0].agreement
    return {
        "words": f"{capital(clock_words(agreement.clock))}.",
        "plot": clock_plot(agreement.rows, sources[0].seconds),
        "rows": [],
    }


def _confusion(figures: StudyFigures) -> Mapping[str, Any]:
    ours = [kind.value for kind in Kind if any(o == kind.value for _, o in figures.confusion)]
    ours += [_NONE] if any(o == _NONE for _, o in figures.confusion) else []
    theirs = [kind for kind in _THEIRS if any(r == kind for r, _ in figures.confusion)]
    return {
        "header": [tr(EXPLANATIONS[Kind(k)].lane) if k != _NONE else tr("Not found") for k in ours],
        "rows": [
            (
                tr(_THEIRS[theirs_kind]),
                *(str(figures.confusion.get((theirs_kind, k), 0)) for k in ours),
            )
            for theirs_kind in theirs
        ],
    }


def _categories(figures: StudyFigures) -> Mapping[str, Any] | None:
    if (
        figures.category_table is None
        or figures.category_kappa is None
        or not figures.category_kappa.n
    ):
        return None
    first, *_, last = INDEX_EDGES
    names = [f"< {first:g}"]
    names += [tr("{low:g} to {high:g}", low=a, high=b) for a, b in pairwise(INDEX_EDGES)]
    names += [tr("{low:g} and more", low=last)]
    return {
        "kappa": with_interval(figures.category_kappa),
        "n": figures.category_kappa.n,
        "header": names,
        "rows": [
            (name, *(str(int(count)) for count in row))
            for name, row in zip(names, figures.category_table, strict=True)
        ],
    }


def _screening(figures: StudyFigures) -> Mapping[str, Any] | None:
    screening = figures.screening
    if screening is None or not screening.tp + screening.fp + screening.tn + screening.fn:
        return None
    estimates = [(name, getattr(screening, key)) for key, name in _SCREENED.items()]
    return {
        "limit": tr("each person's limit by age")
        if screening.limit is None
        else tr("{limit:g} per hour", limit=screening.limit),
        "rows": [
            (tr(name), with_interval(estimate), str(estimate.n)) for name, estimate in estimates
        ],
        "counts": tr(
            "{tp} true and {fp} false positive, {tn} true and {fn} false negative nights.",
            tp=screening.tp,
            fp=screening.fp,
            tn=screening.tn,
            fn=screening.fn,
        ),
    }


def _sleep_share(figures: StudyFigures) -> str:
    index, share = figures.index_with_reference_sleep, figures.sleep_share
    if index is None or index.value is None:
        return ""
    index_words = with_interval(index, 1)
    if share is None or share.value is None:
        return tr(
            "With the reference's hours of sleep below our count, the index would be {index} per "
            "hour.",
            index=index_words,
        )
    return tr(
        "With the reference's hours of sleep below our count, the index would be {index} per hour: "
        "{share:.0f} % of its error comes from the hours of sleep.",
        index=index_words,
        share=100 * share.value,
    )


def _hypnograms(figures: StudyFigures, sources: Sequence[NightSource]) -> list[Mapping[str, str]]:
    drawn: list[Mapping[str, str]] = []
    names = night_names(figures.nights)
    for name, night, source in zip(names, figures.nights, sources, strict=True):
        picture = hypnograms(stored_night(source), night.agreement.time.reference)
        if picture:
            drawn.append({"title": name, "plot": picture})
    return drawn[:_MOST_HYPNOGRAMS]
