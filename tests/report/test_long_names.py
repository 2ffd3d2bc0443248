"""Names of files and devices are of any length: no page grows by them, and none is printed over."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.report.document import draw_report
from limbwatch.cli.report.sheet import doctors_pages

SPACED: Final = "Polysomnographie Schlaflabor Nord Bett 4 Muster 2026-03-02 final.edf (EDF+)"
LONG: Final = 2 * "Polysomnographie_Schlaflabor_Nord_Bett_4_Muster_2026-03-02_" + "final.edf (EDF+)"
OVERLAPPING: Final = """
const boxes = [...document.querySelectorAll('.groups table :is(th, td)')]
    .map(one => [one.getBoundingClientRect(), one.textContent])
    .filter(([box]) => box.width && box.height);
const met = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 1 && b.top < a.bottom - 1;
const spilt = [...document.querySelectorAll('.groups td')]
    .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent);
return [...spilt, ...boxes.flatMap(([a, text], k) =>
    boxes.slice(k + 1).filter(([b]) => met(a, b)).map(([_, other]) => text + ' | ' + other))]"""


@pytest.fixture
def named(own_night: Path) -> Path:
    """A night that a laboratory scored, in files whose names are long."""
    place = own_night / "night.json"
    facts = json.loads(place.read_text(encoding="utf-8"))
    window = {"window": "wasm2016", "leg_movements": 9, "plm": 5, "plm_without": 3}
    facts["laboratory"] = {
        "files": [SPACED, LONG],
        "remarks": [f"{LONG} tells no lights off"],
        "clock_offset_s": 0.0,
        "clock_drift_ppm": 0.0,
        "clock_from": "as written",
        "staged": False,
        "lights_off_s": None,
        "lights_on_s": None,
        "breathing": None,
        "arousals_s": None,
        "arousal": None,
        "respiratory": [{**window, "plm_without_per_hour": 1.5}],
    }
    for sensor in facts["coverage"]:
        sensor |= {"device": LONG, "notes": [f"{LONG} is its name"]}
    place.write_text(json.dumps(facts), encoding="utf-8")
    return own_night


@pytest.mark.parametrize("width", [390, 768, 1200])
@pytest.mark.parametrize("page", ["report", "doctor"])
@pytest.mark.parametrize("media", ["screen", "print"])
def test_no_long_name_widens_a_page_or_lies_over_a_figure(
    browser: Any, named: Path, page: str, width: int, media: str
) -> None:
    out = named.parent / f"{page}.html"
    if page == "report":
        out.write_bytes(draw_report(named))
    else:
        out.write_text(doctors_pages(read_night(named)), encoding="utf-8")
    browser.look(width=width, scheme="light")
    browser.open(out.as_uri())
    browser._do("Emulation.setEmulatedMedia", media=media)
    assert SPACED in browser.run("return document.querySelector('.groups').textContent")
    assert browser.run(OVERLAPPING) == []
    table = "const one = document.querySelector('.devices');"
    if media == "print" and width == 768:
        # what stands beside a scroll bar is lost on paper
        assert browser.run(f"{table} return one.scrollWidth - one.clientWidth") <= 1
    if media == "screen":
        assert browser.width_of_content() <= width
