"""The names of simulated nights."""

from difflib import get_close_matches
from types import MappingProxyType

from limbwatch.cli.errors import CommandError
from limbwatch.sensor.typed_words import typed

SHORT = MappingProxyType({"plm": "plm_moderate"})
"""Short names for one of several nights of their kind."""


def listed_scenarios() -> dict[str, str]:
    """Return the names and descriptions of the simulated nights."""
    from limbwatch.sample_data.recipes.scenario import SCENARIOS

    return {name: one.description for name, one in SCENARIOS.items()}


def parse_scenario(text: str) -> str:
    """Find a simulated night by its name, a short name, or an unambiguous first part.

    Case does not matter, and ``-`` may stand for ``_``.

    Raises
    ------
    CommandError
        If no night or several match.
    """
    from limbwatch.sample_data.recipes.scenario import SCENARIOS

    wanted = SHORT.get(typed(text), typed(text))
    if wanted in SCENARIOS:
        return wanted
    names = list(listed_scenarios())
    begins = [name for name in names if wanted and name.startswith(f"{wanted}_")]
    if len(begins) == 1:
        return begins[0]
    if begins:
        raise CommandError(
            f"several simulated nights begin with {text!r}: {', '.join(begins)}. Name one of them."
        )
    close = get_close_matches(wanted, SCENARIOS, n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    raise CommandError(
        f"there is no simulated night {text!r}; choose one of {', '.join(names)}.{hint}"
    )
