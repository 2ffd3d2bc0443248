"""The rules and the age that a night was scored with, so that a rescore keeps both."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import msgspec

from limbwatch.classify.origin import Origin
from limbwatch.classify.rules.published import rules_by_name
from limbwatch.cli.asked_limits import OLDEST
from limbwatch.cli.errors import CommandError
from limbwatch.cli.language.spoken import tr
from limbwatch.cli.night.folder import ORIGIN
from limbwatch.cli.night.scored.summary import read_summary
from limbwatch.cli.rule_titles import title_of
from limbwatch.cli.words import years

USUAL_RULES: Final = "wasm2016"
"""Default rules."""


@dataclass(frozen=True, slots=True)
class ScoredBy:
    """The rules and the age of a scoring, done or asked for."""

    rules: str
    """Name of the rules."""
    age: float | None = None
    """Age in years, if known."""

    def kept(self, *, rules: str | None, age: float | None) -> Iterator[str]:
        """Yield which settings other than the defaults are kept because no others were given."""
        if age is None and self.age is not None:
            yield tr(
                "It is scored for the age that it had, {age}; --age sets another.",
                age=years(self.age),
            )
        if rules is None and self.rules != USUAL_RULES:
            yield tr(
                "It is scored by the rules that it had, {rules}; --rules sets others.",
                rules=title_of(self.rules),
            )


class _StoredOrigin(msgspec.Struct):
    scored_by: ScoredBy | None = None


def scored_by(night: Path) -> ScoredBy | None:
    """Return what a night was scored with, or what an unscored recording is to be scored with.

    It is read from the results; if they are missing or damaged, from the origin beside the samples.
    None if neither has it, this version does not know the rules, or the age is impossible.
    """
    candidates: list[ScoredBy | None] = []
    with suppress(CommandError):  # not scored yet, or damaged, which rescoring repairs
        summary = read_summary(night)
        candidates.append(ScoredBy(summary.rules, summary.age))
    with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
        candidates.append(
            msgspec.json.decode((night / ORIGIN).read_bytes(), type=_StoredOrigin).scored_by
        )
    return next((one for one in candidates if one is not None and _is_possible(one)), None)


def _is_possible(by: ScoredBy) -> bool:
    try:
        rules_by_name(by.rules)
    except ValueError:
        return False
    return by.age is None or 0.0 <= by.age <= OLDEST


def unknown_before(*, rules: str | None, age: float | None) -> Iterator[str]:
    """Yield which defaults are used because it is unknown how a night was scored before."""
    if rules is None or age is None:
        yield tr(
            "It is not recorded by which rules and for which age this night was scored: {rules}, "
            "{age}. --rules and --age set others.",
            rules=title_of(rules or USUAL_RULES),
            age=tr("not given, taken as adult") if age is None else years(age),
        )


def beside_samples(origin: Origin, by: ScoredBy) -> bytes:
    """Return the origin file to store beside the samples, with the settings of the scoring."""
    content = {**msgspec.to_builtins(origin), "scored_by": asdict(by)}
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"
