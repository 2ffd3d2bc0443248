"""Commands that the program prints work as they are printed; JSON is JSON, errors too."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main

from limbwatch.cli.app import app, run
from limbwatch.cli.program import COMMANDS, as_typed, program

Captured = pytest.CaptureFixture[str]


def test_every_command_is_known_by_its_name() -> None:
    group: Any = typer.main.get_command(app)
    assert set(COMMANDS) == {*group.commands, "--help", "--version"}


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The command as an installation makes it, in a folder with a space in its name."""
    path = tmp_path / "my env" / "bin" / "limbwatch"
    path.parent.mkdir(parents=True)
    # as pip writes it where the name of the interpreter may hold a space, which ends it behind "#!"
    begin = f"#!/bin/sh\n'''exec' \"{sys.executable}\" \"$0\" \"$@\"\n' '''\n"
    path.write_text(f"{begin}from limbwatch.cli.app import main\nmain()\n")
    path.chmod(0o755)
    return path


@pytest.mark.skipif(os.name == "nt", reason="POSIX names and quotes")
def test_it_is_called_as_the_person_called_it(
    script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(sys, "argv", [str(script)])
    assert program() == f"'{script}'"
    monkeypatch.setattr(sys, "argv", [".venv/bin/limbwatch"])
    assert program() == ".venv/bin/limbwatch"
    text = "Next: limbwatch view x. limbwatch records; a/limbwatch view; limbwatch viewer"
    expected = (
        "Next: .venv/bin/limbwatch view x. limbwatch records; a/limbwatch view; limbwatch viewer"
    )
    assert as_typed(text) == expected
    monkeypatch.setenv("PATH", str(script.parent))
    monkeypatch.setattr(sys, "argv", [str(script)])
    assert program() == "limbwatch"
    other = tmp_path / "other" / "limbwatch"
    other.parent.mkdir()
    other.touch()
    monkeypatch.setattr(sys, "argv", [str(other)])
    assert program() == str(other), "another one of this name is found by the shell"
    monkeypatch.setattr(sys, "argv", ["/x/limbwatch/__main__.py"])
    assert program() == f"{shlex.quote(sys.executable)} -m limbwatch"
    monkeypatch.setattr(sys, "argv", ["pytest"])
    assert program() == "limbwatch"


@pytest.mark.system
@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_the_next_line_works_as_printed(script: Path, tmp_path: Path) -> None:
    nights = str(tmp_path / "nights")
    environment = {**os.environ, "PATH": "/usr/bin:/bin", "LIMBWATCH_NIGHTS": nights}
    given: dict[str, Any] = {"capture_output": True, "text": True, "env": environment}
    refused = subprocess.run([str(script), "view"], check=False, **given)
    (told,) = re.findall(r"Make one with: (.+) ankle_left=FILE", refused.stderr)
    assert subprocess.run(["/bin/sh", "-c", f"{told} --help"], check=True, **given).stdout
    out = str(tmp_path / "a night")
    made = ["demo", "--simulate", "healthy", "--hours", "0.25", "-o", out]
    line = shlex.join([str(script), *made])
    for _ in ("demo", "replay", "view"):
        done = subprocess.run(["/bin/sh", "-c", line], check=True, timeout=60, **given)
        line = "".join(re.findall("(?m)^Next: (.+)$", done.stderr))
    assert "\ntime      kind" in done.stdout


def command_lines(nights: Path) -> list[list[str]]:
    """One way to fail for every command, and the common ones."""
    where = ["--nights", str(nights)]
    return [
        ["view", *where],
        ["view", "--all", "--since", "spring", "--html", *where],
        ["view", "--html", *where],
        ["view", "x", "--serve", *where],
        ["view", "--evnts"],
        ["vew"],
        ["replay", "ankle_left=/does/not/exist.csv", *where],
        ["replay", "nonsense", *where],
        ["rescore", "latest", *where],
        ["export", "--to", "json", *where],
        ["export", "--to", "docx", *where],
        ["note", "latest", *where],
        ["score", "/does/not/exist.csv"],
        ["demo", "--simulate", "nonsense"],
        ["demo", "-o", "x"],
        ["record", *where],
        ["record", "--sensor", "ankle_left=sim:nonsense", *where],
    ]


@pytest.mark.parametrize("line", command_lines(Path("/does/not/exist")), ids=" ".join)
def test_json_is_json_also_for_an_error(line: list[str], capsys: Captured) -> None:
    code = run([*line, "--json"])
    out, err = capsys.readouterr()
    assert code != 0
    told = json.loads(out)["error"]
    assert told["exit_code"] == code
    assert f"limbwatch: {told['message']}\n" in err
    assert run(line) == code
    assert capsys.readouterr().out == ""


def test_an_unexpected_error_is_json_too(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("nobody foresaw this")

    monkeypatch.setattr("limbwatch.cli.app.command", lambda: fail)
    assert run(["view", "--json"]) == 1
    assert "nobody foresaw this" in json.loads(capsys.readouterr().out)["error"]["message"]
