"""A night scored by other rules, without a change on disk."""

from dataclasses import replace
from pathlib import Path

from limbwatch.classify.rules.published import rules_by_name
from limbwatch.cli.errors import CommandError
from limbwatch.cli.making.finished_night import score_recordings, source_of
from limbwatch.cli.making.kept_samples import kept_samples
from limbwatch.cli.making.scoring_wish import wish_of
from limbwatch.cli.night.laboratory_files import NO_FILES
from limbwatch.cli.night.scored.contents import NightSource
from limbwatch.cli.night.scored.scored_by import ScoredBy


def by_other_rules(
    night: Path, *, rules: str | None, age: float | None, alone: bool = False
) -> NightSource:
    """Score a night again; None keeps the rules or the age that it was scored with.

    ``alone`` leaves out the laboratory's scoring, so that sleep is estimated.

    Raises
    ------
    CommandError
        If the night has no stored samples, or its rules are known only to a newer version.
    """
    known = wish_of(night)
    by = ScoredBy(rules or known.by.rules, known.by.age if age is None else age)
    try:
        rules_by_name(by.rules)
    except ValueError:
        raise CommandError(
            f"this night was scored by the rules {by.rules}, which this version does not know: "
            "choose others with --rules"
        ) from None
    wish = replace(known, by=by, laboratory=NO_FILES if alone else known.laboratory)
    return source_of(night, score_recordings(kept_samples(night), wish))
