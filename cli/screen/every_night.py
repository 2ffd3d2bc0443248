"""All nights of a folder, in the terminal or as JSON."""

from pathlib import Path

from limbwatch.cli.night.folder import list_nights
from limbwatch.cli.night.listed.people import by_person
from limbwatch.cli.program import as_typed
from limbwatch.cli.screen.asked_nights import tell_unfinished
from limbwatch.cli.screen.history_lines import history_lines
from limbwatch.cli.screen.night_list import night_list, night_rows
from limbwatch.cli.screen.terminal import Terminal


def show_every_night(
    folder: Path, since: str | None, *, corrected: bool, together: bool, terminal: Terminal
) -> None:
    """List all nights, and compare those before and since a day if asked for.

    An empty list is not an error. ``together`` is whether JSON includes the statements about
    several nights besides their rows.
    """
    compared = ""
    if since is not None:
        from limbwatch.cli.screen.since_list import since_list

        # report a day that cannot be compared before a screen of nights, not below it
        compared = since_list(list_nights(folder), since, corrected=corrected, width=terminal.width)
    groups = by_person(folder)
    listed = [night_rows(group, corrected=corrected) for _, group in groups]
    if together:
        from limbwatch.cli.screen.nights_json import nights_json

        terminal.show_json(nights_json(folder, groups, listed, corrected=corrected))
    elif terminal.json:
        terminal.show_json([row for rows in listed for row in rows])
    else:
        # medians are of one person: each has their own list
        texts = [
            "\n".join(
                (
                    f"{person.words}\n{night_list(rows, folder, width=terminal.width)}".lstrip(),
                    *history_lines(group, corrected=corrected, width=terminal.width),
                )
            )
            for (person, group), rows in zip(groups, listed, strict=True)
        ]
        terminal.show(as_typed("\n\n".join(texts) or night_list([], folder)))
    tell_unfinished(folder, terminal)
    if compared:
        terminal.show("\n" + as_typed(compared))
