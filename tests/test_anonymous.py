"""``--anonymous``: what tells a person, a device or a file from others goes, and results stay."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from limbwatch.classify.figures import HourFigures, JerkFigures, Summary
from limbwatch.classify.kind import Kind
from limbwatch.classify.laboratory import BreathingEvent, Laboratory, LaboratoryFigures
from limbwatch.classify.night import Coverage, Event, Finding, Night, series_of
from limbwatch.classify.origin import Origin, SourceFile
from limbwatch.classify.sensor_figures import SensorFigures
from limbwatch.classify.slept import Sleep
from limbwatch.classify.summary import summarise
from limbwatch.cli.app import run
from limbwatch.cli.export.night_record import night_record
from limbwatch.cli.night.scored.events_table import events_table
from limbwatch.cli.night.scored.summary import as_mapping, summary_bytes
from limbwatch.cli.study.tabled.night_row import NightOfStudy
from limbwatch.sensor import Placement, Recording, Samples
from limbwatch.sensor.store import write_recording

START = datetime(2026, 3, 14, 22, 41, 7, tzinfo=UTC)
HOURS = 2
LEG = Placement.ANKLE_LEFT

GONE = {
    Summary: {"age", "subject", "session", "evening", "source"},
    SensorFigures: {"device", "clock_drift_ppm", "notes", "warnings"},
    LaboratoryFigures: {"files", "clock_offset_s", "clock_drift_ppm", "remarks"},
    HourFigures: set[str](),
    JerkFigures: set[str](),
}
ANEW = {
    Summary: {"start", "end", "asked", "plm", "hypnic_jerks", "coverage", "laboratory"},
    SensorFigures: {"rate_hz"},
    LaboratoryFigures: set[str](),
    HourFigures: {"start"},
    JerkFigures: {"onset"},
}
KEPT = {
    Summary: {
        *(
            "schema",
            "version",
            "code",
            "rules",
            "duration_s",
            "placements",
            "sleep",
            "limb_movements",
        ),
        *("counts", "not_assessed", "another_sensor", "findings", "simulated", "part", "window"),
    },
    SensorFigures: {
        *("placement", "recorded_s", "worn_s", "worn_share", "gaps", "not_worn"),
        *("rate_nominal_hz", "floor_g", "threshold_g"),
    },
    LaboratoryFigures: {
        *("clock_from", "staged", "lights_off_s", "lights_on_s", "breathing", "arousals_s"),
        *("respiratory", "arousal"),
    },
    HourFigures: {"start_s", "count", "wake_count", "sleep_minutes", "index_per_hour"},
    JerkFigures: {"onset_s", "limbs", "confidence", "reason"},
}
EMPTY = (None, "", (), {})


def movement(onset: float, kind: Kind, series: int | None = None) -> Event:
    return Event(
        onset=onset, duration=1.0, kind=kind, limbs=(LEG,), series=series, asleep=True,
        confidence=0.9, peak=0.1, reason="by hand",
    )  # fmt: skip


NIGHT = Night(
    start=START,
    end=START + timedelta(hours=HOURS),
    events=(
        *(movement(400 + 25.0 * k, Kind.PLM, 1) for k in range(20)),
        movement(4000, Kind.HYPNIC_JERK),
    ),
    series=series_of([movement(400 + 25.0 * k, Kind.PLM, 1) for k in range(20)]),
    sleep=Sleep(
        epoch=30.0, asleep=np.ones(HOURS * 120, np.bool_), valid=np.ones(HOURS * 120, np.bool_),
        in_bed=(0.0, HOURS * 3600.0), method="by hand",
    ),
    coverage=(
        Coverage(
            placement=LEG, recorded_s=7200, worn_s=7200, gaps=((7000, 7020),),
            not_worn=((7100, 7200),), rate=24.9876, rate_nominal=25.0, drift_ppm=-11.2,
            device="Gadget4711", floor=0.004, threshold=0.02, notes=("from Miller.csv",),
            warnings=("Miller.csv says no unit",),
        ),
    ),
    findings=(Finding(code="plm_index_high", title="t", evidence="e", advice="a"),),
    rules="wasm2016",
    age=9.0,
    origin=Origin(
        subject="Miller", session="s1", source=(SourceFile(placement=LEG, name="m.csv",
        sha256="0" * 64),), asked={"start": "2026-03-14", "test": "immobilisation"},
        evening="2026-03-14", part="2 of 7",
    ),
    laboratory=Laboratory(
        files=("Miller.edf (EDF+)",), clock_offset_s=731.25, clock_drift_ppm=17.5, staged=True,
        clock_from="movements", lights_off=60.0, lights_on=7000.0, arousals=((500.0, 510.0),),
        breathing=(BreathingEvent(kind="hypopnea", start_s=300.0, end_s=320.0),),
        remarks=("its date 2019-01-01",),
    ),
)  # fmt: skip


def written(place: Path, night: Night = NIGHT) -> Path:
    place.mkdir(parents=True)
    (place / "night.json").write_bytes(summary_bytes(summarise(night)))
    (place / "events.csv").write_bytes(events_table(night))
    return place


@pytest.fixture
def night(tmp_path: Path) -> Path:
    return written(tmp_path / "2026-03-14")


@pytest.mark.parametrize("of", GONE, ids=lambda of: of.__name__)
def test_it_is_decided_of_every_figure_whether_it_may_be_told(of: type) -> None:
    """A figure that is added is told to others only when somebody has thought about it."""
    decided = [*GONE[of], *ANEW[of], *KEPT[of]]
    assert sorted(decided) == sorted(one.name for one in fields(of))


PARTS: tuple[tuple[type, Callable[[Summary], Any]], ...] = (
    (Summary, lambda summary: summary),
    (SensorFigures, lambda summary: summary.coverage[0]),
    (LaboratoryFigures, lambda summary: summary.laboratory),
    (HourFigures, lambda summary: summary.plm.per_hour[1]),
    (JerkFigures, lambda summary: summary.hypnic_jerks.events[0]),
)


@pytest.mark.parametrize(("of", "part"), PARTS, ids=[of.__name__ for of, _ in PARTS])
def test_what_is_decided_is_done(of: type, part: Callable[[Summary], Any], night: Path) -> None:
    before = part(night_record(night, anonymous=False).summary)
    after = part(night_record(night, anonymous=True).summary)
    for name in GONE[of]:
        assert getattr(before, name) not in EMPTY, f"{name} is tested with nothing in it"
        assert getattr(after, name) in EMPTY, name
    for name in ANEW[of]:
        assert getattr(after, name) != getattr(before, name), name
    for name in KEPT[of]:
        assert getattr(after, name) == getattr(before, name), name


def test_no_clock_is_told_of_a_sensor_or_a_laboratory(night: Path) -> None:
    told = json.dumps(as_mapping(night_record(night, anonymous=True).summary))
    for secret in ("731.25", "17.5", "-11.2", "24.9876", "24.99", "2026", "2019", "Miller"):
        assert secret not in told, secret
    assert '"rate_hz": 25.0' in told


def test_a_test_is_still_no_night(night: Path) -> None:
    summary = night_record(night, anonymous=True).summary
    assert summary.test == "immobilisation"
    assert not summary.lived
    assert summary.asked == {"test": "immobilisation"}


@pytest.mark.parametrize("age", [9.0, 40.0, None])
def test_a_night_of_a_study_is_judged_as_it_is_with_its_name(
    age: float | None, tmp_path: Path
) -> None:
    """A child's limit, and what the reader doubted, hold also where neither is told."""
    place = written(tmp_path / "night", replace(NIGHT, age=age, origin=Origin()))
    shown = [
        NightOfStudy(
            subject="1", session="", night="1", place="",
            record=night_record(place, anonymous=anonymous), inputs=(),
        )
        for anonymous in (False, True)
    ]  # fmt: skip
    named, anonymous = shown
    assert anonymous.line == named.line == (5 if age == 9 else 15)
    assert anonymous.above_line is named.above_line
    assert anonymous.doubts == named.doubts
    assert "reader_in_doubt" in anonymous.doubts


def test_a_dataset_of_samples_states_no_rate_that_is_a_clocks(night: Path, tmp_path: Path) -> None:
    recording = Recording(
        start=START, placement=LEG, device="Gadget4711", rate_nominal=None, rate=24.987654,
        runs=(Samples(start=0.0, rate=24.987654, xyz=np.ones((500, 3), np.float32)),),
    )  # fmt: skip
    (night / "recording").mkdir()
    write_recording(recording, night / "recording" / f"{LEG}.parquet")
    out = tmp_path / "bids"
    assert run(["export", str(night), "--to", "bids", "-o", str(out), "--anonymous", "-q"]) == 0
    files = [*out.rglob("*.json"), *out.rglob("*_channels.tsv")]
    texts = "".join(path.read_text("utf-8") for path in files)
    assert "24.98" not in texts
    assert '"SamplingFrequencyEffective": 25.0' in texts
