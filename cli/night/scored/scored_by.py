"""The rules and the age that a night was scored with, so that scoring it again keeps both."""

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
from limbwatch.cli.words import years

USUAL_RULES: Final = "wasm2016"
"""By which a night is scored when nobody asks for others."""


@dataclass(frozen=True, slots=True)
class ScoredBy:
    """What a night was scored with, or what its recording asked to be scored with."""

    rules: str
    age: float | None = None

    def kept(self, *, rules: str | None, age: float | None) -> Iterator[str]:
        """Say what is kept because nobody asks for another now; what is usual needs no word."""
        if age is None and self.age is not None:
            yield tr(
                "It is scored for the age that it had, {age}; --age sets another.",
                age=years(self.age),
            )
        if rules is None and self.rules != USUAL_RULES:
            yield tr(
                "It is scored by the rules that it had, {rules}; --rules sets others.",
                rules=tr(rules_by_name(self.rules).title),
            )


class _Beside(msgspec.Struct):
    scored_by: ScoredBy | None = None


def scored_by(night: Path) -> ScoredBy | None:
    """Tell what a night was scored with, or a recording that is not scored yet is to be.

    As its results say; where they are missing or damaged, as it is written beside its samples. None
    where neither tells, or by rules that this version does not know, or for an age that nobody has.
    """
    told: list[ScoredBy | None] = []
    with suppress(CommandError):  # not scored yet, or damaged: scoring is the mend of that
        summary = read_summary(night)
        told.append(ScoredBy(summary.rules, summary.age))
    with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
        told.append(msgspec.json.decode((night / ORIGIN).read_bytes(), type=_Beside).scored_by)
    return next((one for one in told if one is not None and _is_possible(one)), None)


def _is_possible(by: ScoredBy) -> bool:
    try:
        rules_by_name(by.rules)
    except ValueError:
        return False
    return by.age is None or 0.0 <= by.age <= OLDEST


def unknown_before(*, rules: str | None, age: float | None) -> Iterator[str]:
    """Say what is taken for granted, unless asked for, where nothing tells how it was scored."""
    if rules is None or age is None:
        yield tr(
            "Nothing tells by which rules and for which age this night was scored before: "
            "{rules}, {age}. --rules and --age set others.",
            rules=tr(rules_by_name(rules or USUAL_RULES).title),
            age=tr("not told, taken as adult") if age is None else years(age),
        )


def beside_samples(origin: Origin, by: ScoredBy) -> bytes:
    """Write down beside the samples where a night comes from, and what it is scored with."""
    content = {**msgspec.to_builtins(origin), "scored_by": asdict(by)}
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"
