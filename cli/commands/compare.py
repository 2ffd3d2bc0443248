"""``limbwatch compare``: a night, or a study, held against polysomnography or another scorer."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from limbwatch.classify.rules.rule_names import NightRulesName
from limbwatch.cli.asked_limits import CLOCKS_APART_S
from limbwatch.cli.commands import options
from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.screen.terminal import Terminal

if TYPE_CHECKING:
    from limbwatch.classify.agreement.study_agreement import StudyNight
    from limbwatch.cli.night.scored.contents import NightSource


def compare(
    night: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NIGHT [FILE...]",
            help="Name of a night, its beginning, or latest; more files of --with may follow.",
            show_default=False,
        ),
    ] = None,
    *,
    reference: Annotated[
        list[Path] | None,
        typer.Option(
            "--with",
            metavar="FILE...",
            help="Scorings of the same night: EDF+ annotations, RemLogic, Luna, Profusion, NSRR, "
            "Noxturnal, DOMINO, Sleepware or a table. Movements, stages and breathing may be in "
            "several files.",
        ),
    ] = None,
    study: Annotated[
        Path | None,
        typer.Option(
            metavar="TABLE",
            help="Many nights: a table with the columns night, reference and perhaps person, age, "
            "shift_s, taps. Several files or taps in one cell are separated by |.",
        ),
    ] = None,
    shift: Annotated[
        float | None,
        typer.Option(
            metavar="SECONDS",
            min=-CLOCKS_APART_S,
            max=CLOCKS_APART_S,
            help="How much the reference's clock is ahead of ours, instead of fitting it.",
        ),
    ] = None,
    tap: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REFERENCE=OURS",
            help="The same tap on both clocks, as time of day or seconds from our start; once at "
            "the start and once at the end of the night gives the drift too.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", help="Folder for compare.json, pairs.csv, compare.html."
        ),
    ] = None,
    scale_out: Annotated[
        Path | None,
        typer.Option(
            "--scale-out",
            metavar="FILE",
            help="--study: fit the study's own scale, from our index to the reference's, for "
            "replay --scale.",
        ),
    ] = None,
    rules: Annotated[
        NightRulesName | None,
        typer.Option(
            "--rules",
            help="Compare by other rules, ours and the reference's; nights on disk stay as they "
            "are.",
        ),
    ] = None,
    force: options.Force = False,
    subject: options.Subject = None,
    session: options.Session = None,
    nights: options.Nights = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Compare a night with polysomnography or another scorer, or a study of many nights.

    Examples: limbwatch compare latest --with psg.edf; limbwatch compare --study nights.csv
    """
    from limbwatch.classify.agreement.study_agreement import study_figures
    from limbwatch.cli.compare.figures_json import compare_json
    from limbwatch.cli.compare.holding import compare_night
    from limbwatch.cli.compare.mixed_rules import mixed_rules, remarks_of
    from limbwatch.cli.compare.outline import outline
    from limbwatch.cli.compare.page import comparison_page
    from limbwatch.cli.compare.pairs_table import pairs_table
    from limbwatch.cli.compare.study_scale import study_scale
    from limbwatch.cli.compare.study_table import compare_study
    from limbwatch.cli.night.scored.summary import figures_bytes
    from limbwatch.cli.outputs import Overwriting, write_folder, write_output
    from limbwatch.cli.screen.asked_nights import scored_night

    terminal = Terminal(json=json, quiet=quiet, no_color=no_color)
    where = options.nights_of_person(nights, subject, session)
    troubles: list[str] = []
    held: list[tuple[StudyNight, NightSource]]
    with terminal.progress("Comparing"):
        if study is not None:
            if night or reference or shift is not None or tap or subject or session:
                raise CommandError(
                    "--study takes everything from its table, whose nights may be of any subject "
                    "(sub-ID/NIGHT); leave out NIGHT, --with, --shift, --tap, --subject and "
                    "--session"
                )
            held, troubles = compare_study(study, where, rules)
        else:
            if scale_out is not None:
                raise CommandError("--scale-out fits many nights: give them with --study")
            name, files = _split_arguments(night or [], reference or [])
            if shift is not None and tap:
                raise CommandError(
                    "--shift and --tap both say how far the clocks differ: give only one"
                )
            folder = scored_night(where, name, terminal)
            held = [compare_night(folder, files, shift=shift, taps=tap or (), rules=rules)]
        found = study_figures([one for one, _ in held])
        content = compare_json(found)
        place = out or Path(f"{held[0][0].agreement.name if study is None else study.stem}-compare")
        files_out = (
            (Path("compare.json"), figures_bytes(content)),
            (Path("pairs.csv"), pairs_table(found.nights)),
            (Path("compare.html"), comparison_page(found, [source for _, source in held])),
        )
        overwriting = Overwriting(force=force, warn=terminal.warn)
        if scale_out is not None:
            write_output(scale_out, study_scale(found, name=place.name), overwriting)
        write_folder(place, files_out, overwriting, kind="compare")
    if json:
        terminal.show_json(content)
    else:
        terminal.show(outline(found, width=terminal.width))
        terminal.show(f"\n{place / 'compare.html'}")
    terminal.say(*remarks_of(found))
    # the printed lines say so at their head
    warned = [mixed_rules(found)] if json else []
    terminal.warn(*filter(None, [*warned, *troubles]))
    if troubles:
        raise typer.Exit(ExitCode.DATA_LOST)


def _split_arguments(night: list[str], reference: list[Path]) -> tuple[str | None, list[Path]]:
    """Split the arguments into night and files: ``NIGHT --with A B`` leaves B among them."""
    if not reference:
        raise CommandError(
            "say what to compare with: limbwatch compare NIGHT --with FILE, or --study TABLE"
        )
    name = night[0] if night else None
    return name, [*reference, *(Path(one) for one in night[1:])]
