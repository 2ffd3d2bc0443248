"""Templates, styles and scripts of pages that are files, and what they may call."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from limbwatch.cli.language.spoken import ENGLISH, language, tr, trn
from limbwatch.cli.language.stored import translate_stored as in_words
from limbwatch.cli.language.trouble import translate_trouble
from limbwatch.cli.shortcuts.template_cache import template_cache

_PERCENT: Final = re.compile(r"(?<=\d) (?=%)")
_OPTION: Final = re.compile(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*")


def cleaned_value(value: object) -> object:
    """Clean a value of a template: no reversed text, no line break before a percent sign."""
    return with_unbroken_percent(without_reversed_text(value))


def with_unbroken_percent(value: object) -> object:
    """Keep a figure and its percent sign on one line; markup stays as it is."""
    if type(value) is str and " %" in value:
        return _PERCENT.sub("\N{NO-BREAK SPACE}", value)
    return value


def without_reversed_text(value: object) -> object:
    """Replace characters that would reverse the order of the letters around them.

    Names and notes may come from strangers; letters of every script keep their own direction.
    """
    return value.translate(_DIRECTION_CONTROLS) if isinstance(value, str) else value


def options_whole(words: str) -> Markup:
    """Keep each command-line option (``--keep-clocks``) on one line."""
    marked = _OPTION.sub(r'<span class="option">\g<0></span>', str(escape(cleaned_value(words))))
    return Markup(marked)  # noqa: S704 - escaped above


def intervals_whole(words: str) -> Markup:
    """Keep an interval (``[0.90, 0.92]``), or a figure and its unit, on one line."""
    marked = _UNBROKEN.sub(r'<span class="whole">\g<0></span>', str(escape(cleaned_value(words))))
    return Markup(marked)  # noqa: S704 - escaped above


_UNBROKEN: Final = re.compile(r"\[[-+0-9.,; \u2013]+\]|[0-9] (?:s|min|h|%|ppm)(?!\w)")
_DIRECTION_CONTROLS: Final = dict.fromkeys(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd"
)
"""Embeddings, overrides and isolates of the bidirectional algorithm (Unicode, UAX 9, 2)."""


@cache
def templates() -> Environment:
    """Return the template environment: values are escaped, unknown names are errors."""
    environment = Environment(
        loader=PackageLoader("limbwatch.cli.report", "templates"),
        bytecode_cache=template_cache(),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=cleaned_value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"options_whole": options_whole, "intervals_whole": intervals_whole}
    environment.globals |= {
        "tr": tr,
        "trn": trn,
        "language": language,
        "shown": in_words,
        "explained": translate_trouble,
        "texts": script_texts,
    }
    return environment


def whole_page(template: str, content: Mapping[str, Any], *, style: str, script: str = "") -> str:
    """Render a template that is a complete page and loads nothing from any network."""
    page = templates().get_template(template)
    return page.render(**content, style=style, script=script, policy=policy_of(style, script))


def policy_of(style: str, script: str = "") -> str:
    """Return the policy of a page: it may use its own style and script, and inline images."""
    scripts = f"script-src '{digest(script)}'; " if script else ""
    return (
        f"default-src 'none'; style-src '{digest(style)}'; {scripts}img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def asset(name: str) -> str:
    """Return the text of a style sheet or script of the report."""
    found = resources.files("limbwatch.cli.report").joinpath("templates", name)
    return found.read_text(encoding="utf-8")


def digest(text: str) -> str:
    """Return the hash of a style or script for a content security policy: ``sha256-...``."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


SAID: Final = re.compile(r'\btr\("((?:[^"\\]|\\.)*)"')
"""Matches a translatable text in a script."""


def script_texts(*scripts: str) -> str:
    """Return the texts of scripts in the current language, as JSON keyed by the English."""
    if language() == ENGLISH:
        return "{}"
    translations = {text: tr(text) for script in scripts for text in SAID.findall(script)}
    return json.dumps(translations, ensure_ascii=False)
