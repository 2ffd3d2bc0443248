"""Options that all commands share."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from limbwatch.classify.rules.rule_names import NightRulesName
from limbwatch.cli.asked_limits import CLOCKS_APART_S, OLDEST
from limbwatch.cli.errors import CommandError

if TYPE_CHECKING:
    from limbwatch.cli.night.scored.scored_by import ScoredBy


def folder_of_nights(nights: Path | None) -> Path | None:
    """Raise an error if ``--nights`` names a file.

    Raises
    ------
    CommandError
        If the path exists and is not a folder.
    """
    # names that are too long or forbidden raise their error where they are used
    with suppress(OSError, ValueError):
        if nights is not None and nights.exists() and not nights.is_dir():
            raise CommandError(
                f"--nights {nights} is a file, but nights are kept in a folder: name the folder"
            )
    return nights


Night = Annotated[
    str | None,
    typer.Argument(
        metavar="NIGHT", help="Name of a night, its beginning, or latest.", show_default="latest"
    ),
]
Nights = Annotated[
    Path | None,
    typer.Option(
        "--nights",
        metavar="DIR",
        envvar="LIMBWATCH_NIGHTS",
        callback=folder_of_nights,
        help="Folder of the nights.",
        show_default="the user data folder",
    ),
]
Subject = Annotated[
    str | None,
    typer.Option(
        "--subject",
        metavar="ID",
        help="Whose night: letters and digits. Without it, the person who needs no name.",
    ),
]
Session = Annotated[
    str | None, typer.Option("--session", metavar="ID", help="Which session of that subject.")
]
Force = Annotated[
    bool,
    typer.Option(
        "--force",
        help="Replace a file that limbwatch did not make or that was changed since; never a "
        "recording or a file of a night.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Rules = Annotated[
    NightRulesName, typer.Option("--rules", help="Published rules of periodic limb movements.")
]

KeptRules = Annotated[
    NightRulesName | None,
    typer.Option(
        "--rules",
        help="Published rules of periodic limb movements.",
        show_default="those that the night was scored by before, else wasm2016",
    ),
]


Test = Annotated[
    Literal["immobilisation"] | None,
    typer.Option(
        "--test",
        metavar="immobilisation",
        help="Not a night but a test: an hour awake on the bed, legs out and kept still; counted "
        "by its own rules, in no trend or median.",
        show_default=False,
    ),
]


def _age_option(kept: str | None = None) -> Any:
    return typer.Option(
        "--age",
        metavar="YEARS",
        min=0,
        max=OLDEST,
        help="Age of the wearer: a child's limit of periodic movements is different.",
        show_default=kept or True,
    )


Age = Annotated[float | None, _age_option()]
KeptAge = Annotated[float | None, _age_option("that of the night, if it was given before")]
Uncorrected = Annotated[
    bool, typer.Option("--uncorrected", help="As the program found it, without your corrections.")
]
KeepClocks = Annotated[
    bool,
    typer.Option(
        "--keep-clocks",
        help="Believe the times of every sensor, also where the movements of the limbs disagree.",
    ),
]
Hypnogram = Annotated[
    Path | None,
    typer.Option(
        "--hypnogram",
        metavar="FILE",
        help="Sleep stages of a laboratory, for true sleep (docs/scorings.md); its breathing "
        "events and arousals are used too.",
        show_default=False,
    ),
]
Scale = Annotated[
    Path | None,
    typer.Option(
        "--scale",
        metavar="FILE",
        help="A laboratory's own scale, from compare --scale-out: what the index is by EMG.",
    ),
]
Breathing = Annotated[
    Path | None,
    typer.Option(
        "--breathing",
        metavar="FILE",
        help="Apnoeas and hypopnoeas of a laboratory or a home test.",
        show_default=False,
    ),
]


def _shift_option(option: str, of: str) -> Any:
    return typer.Option(
        option,
        metavar="SECONDS",
        min=-CLOCKS_APART_S,
        max=CLOCKS_APART_S,
        help=f"How much the clock of the {of} is ahead of ours.",
        show_default="from leg movements in it",
    )


HypnogramShift = Annotated[float | None, _shift_option("--hypnogram-shift", "hypnogram")]
BreathingShift = Annotated[float | None, _shift_option("--breathing-shift", "breathing events")]
Quiet = Annotated[
    bool,
    typer.Option(
        "--quiet", "-q", help="No messages or progress; only results, warnings and errors."
    ),
]
NoColor = Annotated[
    bool, typer.Option("--no-color", help="No colour, as with NO_COLOR in the environment.")
]
Adapter = Annotated[
    str | None,
    typer.Option(
        "--adapter",
        metavar="NAME",
        help="Bluetooth adapter by name (hci1) or address; the first that is on by default. "
        "Linux only.",
    ),
]


def rules_of_test(test: str | None, rules: NightRulesName | None) -> str:
    """Return the name of the rules to count by; a test has its own.

    Raises
    ------
    CommandError
        If other rules are asked for with a test.
    """
    if test is None:
        return rules or "wasm2016"
    from limbwatch.classify.rules.published import MICHAUD_2001

    if rules not in {None, "wasm2016"}:
        title = MICHAUD_2001.short_title
        raise CommandError(
            f"--test {test} is counted by its own rules ({title}); leave out --rules"
        )
    return MICHAUD_2001.name


def scored_with(
    known: "ScoredBy | None", test: str | None, rules: NightRulesName | None, age: float | None
) -> "tuple[ScoredBy, tuple[str, ...]]":
    """Return the settings of a scoring, and messages about those kept though nobody asked for them.

    They are those asked for, else those ``known`` of the scoring before. A test is what the
    recording is instead of a night.

    Raises
    ------
    CommandError
        If a test is to be counted by other rules.
    """
    from limbwatch.cli.night.scored.scored_by import ScoredBy

    counted_by = rules_of_test(test, rules)
    if known is None:
        return ScoredBy(counted_by, age), ()
    asked = counted_by if test is not None or rules is not None else None
    by = ScoredBy(known.rules if asked is None else asked, known.age if age is None else age)
    return by, tuple(known.kept(rules=asked, age=age))


def check_adapter(adapter: str | None) -> None:
    """Raise an error for a choice of adapter on a system without one.

    Raises
    ------
    CommandError
        On systems other than Linux.
    """
    if adapter is not None and not sys.platform.startswith("linux"):
        raise CommandError(
            "--adapter chooses among adapters on Linux; this system has one and uses it"
        )


def nights_of_person(nights: Path | None, subject: str | None, session: str | None) -> Path:
    """Return the folder of the nights of a person; None stands for the default folder.

    Raises
    ------
    CommandError
        If a label is invalid, or differs from another only in case.
    """
    from limbwatch.cli.night.folder import default_nights

    place = nights or default_nights()
    if subject is None and session is None:
        return place
    from limbwatch.cli.night.listed.people import parse_person, place_of_person

    return place_of_person(place, parse_person(subject, session))
