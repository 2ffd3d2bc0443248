"""The data of a night on its first screen: what each sensor saw, and the rules of the scoring."""

from collections.abc import Iterator, Sequence

from limbwatch.classify.figures import Summary
from limbwatch.cli.judgement import age_warning, legs_worn
from limbwatch.cli.laboratory_words import source_words
from limbwatch.cli.language.spoken import tr, trn
from limbwatch.cli.language.trouble import translate_trouble
from limbwatch.cli.rule_titles import short_title_of
from limbwatch.cli.screen.fitting import paragraph
from limbwatch.cli.words import figure, in_minutes, in_seconds, limb_words, with_begin
from limbwatch.sensor.capture.balance import NO_DATA_AFTER


def _shared_warnings(summary: Summary) -> list[str]:
    """Return the warnings that all of several sensors share, to be printed once."""
    per_sensor = [sensor.warnings for sensor in summary.coverage]
    if len(per_sensor) < 2:
        return []
    return [warning for warning in per_sensor[0] if all(warning in each for each in per_sensor)]


def data_lines(summary: Summary, width: int) -> Iterator[str]:
    """Yield how much each sensor saw, what to check, and the rules of the scoring."""
    shared = _shared_warnings(summary)
    for sensor in summary.coverage:
        gaps = _gap_words([end - start for start, end in sensor.losses], sensor.warnings)
        yield (
            f"  {limb_words(sensor.placement):<{_width(summary)}}{_worn_share(sensor.worn_share)}, "
            f"{with_begin(gaps, sensor.late_s)}, {figure(sensor.rate_hz, 2)} Hz"
        )
        for warning in sensor.warnings:
            if warning not in shared:
                said = tr("Please check: {warning}", warning=translate_trouble(warning))
                yield from paragraph(said, width, 4)
    for warning in shared:
        said = tr("Please check all of them: {warning}", warning=translate_trouble(warning))
        yield from paragraph(said, width, 2)
    if not legs_worn(summary):
        # an index of 0 from arms only is not an index of legs
        for said in summary.another_sensor:
            yield from paragraph(tr(said), width, 2)
    if summary.laboratory is not None:
        said = tr("laboratory: {files}", files=source_words(summary.laboratory))
        yield from paragraph(said, width, 4, begins="  ")
    yield "  " + tr(
        "scored by {rules} with limbwatch {version}",
        rules=short_title_of(summary.rules),
        version=summary.version,
    )
    if said := age_warning(summary):
        yield from paragraph(said, width, 2)


def _width(summary: Summary) -> int:
    """Return the column width of limb names."""
    return max([12, *(len(limb_words(one.placement)) + 1 for one in summary.coverage)])


def _worn_share(share: float | None) -> str:
    if share == 0:
        return tr("not worn")
    if share is None:
        return tr("unknown of the night")
    return tr("{share:.1f} % of the night", share=share * 100)


def _gap_words(gaps: list[float], warnings: Sequence[str]) -> str:
    if any(warning.startswith(NO_DATA_AFTER) for warning in warnings):
        return tr("ended early")
    if not gaps:
        return tr("no gap")
    longest = max(gaps)
    length = in_seconds(longest) if longest < 120 else in_minutes(longest / 60)
    return trn("one gap of {length}", "{count} gaps (longest {length})", len(gaps), length=length)
