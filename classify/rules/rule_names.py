"""Names of the published rules, for type checkers and the command line.

They stand apart from the rules, as a command line that only parses its options must not wait for
what the rules need. ``tests/test_published_rules.py`` holds them equal to the table.
"""

from typing import Literal

NightRulesName = Literal["wasm2016", "aasm", "coleman1982"]
"""Names of the rules that a night may be scored by: `published.FOR_NIGHTS`."""

RulesName = Literal[NightRulesName, "sit2001"]
"""Names of all published rules: `published.PUBLISHED`; `rules_by_name` accepts any text."""
