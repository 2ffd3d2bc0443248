"""A real recording of a simulated sensor, followed on the served page until its end."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
PATIENCE_S = 120
"""For a slow machine; nothing is asserted about time itself."""


@pytest.fixture
def nights(tmp_path: Path) -> Path:
    (tmp_path / "nights").mkdir()
    return tmp_path / "nights"


@pytest.fixture
def recorder(nights: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """``limbwatch record`` in a process of its own, stopped by Ctrl-C at the latest here."""
    command = [sys.executable, "-m", "limbwatch", "record", "--nights", str(nights), "-q"]
    simulated = ["--sensor", "ankle_left=sim:PLM", "--duration", "4h", "--speed", "60"]
    with subprocess.Popen(
        [*command, *simulated], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        yield process
        if process.poll() is None:
            process.send_signal(signal.SIGINT)


def test_a_recording_is_followed_to_its_night(
    browser: Any, serve: Any, nights: Path, recorder: "subprocess.Popen[bytes]"
) -> None:
    browser.look(width=390, scheme="dark")
    browser.open(serve(nights) + "live")
    browser.wait("return document.querySelector('.sensors .age') !== null", seconds=PATIENCE_S)
    browser.wait(
        "return document.querySelector('.lead').textContent === 'All sensors are sending.'",
        seconds=PATIENCE_S,
    )
    assert browser.find(".sensors b").text == "left ankle"
    assert browser.find(".sensors .age").text.endswith("s")
    assert "simulated" in browser.find(".total").text
    before = browser.find(".total").text
    browser.wait(
        f"return document.querySelector('.total').textContent !== {before!r}", seconds=PATIENCE_S
    )
    happened = "document.querySelector('.happenings').textContent"
    browser.wait(f"return {happened}.includes('left ankle: connected')", seconds=PATIENCE_S)
    kinds = "twitch|limb movement|periodic|long movement"
    browser.wait(f"return /left ankle: ({kinds}), [0-9]/.test({happened})", seconds=PATIENCE_S)
    assert browser.axe(AXE) == []
    assert browser.width_of_content() <= 390
    recorder.send_signal(signal.SIGINT)
    browser.wait(
        "return document.querySelector('.lead').textContent === 'The recording has ended.'",
        seconds=PATIENCE_S,
    )
    (night,) = nights.iterdir()
    link = browser.find(".finished a")
    assert link.text == f"Look at the night {night.name}"
    assert not browser.find(".sensors").is_displayed()
    browser.click(".finished a")
    browser.wait(f"return location.pathname.endsWith('/night/{night.name}')")
    assert browser.find("#night-title").is_displayed()
    assert browser.complaints() == []
    assert recorder.wait(timeout=PATIENCE_S) == 130
