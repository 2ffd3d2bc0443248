"""What in a night is worth a person's attention; never a diagnosis."""

from collections.abc import Sequence

from limbwatch.classify.night import Coverage, Event, Finding, Sleep


def findings_of(
    events: Sequence[Event], sleep: Sleep, coverage: Sequence[Coverage], *, age: float | None
) -> tuple[Finding, ...]:
    """Collect the findings of a night."""
    return ()
