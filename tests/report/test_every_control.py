"""Every control of every page, listed from the page itself, and tried by keys and by a finger.

A listener in the page notes which controls real events reach: a control that no trial acts on
fails the test of its page.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from limbwatch.cli.night.answers.notes import DayNotes, notes_file, read_notes
from limbwatch.cli.night.answers.questions import QUESTIONS
from limbwatch.cli.night.answers.wearer import read_wearer
from limbwatch.cli.night.correction.corrections import Change, add_correction, read_corrections
from limbwatch.cli.report.document import draw_report

NAMING = """
const ALL = 'input, select, textarea, button, summary, a[href], [contenteditable], '
  + '[tabindex]:not([tabindex="-1"])';
const naming = e => {
  if (e.matches('.question select')) return 'a question';
  if (e.matches('.filter input')) return 'a kind';
  if (e.matches('.relabel select')) return 'relabel';
  if (e.matches('.offered select')) return 'placement';
  if (e.name) return e.name;
  const told = [...e.attributes].find(one => one.name.startsWith('data-'));
  if (e.tagName === 'BUTTON') return told ? told.name + (told.value && '=' + told.value)
    : 'submit ' + (e.form.className.split(' ').pop() || e.closest('details').className);
  if (e.tagName === 'SUMMARY') return 'fold '
    + (e.parentElement.className || e.closest('figure, div, nav, fieldset').tagName.toLowerCase());
  if (e.closest('.list') && e.tagName === 'A') return 'a movement';
  if (e.tagName === 'A') return e.closest('.month') ? 'a day'
    : 'link ' + (e.className || e.rel || (e.closest('[class]') || document.body).className
      || 'home').split(' ')[0];
  return 'scroll ' + e.className.split(' ').pop();
};
"""
"""A name for everything on a page that a person can act on."""
LISTED = NAMING + "return [...new Set([...document.querySelectorAll(ALL)].map(naming))];"
NOTICED = (
    "(() => {"
    + NAMING
    + """
const notice = event => {
  const at = event.isTrusted && event.target.closest && event.target.closest(ALL);
  if (!at) return;
  const kept = JSON.parse(sessionStorage.getItem('acted') || '[]');
  sessionStorage.setItem('acted', JSON.stringify([...new Set([...kept, naming(at)])]));
};
for (const kind of ['keydown', 'click', 'change']) addEventListener(kind, notice, true);
})();"""
)


REACHED = """
const [selector, finger] = arguments; const one = document.querySelector(selector);
for (let f = one.parentElement.closest('details'); f; f = f.parentElement.closest('details'))
  if (!f.querySelector(':scope > summary').contains(one)) f.open = true;
if (!finger) { one.focus(); return null }
one.scrollIntoView({block: 'center', behavior: 'instant'});
const box = one.getBoundingClientRect();
return [box.left + box.width / 2, box.top + box.height / 2];
"""
"""Open what a control is folded in, and give it the focus or tell where it is."""


@dataclass(frozen=True)
class Hand:
    """Somebody in front of a page: with keys or with a finger, where clocks have 12 or 24 hours."""

    browser: Any
    language: str
    finger: bool
    night: Path

    def press(self, selector: str, key: str = "enter") -> None:
        """Act on a control, after opening what it is folded in."""
        spot = self.browser.run(REACHED, selector, self.finger)
        if self.finger:
            self.browser.touch(*spot)
        else:
            self.browser.keys(f"<{key}>")

    def put(self, selector: str, keys: str) -> None:
        """Type into a field, key by key; a time or a date in the order of the language."""
        self.browser.run(
            "const one = document.querySelector(arguments[0]), page = document.documentElement;"
            "if (/time|date|number/.test(one.type) && page.lang !== arguments[1])"
            " page.lang = arguments[1];"
            "if (/time|date/.test(one.type)) {"
            "const kind = one.type; one.blur(); one.type = 'text'; one.type = kind }"
            "for (let f = one.closest('details'); f; f = f.parentElement.closest('details'))"
            " f.open = true; one.focus()",
            selector,
            self.language,
        )
        self.browser.keys(keys)

    def time(self, selector: str, hour: int, minute: int) -> None:
        """Type a time of day."""
        half = "" if self.language == "de" else "AP"[hour >= 12]
        self.put(
            selector, f"{hour if self.language == 'de' else hour % 12 or 12:02d}{minute:02d}{half}"
        )

    def holds(self, condition: str) -> None:
        """Wait until JavaScript returns true."""
        self.browser.wait(f"return {condition}")

    def saved(self) -> str:
        """Wait until the page said that it saved; give what it said."""
        flash = "document.querySelector('.flash')"
        self.holds(f"/saved/i.test({flash}.textContent)")
        return str(
            self.browser.run(f"const s = {flash}.textContent; {flash}.textContent = '';return s")
        )


Trial = Callable[[Hand], None]


def fold(selector: str) -> Trial:
    """Open and close by the summary."""

    def trial(hand: Hand) -> None:
        state = f"document.querySelector({json.dumps(selector)}).parentElement.open"
        before = hand.browser.run(f"return {state}")
        for expected in (not before, before):
            hand.press(selector)
            hand.holds(f"{state} === {json.dumps(expected)}")

    return trial


def by_keys(trial: Trial) -> Trial:
    """Try by keys what a finger cannot reach: it shows when it has the focus."""
    return lambda hand: trial(replace(hand, finger=False))


def link(selector: str) -> Trial:
    """Go where it leads; another page is only held to be there, and not drawn."""

    def trial(hand: Hand) -> None:
        here, there = hand.browser.run(
            "window.led = ''; onclick = event => { const to = event.target.closest('a').href;"
            "if (event.defaultPrevented) return;"
            "if (to.split('#')[0] === location.href.split('#')[0]) return;"
            "event.preventDefault(); led = to };"
            "return [location.href, document.querySelector(arguments[0]).href]",
            selector,
        )
        hand.press(selector)
        if there.partition("#")[0] == here.partition("#")[0]:
            hand.holds(f"location.href !== {json.dumps(here)}")
        else:
            hand.holds(f"led === {json.dumps(there)}")
            with urlopen(there) as answer:  # noqa: S310 - the page's own server
                assert answer.status == 200
        hand.browser.run("onclick = null")

    return trial


def scroll(selector: str) -> Trial:
    """A region that is wider than a phone is scrolled by keys, and has a name."""

    def trial(hand: Hand) -> None:
        for region in hand.browser.all(selector):
            assert region.get_attribute("aria-label")
        hand.browser.look(width=390, scheme="light")
        wide = (
            f"[...document.querySelectorAll({json.dumps(selector)})]"
            ".find(e => e.scrollWidth > e.clientWidth)"
        )
        hand.browser.run(f"{wide}.focus()")
        hand.browser.keys("<arrow_right>")
        hand.holds(f"{wide}.scrollLeft > 0")
        hand.browser.look(width=1280, scheme="light")

    return trial


def view(action: str, *, first: str = "") -> Trial:
    """Press a button of the picture, after another one."""

    def trial(hand: Hand) -> None:
        if first:
            hand.press(f"[data-do={first}]")
        before = hand.browser.boxes()
        hand.press(f"[data-do={action}]")
        assert hand.browser.boxes() != before

    return trial


def shown(hand: Hand) -> int:
    return int(
        hand.browser.run("return document.querySelectorAll('.list li:not([hidden])').length")
    )


def hides(selector: str, key: str = "enter") -> Trial:
    def trial(hand: Hand) -> None:
        before = shown(hand)
        hand.press(selector, key)
        assert shown(hand) < before

    return trial


def shows_all(hand: Hand) -> None:
    hand.press("[data-kinds=none]")
    assert shown(hand) == 0
    hand.press("[data-kinds=all]")
    assert shown(hand) > 40


def one_movement(hand: Hand) -> None:
    hand.press("#m5 a")
    assert hand.browser.find(".one").is_displayed()
    hand.press(".one a")
    hand.holds("location.hash === '#m5'")
    assert hand.browser.find("#m5").is_displayed()


REPORT: tuple[Trial, ...] = (
    by_keys(link(".skip")),
    fold("#corrected summary"),
    fold(".along summary"),
    fold("[aria-labelledby=series-title] summary"),
    fold("figure.night summary"),
    fold(".hour summary"),
    view("in"),
    view("left", first="in"),
    view("right", first="left"),
    view("out"),
    view("all", first="in"),
    scroll(".wide"),
    hides(".filter input[value=plm]", "space"),
    hides("[data-kinds=none]"),
    shows_all,
    one_movement,
)


def changed(hand: Hand, count: int) -> Change:
    lines = read_corrections(hand.night)
    assert len(lines) == count
    return lines[-1].change


def bedtime(hand: Hand) -> None:
    hand.time("[name=bedtime]", 23, 15)
    hand.browser.keys("<enter>")
    hand.saved()
    assert changed(hand, 1) is Change.BEDTIME


def rising(hand: Hand) -> None:
    hand.time("[name=rising]", 0, 35)
    if hand.finger:
        hand.press(".times button")
    else:  # who goes on by keys has it saved before the button is reached
        hand.browser.run("document.querySelector('[name=bedtime]').focus()")
    hand.saved()
    assert changed(hand, 2) is Change.RISING


def span(hand: Hand) -> None:
    hand.press("[data-edit=exclude]")
    hand.time("[name=from]", 23, 40)
    hand.time("[name=to]", 0, 10)
    hand.press(".spanning button")
    hand.saved()
    line = read_corrections(hand.night)[-1]
    assert (line.change, line.end_s - line.start_s) == (Change.EXCLUDE, 1800)


def undo(hand: Hand) -> None:
    hand.press("[data-edit=undo]")
    hand.saved()
    assert changed(hand, 4) is Change.UNDO


def redo(hand: Hand) -> None:
    hand.press("[data-edit=redo]")
    hand.saved()
    assert changed(hand, 5) is Change.UNDO


def relabel(hand: Hand) -> None:
    hand.press(".list li[data-k=plm] a")
    hand.press(".relabel select", "end")
    hand.browser.type(".relabel select", "twi")
    hand.press("[data-edit=relabel]")
    hand.saved()
    line = read_corrections(hand.night)[-1]
    assert (line.change, line.after) == (Change.RELABEL, "twitch")


NOTED = DayNotes(
    caffeine=2.5,
    caffeine_last="16:30",
    alcohol=1,
    stress=4,
    exercise="evening",
    sleep_debt=True,
    irregular=False,
    medication="12345xu",
    nutrition="iron",
    text="n p + - u",
)


def notes(hand: Hand) -> None:
    point = "," if hand.language == "de" else "."
    hand.put("[name=caffeine]", f"2{point}5")
    hand.time("[name=caffeine_last]", 16, 30)
    for name, keys in (
        ("alcohol", "1"), ("stress", "4"), ("exercise", "ev"), ("sleep_debt", "y"),
        ("irregular", "n"), ("medication", "12345xu"), ("nutrition", "iron"),
        ("text", "n p + - u"),
    ):  # fmt: skip
        hand.put(f"[name={name}]", keys)
    hand.press(".noting [type=submit]")
    assert hand.saved() == "Notes saved."
    assert read_notes(hand.night) == NOTED


def undo_notes(hand: Hand) -> None:
    hand.press("[data-edit=undo-notes]")
    hand.saved()
    assert read_notes(hand.night) == DayNotes()


def answers(hand: Hand) -> None:
    for name, keys in (
        ("name", "P-17"), ("birth_year", "1961"), ("sex", "f"), ("reason", "12345xur"),
        ("medicines", "n p"),
    ):  # fmt: skip
        hand.put(f".about [name={name}]", keys)
    hand.put(f".about [name={QUESTIONS[0].key}]", "<tab>".join("y" * len(QUESTIONS)))
    hand.press(".about [type=submit]")
    assert hand.saved() == "Answers saved."
    told = read_wearer(hand.night)
    assert (told.name, told.birth_year, told.sex) == ("P-17", 1961, "female")
    assert (told.reason, told.medicines) == ("12345xur", "n p")
    assert dict(told.answers) == {question.key: "yes" for question in QUESTIONS}


def undo_answers(hand: Hand) -> None:
    hand.press("[data-edit=undo-wearer]")
    hand.saved()
    assert read_wearer(hand.night).answered == {}


def thresholds(hand: Hand) -> None:
    hand.browser.type("[name=factor]", "<arrow_right>")
    hand.holds("document.querySelector('.threshold output').textContent.includes('A preview')")
    assert hand.browser.find(".track.tried").is_displayed()


PAGE: tuple[Trial, ...] = (
    bedtime,
    rising,
    span,
    undo,
    redo,
    relabel,
    notes,
    undo_notes,
    answers,
    undo_answers,
    thresholds,
    fold(".noting summary"),
    fold(".about summary"),
    fold(".shelf summary"),
    *REPORT,
    link(".month a"),
    link(".shelf p a"),
    link(".take a + a"),
)


def compare(hand: Hand) -> None:
    """Type a date, and take the comparison back."""
    hand.put("[name=since]", "14032026" if hand.language == "de" else "03142026")
    hand.press(".since button")
    hand.holds("location.search === '?since=2026-03-14'")
    link(".since a")(hand)


NIGHTS: tuple[Trial, ...] = (
    link("main > p a"),
    link("#nights-title ~ p a"),
    link(".month a"),
    link(".nights a"),
    scroll(".wide"),
    compare,
    link("#since p a"),
)


def evening(hand: Hand) -> None:
    """Pick, set and start; what the page asks of the program is kept, and answered for it."""
    browser = hand.browser
    browser.run(
        "window.asked = []; window.fetch = async (path, given) => { asked.push([path.split('/')"
        ".pop(), JSON.parse(given.body)]); return { json: async () => path.endsWith('scan') ? {"
        "sensors: [{ sensor: 'AA:BB', name: 'Sense 1', kind: 'polar', rssi: -60, heard: 'now' }]}"
        " : { error: 'Not tonight.' } } }"
    )
    lead = "document.querySelector('.lead').textContent"
    hand.press("[data-scan]")
    hand.holds(f"{lead}.startsWith('One sensor is in range')")
    hand.browser.type(".offered select", "left a")
    fold("fieldset summary")(hand)
    hand.put("[name=other]", "12345678")
    hand.press("[data-add=other]")
    hand.browser.keys("right a")
    hand.put("[name=other]", "phone:sensorlogger<enter>")
    hand.browser.keys("left w")
    hand.time("[name=until]", 7, 5)
    hand.press("[name=test]", "space")
    hand.press(".go")
    hand.holds(f"{lead} === 'Not tonight.'")
    name, wish = browser.run("return asked.pop()")
    assert name == "start"
    assert wish["until"] == "07:05"
    assert wish["test"] is True
    assert [(one["sensor"], one["placement"]) for one in wish["sensors"]] == [
        ("AA:BB", "ankle_left"), ("12345678", "ankle_right"), ("phone:sensorlogger", "wrist_left"),
    ]  # fmt: skip
    assert "speed" not in wish
    for place in range(3):
        browser.type(f".offered li:nth-child({place + 1}) select", "not")
    hand.put("[name=scenario]", "plm mi")
    hand.press("[data-add=scenario]")
    hand.browser.keys("left a")
    hand.put("[name=speed]", "<end><backspace><backspace>99")
    hand.press(".go")
    hand.holds("asked.length === 2")
    _, wish = browser.run("return asked.pop()")
    assert (wish["speed"], wish["sensors"][0]["sensor"]) == (99, "sim:plm_mild")


TONIGHT: tuple[Trial, ...] = (evening, link("main > p a"))
LIVE: tuple[Trial, ...] = (link("main > p a"),)
DOCTOR: tuple[Trial, ...] = (scroll(".wide"),)

ELSEWHERE: Mapping[str, str] = {
    "link finished": "test_tonight.py: .finished a",
    "data-stop": "test_tonight.py: [data-stop]",
    "data-sure": "test_tonight.py: dataset.sure",
    "data-go-on": "test_tonight.py: [data-go-on]",
}
"""Controls that only a running recording has, and the test that names them."""

HANDS = [("en-US", True), ("de", False)]
"""Clocks of 12 hours by a finger, of 24 by keys."""


@pytest.fixture
def folder(night_folder: Path, tmp_path: Path, copied: Callable[[Path, Path], Path]) -> Path:
    """Two nights, of which one is corrected and noted."""
    nights = tmp_path / "served"
    for day in (13, 14):
        copied(night_folder, nights / f"2026-03-{day}")
    return nights


@pytest.fixture
def address(folder: Path, serve: Any) -> str:
    return str(serve(folder))


@pytest.fixture
def acted(browser: Any) -> Iterator[Callable[[], set[str]]]:
    """Notice what real events reach, on every page that is opened."""
    added = browser._do("Page.addScriptToEvaluateOnNewDocument", source=NOTICED)
    try:
        yield lambda: set(browser.run("return JSON.parse(sessionStorage.getItem('acted') || '[]')"))
    finally:
        browser._do("Page.removeScriptToEvaluateOnNewDocument", identifier=added["identifier"])


def go_through(browser: Any, url: str, trials: tuple[Trial, ...], acted: Any, hand: Hand) -> None:
    """Try a page, and hold what was acted on against what is on it."""
    browser.look(width=1280, scheme="light")
    browser.open(url)
    browser.run("sessionStorage.removeItem('acted')")
    browser.open(url)
    listed = set(browser.run(LISTED))
    assert listed
    for trial in trials:
        trial(hand)
        listed |= set(browser.run(LISTED)) if browser.driver.current_url == url else set()
    missing = listed - acted() - set(ELSEWHERE)
    assert missing == set(), f"nobody tried {sorted(missing)}"
    assert browser.complaints() == []


@pytest.mark.parametrize(("language", "finger"), HANDS)
def test_of_the_page_of_a_night(
    browser: Any, folder: Path, address: str, acted: Any, language: str, finger: bool
) -> None:
    hand = Hand(browser, language, finger, folder / "2026-03-14")
    go_through(browser, f"{address}night/2026-03-14", PAGE, acted, hand)


@pytest.mark.parametrize(("language", "finger"), HANDS)
def test_of_the_page_of_all_nights(
    browser: Any,
    night_maker: Any,
    tmp_path: Path,
    serve: Any,
    acted: Any,
    language: str,
    finger: bool,
) -> None:
    folder = tmp_path / "nights"
    for day in (13, 14):
        start = datetime(2026, 3, day, 22, 41, 7, tzinfo=UTC)
        night_maker(folder / f"2026-03-{day}", hours=4.0, samples=False, start=start)
    notes_file(folder / "2026-03-14").write(DayNotes(medication="iron"))
    address = serve(folder)
    hand = Hand(browser, language, finger, folder / "2026-03-14")
    go_through(browser, f"{address}nights", NIGHTS, acted, hand)
    go_through(browser, f"{address}live", LIVE, acted, hand)
    go_through(browser, f"{address}night/2026-03-14/doctor.html", DOCTOR, acted, hand)


def test_of_the_report(browser: Any, folder: Path, tmp_path: Path, acted: Any) -> None:
    night = folder / "2026-03-14"
    add_correction(
        night, Change.EXCLUDE, made_at="2026-03-15T08:00:00+01:00", start_s=4000, end_s=4100,
        before="", after="",
    )  # fmt: skip
    page = tmp_path / "report.html"
    page.write_bytes(draw_report(night))
    go_through(browser, page.as_uri(), REPORT, acted, Hand(browser, *HANDS[1], night))


@pytest.fixture
def tonight(folder: Path, serve: Any) -> str:
    """The page that records; by its command it is that of ``test_tonight.py``."""
    return str(serve(folder, at="tonight", recording=True))


@pytest.mark.parametrize(("language", "finger"), HANDS)
def test_of_the_page_of_tonight(
    browser: Any, folder: Path, tonight: str, acted: Any, language: str, finger: bool
) -> None:
    hand = Hand(browser, language, finger, folder)
    go_through(browser, tonight, TONIGHT, acted, hand)
    go_through(browser, tonight.removesuffix("tonight") + "live", LIVE, acted, hand)


@pytest.mark.parametrize(("control", "where"), ELSEWHERE.items())
def test_of_a_running_recording(control: str, where: str) -> None:
    name, words = where.split(": ")
    assert words in (Path(__file__).parent / name).read_text(encoding="utf-8"), control
