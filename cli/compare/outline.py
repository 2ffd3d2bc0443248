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
from limbwatch.cli.language.trouble import explained
from limbwatch.cli.screen.fitting import WIDTH, fitted, paragraph
from limbwatch.cli.words import UNKNOWN, counted, figure

ORIGINS: Final = {"taps": "by taps", "movements": "by movements", "as written": "as written"}
"""How the clocks were brought together."""
RATES: Final = ("precision", "recall", "F1")
_NAMED: Final = 26
"""Columns of the name of a row of movements."""
_LABEL: Final = 32
"""Columns of the name of any other row."""


def clock_words(clock: ClockFit) -> str:
    """Say how the reference's clock stands to ours."""
    if clock.offset_s is None:
        return tr("not told by the movements; both clocks are believed as they are written")
    off = abs(clock.offset_s)
    if clock.offset_s >= 0:
        text = tr("reference {off:.2f} s ahead of ours at our start", off=off)
    else:
        text = tr("reference {off:.2f} s behind ours at our start", off=off)
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


def outline(found: StudyFigures, *, width: int = WIDTH) -> str:
    """Give the figures as lines of a terminal of 60 columns or more."""
    blocks = (
        (_head(found), 0),
        (_movements(found, width), 0),
        (_indices(found), _LABEL),
        (_sleep(found), _LABEL),
        (_nights(found), _LABEL),
        (_all_nights(found), _LABEL),
    )
    lines = [
        part for block, indent in blocks for line in block for part in fitted(line, width, indent)
    ]
    if words := no_interval_words("\n".join(lines)):
        lines += ["", *paragraph(words, width)]
    return "\n".join(lines)


def _head(found: StudyFigures) -> Iterator[str]:
    if found.single:
        one = found.nights[0].agreement
        whose = tr(", simulated") if one.simulated else ""
        yield tr(
            "Night {name}{whose}, {hours:.1f} h compared",
            name=one.name,
            whose=whose,
            hours=one.time.hours,
        )
        yield rules_words(found)
        yield tr("Clock: {words}", words=clock_words(one.clock))
        return
    yield tr(
        "{nights} of {persons}; in brackets 95 % intervals",
        nights=counted(len(found.nights), "night"),
        persons=counted(len(found.independent), "person"),
    )
    yield rules_words(found)
    if simulated_words(found):
        yield simulated_words(found)
    if first_nights_words(found):
        yield first_nights_words(found)


def first_nights_words(found: StudyFigures) -> str:
    """Say that only the first night of each person counts; empty where each has one night."""
    if len(found.nights) == len(found.independent):
        return ""
    return tr(
        "Nights of one person are not independent: the first of each enters all figures but "
        "those from night to night and those said to be of all nights."
    )


def simulated_words(found: StudyFigures) -> str:
    """Say how many of the nights are nobody's; empty when none is."""
    simulated = sum(night.agreement.simulated for night in found.nights)
    if not simulated:
        return ""
    if simulated == len(found.nights):
        return tr("All nights are simulated: nobody's, so the figures say nothing of people.")
    return tr(
        "Simulated: {nights}. They are nobody's, and the figures of people hold without them only.",
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
            # n: a level need not be known of every night, as where a scorer names no leg
            (one.tp, one.fp, one.fn) if found.single else (one.tp, one.fp, one.fn, one.f1.n),
            [with_interval(value) for value in (one.precision, one.recall, one.f1)],
        )
        for name, one in _detections(found)
    ]
    columns = [
        2 + max(map(len, each))
        for each in zip(map(tr, RATES), *(figures for _, _, figures in rows), strict=True)
    ]
    yield ""
    if not found.single:
        yield tr("Counts of all nights together; precision, recall and F1 are of these sums")
    if _NAMED + 6 * len(counted_by) + sum(columns) <= width:
        heads = "".join(f"{name:>6}" for name in counted_by)
        yield f"{'':{_NAMED}}{heads}" + _in_columns(map(tr, RATES), columns)
        for name, counts, figures in rows:
            yield (
                f"{name:<{_NAMED}}"
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
    """Name the levels of which nothing is known, as no reference lists a leg movement."""
    levels = ((tr("Leg movements"), found.movements), (tr("Periodic in sleep"), found.periodic))
    return tuple(name for name, figures in levels if not figures)


def _detections(found: StudyFigures) -> Iterator[tuple[str, DetectionFigures]]:
    yield from named_ways(found)
    for leg in ("left", "right"):
        name = tr("  left leg within 0.5 s") if leg == "left" else tr("  right leg within 0.5 s")
        detection = found.movements.get(leg, {}).get("0.5")
        if detection is not None:
            yield name, detection
    yield from named_levels(found)


def _indices(found: StudyFigures) -> Iterator[str]:
    yield ""
    if found.single:
        yield f"{'':{_LABEL}}{tr('ours'):>8}{tr('reference'):>11}"
    else:
        yield tr("Ours minus the reference's; a bias is the mean over nights")
    for name, title in INDEX_NAMES.items():
        yield from paired_lines(tr(title), found.indices[name], digits_of(name))
    share = found.index_with_reference_sleep
    if share is not None and share.value is not None:
        told = f"{with_interval(share, 1):>8}"
        if not found.single:
            told = tr("{index}, mean over nights", index=told.strip())
        yield from _row(tr("PLMS with the reference sleep"), told)
    if found.category_kappa is not None and found.category_kappa.n:
        yield from _row(tr("Categories, weighted kappa"), with_interval(found.category_kappa))
    one = found.screening
    if one is not None and one.tp + one.fn + one.fp + one.tn:
        limit = tr("each person's limit") if one.limit is None else decimal(f"{one.limit:g}/h")
        yield tr(
            "Above {limit}: sensitivity {sensitivity}, specificity {specificity} ({above} of "
            "{nights} nights above)",
            limit=limit,
            sensitivity=with_interval(one.sensitivity),
            specificity=with_interval(one.specificity),
            above=one.tp + one.fn,
            nights=one.tp + one.fn + one.fp + one.tn,
        )


def paired_lines(title: str, one: PairedFigure, digits: int) -> Iterator[str]:
    """Write one figure by both, and for a study how they agree."""
    if one.agreement is None:
        ours, theirs = (figure(each.value, digits) for each in (one.ours, one.reference))
        yield from _row(title, f"{ours:>8}{theirs:>11}")
        return
    if one.agreement.bias.value is None:
        yield from _row(title, UNKNOWN)
        return
    text = tr("bias {bias}", bias=with_interval(one.agreement.bias, digits))
    if one.agreement.refused:
        yield from _row(title, f"{text}; {explained(one.agreement.refused)}")
        return
    lower, upper = (
        figure(each.value, digits) for each in (one.agreement.lower, one.agreement.upper)
    )
    limits = tr("limits {lower} to {upper}", lower=lower, upper=upper)
    yield from _row(title, f"{text}, {limits}, n {one.agreement.bias.n}")
    if one.icc is not None and one.icc.value is not None:
        yield from _row("", f"ICC(2,1) {with_interval(one.icc)}")


def _row(name: str, told: str) -> Iterator[str]:
    """Write a row; a name that is wider than its column stands above what is told of it."""
    if len(name) >= _LABEL:
        yield name
        name = ""
    yield f"{name:<{_LABEL}}{told}"


def _sleep(found: StudyFigures) -> Iterator[str]:
    if not found.epochs:
        return
    yield ""
    epochs = ", ".join(
        f"{inside(tr(EPOCH_NAMES[name]))} {with_interval(one)}"
        for name, one in found.epochs.items()
    )
    if found.single:
        yield tr("Sleep and wake in 30 s epochs: {epochs}", epochs=epochs)
    else:
        yield tr("Sleep and wake in 30 s epochs, means over nights: {epochs}", epochs=epochs)
    for name, title in SLEEP_NAMES.items():
        yield from paired_lines(tr(title), found.sleep[name], digits_of(name))


def _nights(found: StudyFigures) -> Iterator[str]:
    """Tell the spread from night to night, where a person has enough of them."""
    told = [
        (name, one)
        for name, one in found.night_to_night.items()
        if name in INDEX_NAMES and one.within_sd.value is not None
    ]
    if not told:
        return
    yield ""
    yield tr("From night to night of the same person, by ours")
    for name, one in told:
        digits = digits_of(name)
        said = tr(
            "SD {sd}, ICC {icc}, minimal detectable change {change} ({nights} nights)",
            sd=with_interval(one.within_sd, digits),
            icc=with_interval(one.icc),
            change=figure(one.minimal_detectable_change, digits),
            nights=one.within_sd.n,
        )
        yield from _row(tr(INDEX_NAMES[name]), said)


def _all_nights(found: StudyFigures) -> Iterator[str]:
    """Tell the levels of all nights, where persons have several."""
    rows = repeated_rows(found)
    if not rows:
        return
    yield ""
    yield repeated_words(found)
    for name, figures in rows:
        yield from _row(name, ", ".join(figures))
