"""The words of scorers and their programs, and what they mean.

Forms seen in exports of RemLogic, Profusion, Noxturnal, Luna and in EDF+ annotations, and words
of other languages (`limbwatch.sensor.scorings.languages`). Words that are not here are never
guessed: their rows are counted and named (`limbwatch.sensor.scorings.rows`).
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from limbwatch.sensor.scorings.languages import any_of, words_of
from limbwatch.sensor.scorings.own_words import legs_of

Family = Literal["leg", "stage", "lights_off", "lights_on", "breathing", "arousal", "sleep_start"]


class Meaning(NamedTuple):
    """What a row is: its family, its kind within it, and the side of a leg movement."""

    family: Family
    kind: str
    side: str = "unknown"


_OWN_LETTERS: Final = str.maketrans(
    {
        **dict.fromkeys("\u00f8", "o"),
        **dict.fromkeys("\u00e6", "ae"),
        **dict.fromkeys("\u0153", "oe"),
        **dict.fromkeys("\u0142", "l"),
        **dict.fromkeys("\u00f0\u0111", "d"),
        **dict.fromkeys("\u00fe", "th"),
    }
)
"""Letters that Unicode does not decompose into a base letter and an accent."""
_WAKE: Final = ("w", "wk", *any_of("wake").split("|"), "wakker", "vigilie", "s0", "0")
_STAGES: Final = {
    **dict.fromkeys(_WAKE, "W"),
    **dict.fromkeys(("n1", "s1", "nrem1", "1"), "N1"),
    **dict.fromkeys(("n2", "s2", "nrem2", "2"), "N2"),
    **dict.fromkeys(("n3", "s3", "nrem3", "n4", "s4", "nrem4", "3", "4"), "N3"),
    **dict.fromkeys(("n", "nr", "nrem"), "N"),
    **dict.fromkeys(("r", "rem", "paradoxal", "sp", "5"), "R"),
    **dict.fromkeys(("mt", "m", "unscored", "unknown", "movement", "?", "u"), "unknown"),
    **dict.fromkeys(("6", "7", "9", "artefact", "artifact", "art", "uns"), "unknown"),
}
"""Numbers are those of Rechtschaffen and Kales as programs write them: 6 is movement time, 7 and 9
are not scored (Stanford's `.STA`, the NSRR)."""
_NUMBERED: Final = frozenset("0123456789")
_NEGATIVE: Final = re.compile(r"\s*-\d\s*")
"""No stage: -1 and -2 are artefacts and epochs that were not scored (YASA, Visbrain)."""
_STAGE_WORDS: Final = any_of("stage")
_STAGE: Final = re.compile(
    rf"(?P<named>(?:(?:{_STAGE_WORDS}|s|nrem|non rem) )*(?:stage|stade)?)"
    rf"(?P<stage>[\w?]+?)(?: (?:{_STAGE_WORDS}))?"
)
_STAGE_NAME: Final = words_of("stage")
_MOSTLY: Final = 0.8
"""Share of a column's cells that must be stages to make it a column of stages; chosen."""
_SPAN: Final = words_of("series")
_BESIDE: Final = re.compile(rf"\b({any_of('none')}|with|w|mit|avec|con|com|met|med)\b")
"""Words after which a text only describes the event."""
_AND: Final = re.compile(r"\s*[+&]\s*")
_DELETED: Final = words_of("deleted")
_OFF: Final = re.compile(any_of("lights_off"))
_ON: Final = re.compile(any_of("lights_on"))
_START: Final = re.compile(
    r"\b(sleep starts?|hypnic jerks?|hypn[ao]g\w+ jerks?|hypnic|einschlafzuckung\w*"
    r"|einschlafmyoklon\w*|sursauts? hypn\w+|myoclonies? (hypn\w+|d endormissement))\b"
)
_RERA: Final = re.compile(r"\breras?\b")
_RERA_IN_WORDS: Final = re.compile(r"\brespiratory effort related arousals?\b")
_AROUSAL: Final = re.compile(any_of("arousal"))
_HYPOPNEA: Final = re.compile(
    r"\bhy?popn|\bhipopn|\bipopn|\b(hyp|hypo|ohyp|chyp)$|\bhyp\b|\bsplycen|\bvanondun"
)
_APNEA: Final = re.compile(r"apn(o?e|ee|ei|o\b)|^(o|c|m)s?a$|\bbezdech|\bondunarstopp")
_NO_EVENT: Final = re.compile(r"^as |\bbreath\b|\bautonomic\b|\bautonome\b")
"""RemLogic's events of breathing devices, single breaths, and autonomic events."""
_OBSTRUCTIVE: Final = re.compile(r"obst|\bobs\b|ostruttiv|obturac|kaefandi|\bos?a\b")
_CENTRAL: Final = re.compile(r"[zcs]entra|midlaeg|\bcs?a\b")
_MIXED: Final = re.compile(
    r"mixed|gemischt|mixte|mixta|mista|gemengd|bland[ea][td]|mieszan|smisen|sekamuot"
    r"|\bms?a\b|\bmix\b"
)
_RESPIRATORY_LEG: Final = re.compile(r"\brrlms?\b|respirator|atmungs|\bresp\b")
_PERIODIC: Final = re.compile(
    r"\b(plms?|plm[lrb]|plmsw?|plmw|plmd|mpj|mpms?|mpp|mpe)\b|period|okresow|jaksott|lotubund"
)
_LEG: Final = re.compile(
    r"\b((rr|[lr]|left|right)?c?lms?|ilms?|plms?|plmw|p?lm[lrb]|mj|mpj|mpms?)\b|"
    + any_of("leg_movement")
)
_UPPER_LIMB: Final = re.compile(
    rf"\b({any_of('upper_limb')}|deltoid\w*|brachi\w*|biceps(?! fem)|fds)\b"
)
"""Words for arms and hands, and muscles of theirs that are recorded."""
_PLACE: Final = (
    r"(?:legs?|tib\w*|ant(?:erior|t?ib\w*)?|ta|emg|plm|lm|bein|jambe|pierna|gamba|been|ben)"
)
_PLACED: Final = r"(?:leg|tib|ant|ta|emg|plm|lm|bein|jambe|pierna|gamba)"
_LEFT: Final = re.compile(
    rf"(?:l|{any_of('left')}|lat\d*|l{_PLACE}\d*|left{_PLACE}\d*|{_PLACED}(?:l|left)\d*)"
)
_RIGHT: Final = re.compile(
    rf"(?:r|{any_of('right')}|rat\d*|r{_PLACE}\d*|right{_PLACE}\d*|{_PLACED}(?:r|right)\d*)"
)
_BOTH: Final = re.compile(rf"(?:{any_of('both')}|lr|rl|lmb|plmb)")
_KEPT: Final = 4096
"""Number of folded texts kept in memory: a scoring repeats a few words thousands of times."""


@lru_cache(_KEPT)
def folded(text: str) -> str:
    """Return a text in lower case, without accents, marks and double spaces.

    ``PLM-LM`` and ``plm lm`` become equal.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_OWN_LETTERS))
    letters = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return " ".join(re.sub(r"[^\w?]+|_", " ", letters).split())


def side_of(text: str, place: str = "") -> str:
    """Return the leg that a text names, or else the one of its channel or place.

    It is ``left``, ``right``, ``both`` or ``unknown``.
    """
    for words in (folded(text).split(), folded(place).split()):
        left = any(map(_LEFT.fullmatch, words))
        right = any(map(_RIGHT.fullmatch, words))
        if (left and right) or any(map(_BOTH.fullmatch, words)):
            return "both"
        if left or right:
            return "left" if left else "right"
    return "unknown"


def stage_of(text: str, *, bare: bool = False) -> str | None:
    """Parse a sleep stage: ``Sleep stage N2``, ``SLEEP-S2``, ``Stage 2 sleep``, ``N2``.

    ``bare`` allows a number alone, as in a column of stages. Returns ``W``, ``N1``, ``N2``, ``N3``,
    ``N`` (NREM, not staged further), ``R`` or ``unknown``; None if it is not a stage.
    """
    if _NEGATIVE.fullmatch(text):
        return "unknown" if bare else None
    found = _STAGE.fullmatch(folded(text) or "?")
    if found is None or found["stage"] not in _STAGES:
        return None
    word, named = found["stage"], found["named"] or bare
    if not named and (word in _NUMBERED or word == "n" or _STAGES[word] == "unknown"):
        return None
    return _STAGES[word]


def column_of_stages(
    names: Sequence[str], columns: Sequence[Sequence[str]], *, beside: Collection[int | None]
) -> int | None:
    """Return the column of sleep stages of a table, apart from ``beside``; None without one."""
    places = (k for k in range(len(columns)) if k not in beside)
    return next(
        (k for k in places if tells_stages(names[k] if k < len(names) else "", columns[k])), None
    )


def tells_stages(name: str, cells: Sequence[str]) -> bool:
    """Return whether a column has sleep stages, by its name or by two different stages in it.

    At least `_MOSTLY` of the filled cells must be stages.
    """
    filled = [cell for cell in cells if cell.strip()]
    stages = [stage for cell in filled if (stage := stage_of(cell, bare=True))]
    if not filled or len(stages) < _MOSTLY * len(filled):
        return False
    words = [cell for cell in filled if not cell.strip().isdigit()]
    return bool(_STAGE_NAME.search(folded(name))) or (not name and len(set(words)) > 1)


def meaning_of(text: str, place: str = "") -> Meaning | None:
    """Interpret the text of a scored event; None if it is nothing that is used here.

    The text is as the program wrote it; EDF+ names a channel after ``@@``. ``place`` is the channel
    or location, if given separately.
    """
    text, _, channel = text.partition("@@")
    place = legs_of(channel or place)
    stage = stage_of(text)
    if stage is not None:
        return Meaning("stage", stage)
    words = _RERA_IN_WORDS.sub("rera", folded(text))
    if _DELETED.search(words):
        return None
    # "limb movement with" or without "arousal" is a limb movement; "no limb movement" is nothing
    words = _BESIDE.split(words, maxsplit=1)[0].strip()
    for pattern, family, kind in _FIRST:
        if pattern.search(words):
            return Meaning(family, kind)
    return _leg(words, place) or _breathing(words)


def meanings_of(text: str, place: str = "") -> tuple[Meaning, ...]:
    """Interpret a text that may name several simultaneous events: ``PLM + RERA``.

    Returns one meaning per part if every part is an event of another family; otherwise the meaning
    of the whole text, if any. The two legs of ``PLM L + R`` are one event.
    """
    text, mark, channel = text.partition("@@")
    parts = [meaning_of(part, channel or place) for part in _AND.split(text)]
    events = [one for one in parts if one is not None and one.family != "stage"]
    if 1 < len(parts) == len(events) == len({one.family for one in events}):
        return tuple(events)
    whole = meaning_of(f"{text}{mark}{channel}", place)
    return () if whole is None else (whole,)


_FIRST: Final[tuple[tuple[re.Pattern[str], Family, str], ...]] = (
    (_OFF, "lights_off", "lights_off"),
    (_ON, "lights_on", "lights_on"),
    (_START, "sleep_start", "sleep_start"),
    (_AROUSAL, "arousal", "arousal"),
    (_RERA, "breathing", "rera"),
)
"""Patterns in order: an arousal from an apnoea, a leg movement or a RERA is an arousal."""


def _leg(words: str, place: str) -> Meaning | None:
    if not _LEG.search(words) or _SPAN.search(words) or _NO_EVENT.search(words):
        return None
    if _UPPER_LIMB.search(words) or _UPPER_LIMB.search(folded(place)):
        return None
    if _RESPIRATORY_LEG.search(words):
        kind = "respiratory"
    elif words.startswith("plm lm") or not _PERIODIC.search(words):
        kind = "lm"  # RemLogic's group PLM includes LM
    else:
        kind = "plm"
    return Meaning("leg", kind, side_of(words, place))


def _breathing(words: str) -> Meaning | None:
    if _SPAN.search(words) or _NO_EVENT.search(words):
        return None
    if _HYPOPNEA.search(words):
        return Meaning("breathing", "hypopnea")
    if not _APNEA.search(words):
        return None
    if _MIXED.search(words):
        return Meaning("breathing", "mixed_apnea")
    if _CENTRAL.search(words):
        return Meaning("breathing", "central_apnea")
    return Meaning("breathing", "obstructive_apnea" if _OBSTRUCTIVE.search(words) else "apnea")
