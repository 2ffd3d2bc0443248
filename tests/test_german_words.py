"""German texts mean what the English says: a word that says something else is not there."""

import re
from functools import cache

import pytest

from benchmarks import translations


@cache
def texts_in_german() -> tuple[tuple[str, str], ...]:
    """Give all texts, English and German, each form of a plural by itself."""
    return tuple(translations.pairs_of(translations.read(translations.CATALOGUES / "de.po")))


@pytest.mark.parametrize(
    ("english", "wrong", "why"),
    [
        (r"stream", r"\bStr(om|ome|öme)\b", "a stream of data, not power"),
        (
            r"[Pp]lug|on battery",
            r"stecken Sie (es|den Computer)|eingesteckt|\bauf Batterie",
            "a pocket?",
        ),
        (r"^(was|were) the sensors? of", r"^war", "it was worn, not: it had been"),
        (r"times more", r"-mal mehr", "once more is not twice as much"),
        (r"decode", r"entschlüsse", "nothing was encrypted"),
        (r"scores it", r"wertet es aus", "a night is feminine"),
        (r"last the night", r"reicht? (sie )?vielleicht nicht die Nacht", "lasts for the night"),
        (r"h from ours", r" h von unserer,", "how far apart, or of ours"),
        (
            r"name the sensors with --sensor",
            r"nennen Sie sie",
            "the sensors, not the night before it",
        ),
        (r"date of \{nights\}", r"\. Es zählt", "the night counts, not its date"),
        (r"affected a night", r"bewegt", "moved is beeinflusst"),
        (r"wiring", r"Sehen Sie .* nach der", "to look after a cable is not to look at it"),
        (r"samples at .*change", r"gab es schon und wurden", "two sentences with one subject"),
        (r"discomfort|Of the legs", r"^Der Beine", "what of the legs?"),
        (r"left leg leads", r"lang", "nights that need not follow each other"),
        (r"limbwatch did not make it here", r"nicht hier oder für", "not here, or: for another"),
        (r"said to be of all nights", r"ausdrücklich aller", "all what?"),
        (
            r"connected to it \(waited|recording may be using",
            r"hält (ihn \(|eine)",
            "who holds whom?",
        ),
        (r"at a time$", r"auf einmal", "one of them, not all at once"),
        (r"nobody's", r"niemandes", "no German says so"),
    ],
)
def test_no_german_word_means_another_thing(english: str, wrong: str, why: str) -> None:
    texts = [said for one, said in texts_in_german() if re.search(english, one)]
    assert texts
    assert [said for said in texts if re.search(wrong, said)] == [], why


@pytest.mark.parametrize(
    ("english", "wrong"),
    [
        (r"placement|PLACEMENT", r"\b(Ort|Orte|Ortes|Lage|ORT)\b"),
        (r"stress of", r"Belastung"),
        (r"\btrend\b", r"Verlauf"),
        (r"label of the wearer", r"Bezeichnung|Träger"),
        (r"[Dd]ates, names of devices", r"Daten des Kalenders"),
        (r"samples per second", r"(?<!Mess)[Ww]erte je|pro Sekunde"),
        (r"polysomnogra", r"graphie"),
        (r"computer|owner or an administrator", r"Rechner"),
        (r"AASM manual", r"Manual"),
        (r"notifications", r"Meldungen"),
        (r"bytes", r"[}] Bytes\b"),
        (r"^the disk is|disk is read-only|disk is full", r"Datenträger"),
        (r"raw acceleration as CSV.*: time, x, y, z|one table: time, x", r"\bZeit, x, y, z"),
        (r"sleep mode$|may sleep until", r"Standby"),
        (r"[Ss]leep and wake in 30 s epochs", r"Schlaf und Wachen"),
        (r"sleep onset latency|^Sleep latency", r"Einschlafdauer"),
    ],
)
def test_one_thing_has_one_german_word(english: str, wrong: str) -> None:
    texts = [said for one, said in texts_in_german() if re.search(english, one)]
    assert texts
    assert [said for said in texts if re.search(wrong, said)] == []


def test_what_stands_for_a_value_is_german_in_every_sentence() -> None:
    """Of limbwatch view NIGHT and of NACHT, DATE and DATUM, the help and the errors had both."""
    signs = {
        one: said
        for one, said in texts_in_german()
        if re.fullmatch(r"[A-Z]{3,}", one) and one != said
    }
    assert signs["NIGHT"] == "NACHT"
    english = re.compile(rf"(?<![A-Z_-])({'|'.join(signs)})(?![A-Z_])")
    assert [said for _, said in texts_in_german() if english.search(said)] == []


def test_nobody_is_taken_for_a_file() -> None:
    """Of rows, "sie sind von einer anderen Aufnahme": a capital says it of the reader."""
    own = re.compile(
        r": (Sie|Ihr|Ihre[mnrs]?) (?!\w+en Sie)|(?:^|[.?!] )(Sie (sind|können|stammen|jetzt)|Ihre) "
    )
    others = [said for one, said in texts_in_german() if not re.search(r"\b[Yy]ou(rs?)?\b", one)]
    assert [said for said in others if own.search(said)] == []
