"""A believable night folder, made in a second and the same every time."""

import base64
import io
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
import uvicorn
from starlette.testclient import TestClient

from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Coverage, Event, Finding, Night, Series
from limbwatch.classify.slept import Sleep
from limbwatch.classify.summary import summarise
from limbwatch.cli.night.scored.events_table import events_table
from limbwatch.cli.night.scored.summary import summary_bytes
from limbwatch.cli.page import serve as page_server
from limbwatch.cli.page.site import page_application
from limbwatch.cli.screen.terminal import Terminal
from limbwatch.sensor import Placement, Recording, Samples
from limbwatch.sensor.store import write_recording

LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT
RATE = 25.0
FIRST = date(2026, 3, 1)
START = datetime(2026, 3, 14, 22, 41, 7, tzinfo=timezone(timedelta(hours=1)))
GAP = (15_000.0, 15_420.0)
NightMaker = Callable[..., Path]


def make_events(
    rng: np.random.Generator, hours: float, *, severe: bool = False
) -> tuple[Event, ...]:
    """Three series of PLM, hypnic jerks at sleep onset, turns and single movements."""
    found: list[Event] = []

    def add(
        onset: float, duration: float, kind: Kind, limbs: tuple[Placement, ...], **more: object
    ) -> None:
        values = {"series": None, "asleep": onset > 1500, "confidence": 0.9, "peak": 0.08}
        found.append(
            Event(
                onset=round(onset, 3),
                duration=round(duration, 3),
                kind=kind,
                limbs=limbs,
                reason=f"{duration:.1f} s long, in {len(limbs)} of three limbs, confidence by hand",
                **{**values, **more},  # type: ignore[arg-type]
            )
        )

    starts = ((1600, 250), (8000, 250), (14_500, 250), (21_000, 250))
    if not severe:
        starts = ((2400, 34), (6000, 28), (16_000, 12))
    for number, (start, count) in enumerate(starts, start=1):
        onset = float(start)
        for _ in range(count):
            limbs = ((LEFT,), (RIGHT,), (LEFT, RIGHT))[int(rng.integers(3))]
            peak = float(rng.lognormal(-2.5, 0.5))
            add(onset, rng.uniform(1.2, 3.8), Kind.PLM, limbs, series=number, peak=peak)
            onset += float(np.clip(rng.lognormal(np.log(24), 0.22), 10.1, 89))
    for onset in (1520.0, 1688.0, 1930.0):
        add(onset, 0.45, Kind.HYPNIC_JERK, (LEFT, RIGHT, WRIST), peak=0.9, asleep=False)
    for onset in np.sort(rng.uniform(300, hours * 3600 - 600, round(4 * hours))):
        limbs = (LEFT, RIGHT, WRIST)
        add(float(onset), rng.uniform(6, 18), Kind.GROSS_MOVEMENT, limbs, peak=1.1)
    for onset in np.sort(rng.uniform(1600, hours * 3600 - 600, round(5 * hours))):
        add(float(onset), rng.uniform(0.6, 4), Kind.LIMB_MOVEMENT, (LEFT,), peak=0.05)
    for onset in np.sort(rng.uniform(30, 1400, 14)):
        add(float(onset), rng.uniform(1, 9), Kind.WAKE_MOVEMENT, (WRIST,), peak=0.4)
    add(9000.0, 0.3, Kind.TWITCH, (RIGHT,), peak=0.03, confidence=0.6)
    add(11_000.0, 1.0, Kind.UNCERTAIN, (LEFT,), peak=0.3, confidence=0.4)
    inside = [e for e in found if e.onset + e.duration < hours * 3600]
    return tuple(sorted(inside, key=lambda event: event.onset))


def make_recording(
    place: Placement,
    events: tuple[Event, ...],
    rng: np.random.Generator,
    hours: float,
    rate: float,
) -> Recording:
    """Noise, gravity that turns at posture changes, and a burst for each event."""
    n = round(hours * 3600 * rate)
    xyz = rng.normal(0, 0.0025, (n, 3)).astype(np.float32)
    angle = np.zeros(n, np.float32)
    for event in events:
        if place not in event.limbs:
            continue
        first, count = round(event.onset * rate), max(6, round(event.duration * rate))
        last = min(n, first + count)
        wave = np.sin(np.linspace(0, 9 * np.pi, count)) * np.hanning(count)
        xyz[first:last, 0] += (event.peak * wave)[: last - first].astype(np.float32)
        if event.kind is Kind.GROSS_MOVEMENT:
            angle[last:] += rng.choice((-0.9, 0.7, 1.3))
    xyz[:, 1] += np.sin(angle)
    xyz[:, 2] += np.cos(angle)
    spans = [(0.0, hours * 3600)]
    if place is RIGHT and hours * 3600 > GAP[1]:
        spans = [(0.0, GAP[0]), (GAP[1], hours * 3600)]
    runs = tuple(
        Samples(start=a, rate=rate, xyz=xyz[round(a * rate) : round(b * rate)]) for a, b in spans
    )
    return Recording(
        start=START, placement=place, device="Example One", rate_nominal=25.0, rate=rate, runs=runs
    )


def make_night(events: tuple[Event, ...], hours: float, start: datetime = START) -> Night:
    """Score by hand: what classify would say of these events."""
    epoch, length = 30.0, hours * 3600
    asleep = np.zeros(round(length / epoch), dtype=np.bool_)
    asleep[50 : len(asleep) - 16] = True
    for event in events:
        if event.kind is Kind.GROSS_MOVEMENT and rng_wakes(event):
            first = int(event.onset / epoch)
            asleep[first : first + 8] = False
    numbers = sorted({event.series for event in events if event.series is not None})
    series = tuple(
        Series(
            number=number,
            onsets=tuple(e.onset for e in events if e.series == number),
            end=max(e.onset + e.duration for e in events if e.series == number),
        )
        for number in numbers
    )
    coverage = tuple(
        Coverage(
            placement=place,
            recorded_s=length - (GAP[1] - GAP[0]) * (place is RIGHT),
            worn_s=length - 900.0 - (GAP[1] - GAP[0]) * (place is RIGHT),
            gaps=(GAP,) if place is RIGHT else (),
            not_worn=((length - 900.0, length),),
            rate=24.97,
            rate_nominal=25.0,
            drift_ppm=-11.2,
            device="Example One",
            floor=0.0043,
            threshold=0.021,
            notes=("14 repeated samples were dropped",) if place is RIGHT else (),
        )
        for place in (LEFT, RIGHT, WRIST)
    )
    return Night(
        start=start,
        end=start + timedelta(seconds=length),
        events=events,
        series=series,
        sleep=Sleep(
            epoch=epoch,
            asleep=asleep,
            valid=np.ones(len(asleep), dtype=np.bool_),
            in_bed=(240.0, length - 300.0),
            method="Van Hees et al. 2015, with short limb movements set aside",
        ),
        coverage=coverage,
        findings=(
            Finding(
                code="plm_index_high",
                title="Many periodic limb movements",
                evidence="21.4 per hour of sleep; above 15 per hour in an adult.",
                advice="If sleep does not refresh you, show this page to your doctor.",
            ),
        ),
        rules="wasm2016",
        age=None,
    )


def rng_wakes(event: Event) -> bool:
    """Some turns wake the sleeper; which ones depends on nothing but the event."""
    return round(event.onset) % 3 == 0


def write_night(folder: Path, night: Night, recordings: tuple[Recording, ...]) -> Path:
    """Write the folder as scoring does."""
    (folder / "recording").mkdir(parents=True)
    (folder / "night.json").write_bytes(summary_bytes(summarise(night)))
    (folder / "events.csv").write_bytes(events_table(night))
    for recording in recordings:
        write_recording(recording, folder / "recording" / f"{recording.placement}.parquet")
    return folder


@pytest.fixture(scope="session")
def night_maker(tmp_path_factory: pytest.TempPathFactory) -> NightMaker:
    """Make a night folder of some hours, with or without stored samples."""

    def make(
        folder: Path | None = None,
        *,
        hours: float = 8.0,
        seed: int = 1,
        samples: bool = True,
        severe: bool = False,
        start: datetime = START,
        rate: float = RATE,
    ) -> Path:
        where = tmp_path_factory.mktemp("nights") / "2026-03-14" if folder is None else folder
        rng = np.random.default_rng(seed)
        events = make_events(rng, hours, severe=severe)
        places = (LEFT, RIGHT, WRIST) if samples else ()
        recordings = tuple(make_recording(place, events, rng, hours, rate) for place in places)
        return write_night(where, make_night(events, hours, start), recordings)

    return make


@pytest.fixture(scope="session")
def night_folder(night_maker: NightMaker) -> Path:
    """One short night of three sensors; read only."""
    return night_maker(hours=2.0, rate=10.0)


def _linked(source: str, target: str) -> None:
    """Copy a file; samples, 8 MB of them, are the same file under another name."""
    if source.endswith(".parquet"):
        with suppress(OSError):  # a file system without such names
            os.link(source, target)
            return
    shutil.copy2(source, target)


@pytest.fixture(scope="session")
def copied() -> Callable[[Path, Path], Path]:
    """Copy a night for a test that may change all of it but its samples."""
    return lambda night, place: Path(shutil.copytree(night, place, copy_function=_linked))


@pytest.fixture
def own_night(night_maker: NightMaker, tmp_path: Path) -> Path:
    """A night without samples that a test may spoil."""
    return night_maker(tmp_path / "2026-03-14", samples=False)


class Browser:
    """A headless Chromium without a network.

    Parameters
    ----------
    driver : selenium.webdriver.Chrome
    """

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def look(self, *, width: int, scheme: str, height: int = 1000) -> None:
        """Choose the size of the window in pixels, and light or dark."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self._do("Emulation.setDeviceMetricsOverride", **size)
        # a page that is still gliding is tapped beside what was meant
        features = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
        self._do(
            "Emulation.setEmulatedMedia",
            features=[{"name": name, "value": value} for name, value in features.items()],
        )

    def open(self, url: str, *, script: bool = True) -> None:
        """Open a page, with or without JavaScript, and forget earlier complaints."""
        self._do("Emulation.setScriptExecutionDisabled", value=not script)
        self.driver.get_log("browser")
        self._origin = urlsplit(url)[:2]
        self.driver.get(url)

    def run(self, script: str, *given: object) -> Any:
        """Run JavaScript in the page."""
        return self.driver.execute_script(script, *given)

    def find(self, selector: str) -> Any:
        """First element of a selector."""
        return self.driver.find_element("css selector", selector)

    def all(self, selector: str) -> list[Any]:
        """All elements of a selector."""
        return list(self.driver.find_elements("css selector", selector))

    def click(self, selector: str) -> None:
        """Click, after opening what it is folded in and scrolling there."""
        element = self.find(selector)
        self.run(
            "for (let fold = arguments[0].parentElement.closest('details'); fold; fold = "
            "fold.parentElement.closest('details')) if (!fold.querySelector(':scope > summary')"
            ".contains(arguments[0])) fold.open = true",
            element,
        )
        self.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        element.click()

    def press(self, key: str) -> None:
        """Press a key on the page."""
        from selenium.webdriver.common.keys import Keys

        self.find("body").send_keys(Keys.ESCAPE if key == "Escape" else key)

    def press_on(self, selector: str, key: str) -> None:
        """Press a named key on an element that has the focus."""
        from selenium.webdriver.common.keys import Keys

        element = self.find(selector)
        self.run("arguments[0].focus()", element)
        element.send_keys(getattr(Keys, key.upper()))

    def wait(self, condition: str, *, seconds: float = 30) -> None:
        """Wait until JavaScript returns true, also across a new page."""
        from selenium.common.exceptions import WebDriverException
        from selenium.webdriver.support.wait import WebDriverWait

        WebDriverWait(self.driver, seconds, 0.1, [WebDriverException]).until(
            lambda driver: driver.execute_script(condition)
        )

    def drag(self, selector: str, start: float, end: float) -> None:
        """Drag across an element, between two shares of its width."""
        from selenium.webdriver.common.action_chains import ActionChains

        element = self.find(selector)
        self.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        width = element.size["width"]
        first, last = (round(width * (share - 0.5)) for share in (start, end))
        actions = ActionChains(self.driver).move_to_element_with_offset(element, first, 0)
        actions.click_and_hold().move_by_offset(last - first, 0).release().perform()

    def boxes(self) -> list[str]:
        """What part of the night each track shows."""
        script = "return [...document.querySelectorAll('svg[data-night]')]"
        return list(self.run(script + ".map(e => e.getAttribute('viewBox'))"))

    def axe(self, source: str, *, only: list[str] | None = None) -> list[str]:
        """Violations of WCAG 2.2 A and AA and of best practice, or of some rules only."""
        self.run(source)
        found = self.driver.execute_async_script(
            "const [only, done] = arguments; const given = {resultTypes: ['violations']};"
            "if (only.length) given.runOnly = only; axe.run(document, given)"
            ".then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3)"
            ".map(n => n.html.slice(0, 200) + ' ' + n.failureSummary).join(' | '))),"
            " e => done([String(e)]))",
            only or [],
        )
        return list(found)

    def width_of_content(self) -> int:
        """Width that the page really takes, pixels."""
        return int(self.run("return document.documentElement.scrollWidth"))

    def complaints(self) -> list[str]:
        """What the console said of this page; the one before may still miss its server."""
        said = [entry["message"] for entry in self.driver.get_log("browser")]
        return [one for one in said if not one.startswith("http") or self._own(one)]

    def _own(self, message: str) -> bool:
        return urlsplit(message.split(maxsplit=1)[0])[:2] == self._origin

    def pages(self) -> list[str]:
        """Text of each page of the print."""
        from pypdf import PdfReader

        pdf = self._do("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, printBackground=True)
        reader = PdfReader(io.BytesIO(base64.b64decode(pdf["data"])))
        return [page.extract_text() for page in reader.pages]

    def _do(self, command: str, **given: object) -> Any:
        return self.driver.execute_cdp_cmd(command, given)

    def type(self, selector: str, keys: str) -> None:
        """Press keys one after the other, from the field that the focus is put on."""
        self.run("document.querySelector(arguments[0]).focus()", selector)
        self.keys(keys)

    def keys(self, keys: str) -> None:
        """Press keys one after the other wherever the focus is."""
        from selenium.webdriver.common.action_chains import ActionChains
        from selenium.webdriver.common.keys import Keys

        chain = ActionChains(self.driver, duration=0)
        for key in re.findall(r"<\w+>|.", keys):
            chain.send_keys(getattr(Keys, key[1:-1].upper()) if len(key) > 1 else key)
        chain.perform()

    def touch_drag(self, selector: str, start: float, end: float) -> None:
        """Drag a finger across an element, between two shares of its width."""
        element = self.find(selector)
        self.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        box = self.run("return arguments[0].getBoundingClientRect().toJSON()", element)
        y = box["top"] + box["height"] / 2
        xs = [box["left"] + box["width"] * (start + (end - start) * k / 4) for k in range(5)]
        self._do("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": xs[0], "y": y}])
        for x in xs[1:]:
            self._do("Input.dispatchTouchEvent", type="touchMove", touchPoints=[{"x": x, "y": y}])
        self._do("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def tap(self, selector: str) -> None:
        """Tap an element with a finger, after scrolling there."""
        self.touch(
            *self.run(
                "const one = document.querySelector(arguments[0]); one.scrollIntoView({block: "
                "'center', behavior: 'instant'}); const box = one.getBoundingClientRect();"
                "return [box.left + box.width / 2, box.top + box.height / 2]",
                selector,
            )
        )

    def touch(self, x: float, y: float) -> None:
        """Tap a place of the window with a finger."""
        self._do("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self._do("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])


def start_browser(profile: Path) -> Browser:
    """Start Chromium; without one the tests that need it are skipped."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    chromedriver = shutil.which("chromedriver")
    if chromium is None or chromedriver is None:
        pytest.skip("needs chromium and chromedriver (Debian: chromium chromium-driver)")
    selenium = pytest.importorskip("selenium.webdriver", reason="needs selenium")
    options = selenium.ChromeOptions()
    options.binary_location = chromium
    for argument in (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-dev-shm-usage",
        # without tabs and bars, which took a sixth of what opening a page takes
        "--kiosk",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        # fields for times follow the page's language, so that both ways to write a time can be
        # tried where Chromium has its English texts only
        "--enable-blink-features=LangAttributeAwareFormControlUI",
        f"--user-data-dir={profile}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = selenium.ChromeService(chromedriver)
    return Browser(selenium.Chrome(options=options, service=service))


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Headless Chromium."""
    browser = start_browser(tmp_path_factory.mktemp("chromium"))
    try:
        yield browser
    finally:
        browser.driver.quit()


TOKEN = "that-nobody-guesses"  # noqa: S105 - a secret of the tests alone
HOST = "127.0.0.1:8123"
ROOT = f"/{TOKEN}"


@pytest.fixture
def client(nights: Path) -> Iterator[TestClient]:
    """A page without a server, of the folder that the test's own ``nights`` are in."""
    application = page_application(nights, token=TOKEN, hosts=frozenset({HOST}))
    with TestClient(application, base_url=f"http://{HOST}") as client:
        yield client


class Address(Terminal):
    """Keeps the address that is shown."""

    def __init__(self) -> None:
        super().__init__(quiet=True)
        self.shown: Queue[str] = Queue()

    def show(self, result: str, *, headings: tuple[str, ...] = ()) -> None:  # noqa: ARG002
        self.shown.put(result)


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[..., str]]:
    """Serve a folder of nights as the command does; give the address with its secret.

    ``how`` is what the command says beside the folder, such as ``recording=True``.
    In a thread, which loads nothing anew: the command in a process of its own, to its end by
    Ctrl-C, is that of ``test_page_attacks.py`` and of ``test_interruption.py``.
    """
    servers: list[uvicorn.Server] = []

    class Kept(uvicorn.Server):
        def __init__(self, config: uvicorn.Config) -> None:
            super().__init__(config)
            servers.append(self)

    def stop(served: Thread) -> None:
        for server in servers:
            server.should_exit = True
        served.join(20)
        assert not served.is_alive()

    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(uvicorn, "Server", Kept)

        def start(nights: Path, **how: object) -> str:
            told = Address()
            given = {"lan": False, "browser": False, "terminal": told, **how}
            served = Thread(target=page_server.serve, args=(nights,), kwargs=given)
            served.start()
            stack.callback(stop, served)
            return told.shown.get(timeout=20)

        yield start


@pytest.fixture
def nights(own_night: Path, tmp_path: Path) -> Any:
    """Make nights with given indices and sides, one evening after the other."""
    base = json.loads((own_night / "night.json").read_text(encoding="utf-8"))

    def make(indices: list[float], lefts: list[float] | None = None) -> list[Path]:
        folders = []
        for number, index in enumerate(indices):
            facts = json.loads(json.dumps(base))
            day = FIRST + timedelta(days=number)
            facts["start"] = f"{day}T22:41:07.000+01:00"
            facts["end"] = f"{day + timedelta(days=1)}T06:41:07.000+01:00"
            facts["plm"]["index_per_hour"] = index
            share = 0.5 if lefts is None else lefts[number]
            facts["plm"]["left"] = round(100 * share)
            facts["plm"]["right"] = 100 - round(100 * share)
            folder = tmp_path / "nights" / day.isoformat()
            folder.mkdir(parents=True)
            (folder / "night.json").write_text(json.dumps(facts), encoding="utf-8")
            shutil.copy(own_night / "events.csv", folder)
            folders.append(folder)
        return folders

    return make
