"""Events of OpenSeizureDetector: datapoints of 5 s, each with the axes of its samples."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile, WrongKind
from limbwatch.sensor.files import read_recorded_file

RATE, LONG = 25, 125
BEGIN = datetime(2026, 2, 17, 22, 10, tzinfo=UTC)
MG = np.random.default_rng(8).normal((170, -950, 250), 4, (40 * LONG, 3)).round().astype(int)


def datapoint(k: int, **other: object) -> dict[str, object]:
    samples = MG[k * LONG : (k + 1) * LONG]
    return {
        "dataTime": (BEGIN + timedelta(seconds=5 * k)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventId": 7,
        "userId": 39,
        "hr": 58,
        "simpleSpec": [0] * 10,
        "rawData": np.linalg.norm(samples, axis=1).round(1).tolist(),
        "rawData3D": samples.ravel().tolist(),
        **other,
    }


def event(first: int, last: int, **other: object) -> dict[str, object]:
    points = [datapoint(k) for k in range(first, last)]
    return {
        "id": 7,
        "userId": 39,
        "type": "Unknown",
        "sampleFreq": RATE,
        "datapoints": points,
    } | other


def read(tmp_path: Path, content: object, placement: Placement = Placement.WRIST_LEFT) -> Recording:
    path = tmp_path / "events.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return read_recorded_file(path, placement=placement, timezone=UTC)


def require_same(recording: Recording) -> None:
    found = np.concatenate([run.xyz for run in recording.runs])
    assert found.shape == MG.shape
    assert np.abs(found - MG / 1000).max() < 1e-5
    assert abs((recording.start - BEGIN).total_seconds()) < 0.1
    assert recording.rate == pytest.approx(RATE, rel=1e-2)


def test_samples_of_an_event_are_read_with_the_times_of_their_datapoints(tmp_path: Path) -> None:
    recording = read(tmp_path, [event(0, 40)])
    require_same(recording)
    assert any("all may have been that much earlier" in one for one in recording.quality.notes)
    require_same(read(tmp_path, event(0, 40)))


@pytest.mark.parametrize("rate", [-1, 0, None, 10**400, "25"])
def test_a_rate_that_is_none_is_that_of_the_datapoints(rate: object, tmp_path: Path) -> None:
    require_same(read(tmp_path, [event(0, 40, sampleFreq=rate)]))


def test_what_two_events_share_is_read_once(tmp_path: Path) -> None:
    require_same(read(tmp_path, [event(15, 40), event(0, 30)]))


def test_between_events_nothing_was_recorded(tmp_path: Path) -> None:
    recording = read(tmp_path, [event(0, 15), event(25, 40)])
    assert [len(run) for run in recording.runs] == [15 * LONG, 15 * LONG]


@pytest.mark.parametrize("axes", [[0] * 3 * LONG, [], [1, 2], None])
def test_magnitudes_alone_are_no_acceleration(axes: object, tmp_path: Path) -> None:
    points = [datapoint(k, rawData3D=axes) for k in range(20)]
    with pytest.raises((WrongKind, UnreadableFile)) as caught:
        read(tmp_path, [event(0, 0, datapoints=points)])
    assert ("magnitudes alone" in str(caught.value)) == (axes == [0] * 3 * LONG)


@pytest.mark.parametrize("odd", [10**400, "a", None, [1], float("nan")])
def test_a_datapoint_that_is_not_of_numbers_is_left_out(odd: object, tmp_path: Path) -> None:
    whole = event(0, 40)
    whole["datapoints"] = [*whole["datapoints"], datapoint(39, dataTime="2026-02-17T23:00:00Z")]  # type: ignore[misc]
    whole["datapoints"][-1]["rawData3D"][5] = odd
    require_same(read(tmp_path, [whole, 3, {"datapoints": 4}, {"datapoints": [5]}]))


def test_people_are_not_put_into_one_sensor(tmp_path: Path) -> None:
    other = event(0, 0, datapoints=[datapoint(k, userId=40) for k in range(40)])
    with pytest.raises(UnreadableFile, match="user 39, user 40"):
        read(tmp_path, [event(0, 40), other])
