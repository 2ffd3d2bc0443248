"""How long the report takes beyond scoring, and how long the page takes with 365 nights.

``python -m benchmarks.report``: medians of several runs; the page also as a ratio to reading the
same files once with the json module, which does not depend on the machine.
"""

import asyncio
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from limbwatch.cli.making.finished_night import make_night
from limbwatch.cli.making.scoring_wish import ScoringWish
from limbwatch.cli.night.folder import list_nights
from limbwatch.cli.night.scored.scored_by import ScoredBy
from limbwatch.cli.page.shelf import cards
from limbwatch.cli.page.site import page_application
from limbwatch.cli.report.document import write_report
from limbwatch.sample_data.simulator import simulate

NIGHTS = 365
RUNS = 5
HOST = "127.0.0.1:1"


def seconds(action: Callable[[], object]) -> float:
    """Time an action: the median of several runs after one to warm up."""
    action()
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def year_of(night: Path, nights: Path) -> None:
    """Make a year of nights from one, without samples."""
    facts = json.loads((night / "night.json").read_text(encoding="utf-8"))
    first = datetime.fromisoformat(facts["start"])
    for number in range(NIGHTS):
        start = first - timedelta(days=number)
        folder = nights / (start - timedelta(hours=12)).date().isoformat()
        folder.mkdir()
        end = start + timedelta(seconds=facts["duration_s"])
        moved = facts | {"start": start.isoformat(), "end": end.isoformat()}
        text = json.dumps(moved, indent=1, sort_keys=True)
        (folder / "night.json").write_text(text, encoding="utf-8")
        shutil.copy(night / "events.csv", folder)


def get(nights: Path, path: str) -> int:
    """Ask the page's application for an address and return the size of the answer."""
    application = page_application(nights, token="t", hosts=frozenset({HOST}))  # noqa: S106
    scope: dict[str, Any] = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": f"/t{path}",
        "raw_path": f"/t{path}".encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", HOST.encode())],
    }
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    asyncio.run(application(scope, receive, send))
    if sent[0]["status"] != 200:
        raise RuntimeError(f"the page answered {sent[0]['status']}")
    return sum(len(message.get("body", b"")) for message in sent)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as place:
        simulated = simulate("plm_severe", seed=9001)
        night = make_night(
            Path(place) / "one", simulated.recordings, ScoringWish(ScoredBy("wasm2016"))
        )
        events = len((night / "events.csv").read_text(encoding="utf-8").splitlines()) - 1
        report = seconds(lambda: write_report(night))
        size = (night / "report.html").stat().st_size
        print(f"report of 8 h, 3 sensors, {events} movements: {report:.2f} s, {size / 1000:.0f} kB")
        nights = Path(place) / "year"
        nights.mkdir()
        year_of(night, nights)
        read = seconds(lambda: [json.loads((n / "night.json").read_bytes())
                                for n in list_nights(nights)])  # fmt: skip
        print(f"reading {NIGHTS} night.json with the json module: {read:.2f} s")
        for name, action in (
            ("list of nights", lambda: cards(nights)),
            (
                "page of the newest night",
                lambda: get(nights, f"/night/{list_nights(nights)[-1].name}"),
            ),
            ("page of all nights", lambda: get(nights, "/nights")),
        ):
            taken = seconds(action)
            print(f"{name}: {taken:.2f} s, {taken / read:.1f} times the reading")


if __name__ == "__main__":
    main()
