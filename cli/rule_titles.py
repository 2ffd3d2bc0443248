"""The rules that scored a night, by their stored name, as people read them.

A night may name rules that this version does not know: rules of one's own, or of a later version.
They are then called by their name.
"""

from limbwatch.classify.rules.published import rules_by_name
from limbwatch.classify.rules.rule_set import Rules
from limbwatch.cli.language.spoken import tr


def known_rules(name: str) -> Rules | None:
    """Return the rules of a stored name; None when this version does not know them."""
    try:
        return rules_by_name(name)
    except ValueError:
        return None


def title_of(name: str) -> str:
    """Return the title of the rules of a stored name, or the name."""
    rules = known_rules(name)
    return name if rules is None else tr(rules.title)


def short_title_of(name: str) -> str:
    """Return the short title of the rules of a stored name, or the name."""
    rules = known_rules(name)
    return name if rules is None else tr(rules.short_title)
