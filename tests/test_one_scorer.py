"""Files that are joined to one reference are of one scorer."""

from collections.abc import Callable
from pathlib import Path

import pytest

from limbwatch.classify.night import Night
from limbwatch.cli.compare.references import RawReference, read_reference
from limbwatch.cli.errors import CommandError

Read = Callable[..., RawReference]


@pytest.fixture
def read(example_night: Night, tmp_path: Path) -> Read:
    """Write tables as files, and read them as one reference."""

    def joined(*texts: str) -> RawReference:
        paths = [tmp_path / f"file{number}.csv" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text)
        return read_reference(paths, example_night)

    return joined


def epochs(*words: str, begin: float = 0.0) -> str:
    rows = [f"{begin + 30 * k},30,{word}" for k, word in enumerate(words)]
    return "\n".join(["onset_s,duration_s,stage", *rows]) + "\n"


def legs(*onsets: float, side: str = "L", kind: str = "LM") -> str:
    rows = [f"{side},{onset},2,{kind}" for onset in onsets]
    return "\n".join(["side,onset_s,duration_s,kind", *rows]) + "\n"


def breaths(*onsets: float, kind: str = "Hypopnea") -> str:
    return "\n".join(["onset_s,duration_s,kind", *(f"{at},20,{kind}" for at in onsets)]) + "\n"


@pytest.mark.parametrize(
    ("first", "second", "trouble"),
    [
        # the last one counted, so that the order of the files changed kappa
        (epochs("W", "N2", "N2"), epochs("W", "N1", "R"), "stage 2 epochs of the same time"),
        (epochs("W", "N2"), epochs("W", "N1", begin=14.0), "stage 1 epochs of the same time"),
        # their union was compared
        (legs(100, 130, 160), legs(100, 130, 190), "both list leg movements"),
        (legs(100, 160), legs(130, 190), "both list leg movements"),
        (legs(100, 160, side="B"), legs(130, 190), "both list leg movements"),
        (legs(100.25, 200.5), legs(100.85, 200.5), "both list leg movements"),
        (breaths(100, 160), breaths(130, 190), "both list breathing"),
    ],
)
def test_files_that_contradict_each_other_are_refused(
    read: Read, first: str, second: str, trouble: str
) -> None:
    for one, other in ((first, second), (second, first)):
        with pytest.raises(CommandError, match=trouble) as refused:
            read(one, other, legs(*range(1000, 1200, 25), kind="PLM"))
        assert "file0.csv and file1.csv" in str(refused.value)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (epochs("W", "N2"), legs(100, 130)),
        (epochs("W", "N2"), epochs("W", "N2")),  # exported twice
        (epochs("W", "N2"), epochs("N3", "R", begin=60.0)),  # parts of the night
        (epochs("W", "unknown"), epochs("W", "N2")),
        (legs(100, 130, 160), legs(100.4, 160)),  # one is contained in the other
        (legs(100, 160), legs(130, 190, side="R")),  # a file for each leg
        (legs(100, 160), legs(130, 190, kind="PLM")),  # a file for each kind
        (legs(100, 160), legs(1300, 1900)),  # parts of the night
        (breaths(100, 160), breaths(130, 190, kind="Obstructive apnea")),
    ],
)
def test_files_that_complete_each_other_are_joined(read: Read, first: str, second: str) -> None:
    assert read(first, second, legs(5000.0, side="R")).reference.listed
