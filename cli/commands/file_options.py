"""Options for reading files of recordings."""

from typing import Annotated, Literal

import typer

UnitName = Literal["g", "mg", "m/s2", "g/64", "8-bit", "ug"]
"""Units of acceleration in files."""
TimeUnit = Literal[
    "s", "cs", "ms", "us", "ns", "min", "h", "days", "excel", "matlab", "ticks", "filetime"
]
"""Units of numeric times; the last four count from a date of their own."""

Start = Annotated[
    str | None,
    typer.Option(
        metavar="TIME",
        help="When the recording started, for files that do not say: 2026-03-14T22:41+01:00",
    ),
]
Rate = Annotated[
    float | None,
    typer.Option(
        metavar="HZ", min=0.1, max=10000, help="Samples per second, for files without times."
    ),
]
Unit = Annotated[UnitName | None, typer.Option(help="Unit of the file, where it is not clear.")]
Columns = Annotated[
    str | None,
    typer.Option(
        metavar="time=NAME,x=NAME,...",
        help="What is in which column, by name or number, where that is not clear: "
        "time=Timestamp,x=AccX,y=AccY,z=AccZ (also date; time=none with --rate).",
    ),
]
TimeOf = Annotated[
    TimeUnit | None, typer.Option(help="What the numbers in the column of time count.")
]
TimeFormat = Annotated[
    str | None,
    typer.Option(
        metavar="FORMAT", help="How times are written, as for strptime: '%m/%d/%Y %H:%M:%S.%f'"
    ),
]
SensorOfFile = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PLACEMENT=NAME",
        help="Which sensor of a file with several, where its names do not say: ankle_left=4A1B",
    ),
]
Profile = Annotated[
    list[str] | None,
    typer.Option(
        metavar="[PLACEMENT=]NAME", help="Read files as a profile says; options override it."
    ),
]
SaveProfile = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Keep columns, time, unit, rate and sensors of this command as a profile.",
    ),
]
Timezone = Annotated[
    str | None,
    typer.Option(
        metavar="ZONE",
        help="The wearer's time zone, where a file does not say: Europe/Berlin.",
        show_default="this computer's",
    ),
]
DeviceClock = Annotated[
    str | None,
    typer.Option(
        metavar="ZONE",
        help="Zone of the sensors' clocks, where it differs and files do not say: UTC.",
        show_default="that of --timezone",
    ),
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Say how each file was understood, and why.")
]
