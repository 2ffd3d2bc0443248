"""What is said on stderr: one line for programs, lines of its width for a terminal."""

import io
import os
import shlex
import sys
from pathlib import Path

import pytest

from limbwatch.cli.app import run
from limbwatch.cli.program import as_typed
from limbwatch.cli.screen import talk
from limbwatch.cli.screen.talk import columns, wrapped
from limbwatch.cli.screen.terminal import Terminal

LONG = (
    "a start was given that lies in the future, and no recording begins after 2026-12-31T23:59. "
    "Give the date on which it was made, or leave it out; the night's own clock is believed then."
)


class Screen(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("width", [60, 80, 120])
def test_lines_are_broken_between_words_and_nothing_is_lost(width: int) -> None:
    text = wrapped(LONG, width)
    assert max(map(len, text.split("\n"))) <= width
    assert text.split() == LONG.split()
    assert all(line.startswith("  ") for line in text.split("\n")[1:])


def test_a_path_stays_whole_however_long_it_is(tmp_path: Path) -> None:
    path = tmp_path / ("long-name-of-a-folder/" * 6) / "night.csv"
    lines = wrapped(f"{path} cannot be read: no permission. {LONG}", 80).split("\n")
    assert any(str(path) in line for line in lines)
    assert all(len(line) <= 80 for line in lines if str(path) not in line)


@pytest.mark.parametrize("text", ["ankle_left={}", "{}"])
def test_a_path_with_blanks_that_was_typed_stays_whole(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "/home/somebody/My recordings of many nights in March/left ankle of the first night.csv"
    monkeypatch.setattr(sys, "argv", ["limbwatch", "replay", text.format(path)])
    assert any(path in line for line in wrapped(f"limbwatch: {path} {LONG}", 80).split("\n"))


def test_what_is_quoted_stays_whole() -> None:
    quoted = shlex.quote("/home/somebody/My nights/2026-03-14")
    text = wrapped(f"the night's samples are there, and what's made of them is not: {quoted}", 80)
    assert any(quoted in line for line in text.split("\n"))
    assert len(text.split("\n")) == 2


@pytest.mark.parametrize("called", ["limbwatch", "/opt/some where/bin/limbwatch"])
@pytest.mark.parametrize(
    "command",
    [
        "limbwatch replay ankle_left=FILE --subject 08 --session 2 --nights '/tmp/my nights'",
        "limbwatch rescore NIGHT --rules wasm2016 --keep-clocks",
        "limbwatch view sub-08/ses-2/2026-03-14 --events",
        "limbwatch note latest --caffeine 2@16:30",
    ],
)
def test_a_command_stays_on_one_line_to_be_copied(
    command: str, called: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [called])
    typed = as_typed(command)
    for before in range(0, 80, 7):
        text = wrapped(f"{'a ' * before}make one with: {typed} and look at it then", 80)
        assert any(typed in line for line in text.split("\n"))


def test_an_option_stays_with_its_value() -> None:
    for before in range(40):
        text = wrapped(
            f"{'a ' * before}say whose night you mean: --subject 08 or 09, it is {LONG}", 80
        )
        assert any("--subject 08" in line for line in text.split("\n"))


def test_lines_that_stand_in_go_on_further_in() -> None:
    lines = wrapped(f"a head\n    {LONG}\n\tshort", 80).split("\n")
    assert [line.startswith("      ") for line in lines[2:-1]] == [True] * (len(lines) - 3)
    assert (lines[0], lines[-1]) == ("a head", "\tshort")


def test_errors_and_warnings_fit_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "80")
    assert run(["view", "--nights", str(tmp_path / "none"), "--rules", "aasm", "--all"]) == 2
    Terminal(no_color=True).warn(LONG)
    Terminal(no_color=True).say(LONG)
    lines = screen.getvalue().split("\n")
    assert len(lines) > 8
    assert max(map(len, lines)) <= 80


def test_a_pipe_gets_each_message_on_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert run(["view", "--nights", str(tmp_path / "none"), "--rules", "aasm", "--all"]) == 2
    Terminal().warn(LONG)
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_the_width_is_that_of_the_terminal_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert columns(io.StringIO()) is None
    for told, width in (("40", 60), ("72", 72), ("300", 120), ("none", 80), ("", 80)):
        # undone at once: a verbose pytest asks for the width of its own terminal
        with monkeypatch.context() as patch:
            patch.setenv("COLUMNS", told)
            patch.setattr(talk.shutil, "get_terminal_size", os.terminal_size)
            found = columns(Screen())
        assert found == width
