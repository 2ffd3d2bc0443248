"""A comparison as lines for a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from limbwatch.classify.agreement.clock_fit import ClockFit
from limbwatch.classify.agreement.detection import DetectionFigures
from limbwatch.classify.agreement.paired_figures import PairedFigure
from limbwatch.classify.agreement.study_agreement import StudyFigures
from limbwatch.cli.compare.all_nights import named_levels, named_ways, repeated_rows, repeated_words
from limbwatch.cli.compare.figure_names import (
    EPOCH_NAMES,
    INDEX_NAMES,
    SLEEP_NAMES,
    between,
    digits_of,
    inside,
    no_interval_words,
    with_interval,
)
from limbwatch.cli.compare.mixed_rules import rules_words
from limbwatch.cli.language.spoken import decimal, tr
from limbwatch.cli.language.trouble import translate_trouble
from limbwatch.cli.screen.fitting import WIDTH, fitted, paragraph
from limbwatch.cli.words import UNKNOWN, counted, figure

ORIGINS: Final = {"taps": "by taps", "movements": "by movements", "as written": "as written"}
"""How the clocks were aligned."""
RATES: Final = ("precision", "recall", "F1")
_NAME_WIDTH: Final = 26
"""Columns for the name of a row of movements."""
_LABEL_WIDTH: Final = 32
"""Columns for the name of any other row."""


def clock_words(clock: ClockFit) -> str:
    """Describe how far the reference's clock is from ours."""
    if clock.offset_s is None:
        return tr("not shown by the movements; both clocks are taken as they are written")
    offset = abs(clock.offset_s)
    if clock.offset_s >= 0:
        text = tr("reference {off:.2f} s ahead of ours at our start", off=offset)
    else:
        text = tr("reference {off:.2f} s behind ours at our start", off=offset)
    if clock.drift_ppm is not None:
        text += tr(", drift {drift:+.1f} ppm", drift=clock.drift_ppm)
        if clock.drift_ci_ppm is not None:
            low, high = clock.drift_ci_ppm
            text += f" [{decimal(f'{low:+.1f}')}{between()}{decimal(f'{high:+.1f}')}]"
    if clock.residual_sd_s is not None:
        text += tr(", residual SD {sd:.2f} s", sd=clock.residual_sd_s)
    how = tr("as said")
    if clock.pairs:
        origin = tr(ORIGINS.get(clock.origin, clock.origin))
        how = tr("{origin}, {pairs} pairs", origin=origin, pairs=clock.pairs)
    return f"{text} ({how})"


def outline(figures: StudyFigures, *, width: int = WIDTH) -> str:
    """Return the figures as lines for a terminal of 60 columns or more."""
    blocks = (
        (_head(figures), 0),
        (_movements(figures, width), 0),
        (_indices(figures), _LABEL_WIDTH),
        (_sleep(figures), _LABEL_WIDTH),
        (_night_to_night(figures), _LABEL_WIDTH),
        (_all_nights(figures), _LABEL_WIDTH),
    )
    lines = [
        part for block, indent in blocks for line in block for part in fitted(line, width, indent)
    ]
    if words := no_interval_words("\n".join(lines)):
        lines += ["", *paragraph(words, width)]
    return "\n".join(lines)


def _head(figures: StudyFigures) -> Iterator[str]:
    if figures.single:
        agreement = figures.nights[0].agreement
        simulated = tr(", simulated") if agreement.simulated else ""
        yield tr(
            "Night {name}{whose}, {hours:.1f} h compared",
            name=agreement.name,
            whose=simulated,
            hours=agreement.time.hours,
        )
        yield rules_words(figures)
        yield tr("Clock: {words}", words=clock_words(agreement.clock))
        return
    yield tr(
        "{nights} of {persons}; in brackets 95 % intervals",
        nights=counted(len(figures.nights), "night"),
        persons=counted(len(figures.independent), "person"),
    )
    yield rules_words(figures)
    if simulated_words(figures):
        yield simulated_words(figures)
    if first_nights_words(figures):
        yield first_nights_words(figures)


def first_nights_words(figures: StudyFigures) -> str:
    """Say that only the first night of each person counts; empty if each has one night."""
    if len(figures.nights) == len(figures.independent):
        return ""
    return tr(
        "Nights of one person are not independent: the first of each enters all figures but "
        "those from night to night and those said to be of all nights."
    )


def simulated_words(figures: StudyFigures) -> str:
    """Say how many of the nights are simulated; empty if none is."""
    simulated = sum(night.agreement.simulated for night in figures.nights)
    if not simulated:
        return ""
    if simulated == len(figures.nights):
        return tr("All nights are simulated, so the figures say nothing about people.")
    return tr(
        "Simulated: {nights}. Figures about people hold only without these.",
        nights=counted(simulated, "night"),
    )


def _movements(found: StudyFigures, width: int) -> Iterator[str]:
    unknown = (UNKNOWN,) * 3
    counted_by = ("TP", "FP", "FN") if found.single else ("TP", "FP", "FN", "n")
    rows: list[tuple[str, Sequence[object], Sequence[str]]] = [
        (name, unknown if found.single else (*unknown, 0), unknown)
        for name in unknown_levels(found)
    ]
    rows += [
        (
            name,
            # n: a level may be unknown for some nights, as where a scorer names no leg
            (detection.tp, detection.fp, detection.fn)
            if found.single
            else (detection.tp, detection.fp, detection.fn, detection.f1.n),
            [
                with_interval(value)
                for value in (detection.precision, detection.recall, detection.f1)
            ],
        )
        for name, detection in _detections(found)
    ]
    columns = [
        2 + max(map(len, each))
        for each in zip(map(tr, RATES), *(figures for _, _, figures in rows), strict=True)
    ]
    yield ""
    if not found.single:
        yield tr("Counts of all nights together; precision, recall and F1 are of these sums")
    if _NAME_WIDTH + 6 * len(counted_by) + sum(columns) <= width:
        heads = "".join(f"{name:>6}" for name in counted_by)
        yield f"{'':{_NAME_WIDTH}}{heads}" + _in_columns(map(tr, RATES), columns)
        for name, counts, figures in rows:
            yield (
                f"{name:<{_NAME_WIDTH}}"
                + "".join(f"{count:>6}" for count in counts)
                + _in_columns(figures, columns)
            )
        return
    for name, counts, figures in rows:
        yield name
        told = ", ".join(f"{head} {count}" for head, count in zip(counted_by, counts, strict=True))
        yield f"    {told}"
        told = ", ".join(f"{tr(rate)} {text}" for rate, text in zip(RATES, figures, strict=True))
        yield from paragraph(told, width, 4)


def _in_columns(texts: Iterable[str], columns: Sequence[int]) -> str:
    return "".join(f"{text:>{column}}" for text, column in zip(texts, columns, strict=True))


def unknown_levels(found: StudyFigures) -> tuple[str, ...]:
    """Return the names of levels without figures, because no reference lists leg movements."""
    levels = ((tr("Leg movements"), found.movements), (tr("Periodic in sleep"), found.periodic))
    return tuple(name for name, figures in levels if not figures)


def _detections(figures: StudyFigures) -> Iterator[tuple[str, DetectionFigures]]:
    yield from named_ways(figures)
    for leg in ("left", "right"):
        name = tr("  left leg within 0.5 s") if leg == "left" else tr("  right leg within 0.5 s")
        detection = figures.movements.get(leg, {}).get("0.5")
        if detection is not None:
            yield name, detection
    yield from named_levels(figures)


def _indices(figures: StudyFigures) -> Iterator[str]:
    yield ""
    if figures.single:
        yield f"{'':{_LABEL_WIDTH}}{tr('ours'):>8}{tr('reference'):>11}"
    else:
        yield tr("Ours minus the reference's; a bias is the mean over nights")
    for name, title in INDEX_NAMES.items():
        yield from paired_lines(tr(title), figures.indices[name], digits_of(name))
    share = figures.index_with_reference_sleep
    if share is not None and share.value is not None:
        text = f"{with_interval(share, 1):>8}"
        if not figures.single:
            text = tr("{index}, mean over nights", index=text.strip())
        yield from _row(tr("PLMS with the reference sleep"), text)
    if figures.category_kappa is not None and figures.category_kappa.n:
        yield from _row(tr("Categories, weighted kappa"), with_interval(figures.category_kappa))
    screening = figures.screening
    if screening is not None and screening.tp + screening.fn + screening.fp + screening.tn:
        limit = (
            tr("each person's limit")
            if screening.limit is None
            else decimal(f"{screening.limit:g}/h")
        )
        yield tr(
            "Above {limit}: sensitivity {sensitivity}, specificity {specificity} ({above} of "
            "{nights} nights above)",
            limit=limit,
            sensitivity=with_interval(screening.sensitivity),
            specificity=with_interval(screening.specificity),
            above=screening.tp + screening.fn,
            nights=screening.tp + screening.fn + screening.fp + screening.tn,
        )


def paired_lines(title: str, one: PairedFigure, digits: int) -> Iterator[str]:
    """Yield the lines of one figure: both values, or for a study their agreement."""
    if one.agreement is None:
        ours, theirs = (figure(value.value, digits) for value in (one.ours, one.reference))
        yield from _row(title, f"{ours:>8}{theirs:>11}")
        return
    if one.agreement.bias.value is None:
        yield from _row(title, UNKNOWN)
        return
    text = tr("bias {bias}", bias=with_interval(one.agreement.bias, digits))
    if one.agreement.refused:
        yield from _row(title, f"{text}; {translate_trouble(one.agreement.refused)}")
        return
    lower, upper = (
        figure(value.value, digits) for value in (one.agreement.lower, one.agreement.upper)
    )
    limits = tr("limits {lower} to {upper}", lower=lower, upper=upper)
    yield from _row(title, f"{text}, {limits}, n {one.agreement.bias.n}")
    if one.icc is not None and one.icc.value is not None:
        yield from _row("", f"ICC(2,1) {with_interval(one.icc)}")


def _row(name: str, text: str) -> Iterator[str]:
    """Yield a row; a name wider than its column gets a line of its own above."""
    if len(name) >= _LABEL_WIDTH:
        yield name
        name = ""
    yield f"{name:<{_LABEL_WIDTH}}{text}"


def _sleep(figures: StudyFigures) -> Iterator[str]:
    if not figures.epochs:
        return
    yield ""
    epochs = ", ".join(
        f"{inside(tr(EPOCH_NAMES[name]))} {with_interval(estimate)}"
        for name, estimate in figures.epochs.items()
    )
    if figures.single:
        yield tr("Sleep and wake in 30 s epochs: {epochs}", epochs=epochs)
    else:
        yield tr("Sleep and wake in 30 s epochs, means over nights: {epochs}", epochs=epochs)
    for name, title in SLEEP_NAMES.items():
        yield from paired_lines(tr(title), figures.sleep[name], digits_of(name))


def _night_to_night(figures: StudyFigures) -> Iterator[str]:
    variable = [
        (name, reliability)
        for name, reliability in figures.night_to_night.items()
        if name in INDEX_NAMES and reliability.within_sd.value is not None
    ]
    if not variable:
        return
    yield ""
    yield tr("From night to night of the same person, by ours")
    for name, reliability in variable:
        digits = digits_of(name)
        text = tr(
            "SD {sd}, ICC {icc}, minimal detectable change {change} ({nights} nights)",
            sd=with_interval(reliability.within_sd, digits),
            icc=with_interval(reliability.icc),
            change=figure(reliability.minimal_detectable_change, digits),
            nights=reliability.within_sd.n,
        )
        yield from _row(tr(INDEX_NAMES[name]), text)


def _all_nights(found: StudyFigures) -> Iterator[str]:
    rows = repeated_rows(found)
    if not rows:
        return
    yield ""
    yield repeated_words(found)
    for name, figures in rows:
        yield from _row(name, ", ".join(figures))
