"""ZIP archives, as phyphox exports them and as people pack recordings."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile, bounds
from limbwatch.sensor.files import TableOptions, read_recorded_file

COUNT = 3000
LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT
BEGIN = datetime(2026, 3, 10, 22, 10, tzinfo=UTC)
TIMES = (
    '"event","experiment time","system time","system time text"\n'
    '"START",0.000000000E0,1773180599.988,"2026-03-10 23:09:59.988 UTC+01:00"\n'
    '"PAUSE",6.000000000E1,1773180659.988,"2026-03-10 23:10:59.988 UTC+01:00"\n'
)


def table(seed: int = 0) -> str:
    """A sensor that lies still, its y as its seed says."""
    noise = np.random.default_rng(seed).normal(0, 0.004, (COUNT, 3))
    rows = [
        f"{BEGIN.timestamp() + k / 50:.3f},{x:.4f},{seed / 10 + y:.4f},{1 + z:.4f}"
        for k, (x, y, z) in enumerate(noise)
    ]
    return "\n".join(["time,x,y,z", *rows, ""])


def pack(path: Path, members: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def read(path: Path, placement: Placement = LEFT, sensor: str | None = None) -> Recording:
    return read_recorded_file(
        path, placement=placement, timezone=UTC, options=TableOptions(sensor=sensor)
    )


def side(recording: Recording) -> int:
    """The seed of a recording."""
    return round(float(recording.runs[0].xyz[:, 1].mean()) * 10)


def phyphox() -> str:
    names = '"Time (s)","Acceleration x (m/s^2)","Acceleration y (m/s^2)","Acceleration z (m/s^2)"'
    rows = [f"{2.5 + k / 50:.3f},0.0{k % 7},0.1,9.8{k % 3}" for k in range(COUNT)]
    return "\n".join([names, *rows, ""])


def test_one_table_in_an_archive_is_read_beside_what_systems_pack_with_it(tmp_path: Path) -> None:
    twin = b"\x00\x05\x16\x07" + bytes(140)
    members = {
        "Night 1/legs.csv": table(2),
        "__MACOSX/Night 1/._legs.csv": twin,
        "Night 1/.DS_Store": twin,
        "Night 1/read me.pdf": "%PDF",
        "Night 1/empty.csv": "",
    }
    recording = read(pack(tmp_path / "Archive.zip", members))
    assert side(recording) == 2
    assert "Read from Night 1/legs.csv in the ZIP archive." in recording.quality.notes


def test_of_several_tables_the_one_is_read_that_is_named_for_the_placement(tmp_path: Path) -> None:
    members = {
        "n/left_ankle.csv": table(1),
        "n/right_ankle.csv": table(2),
        "n/left_wrist.csv": table(3),
    }
    path = pack(tmp_path / "a.zip", members)
    assert [side(read(path, one)) for one in (LEFT, RIGHT, WRIST)] == [1, 2, 3]
    with pytest.raises(UnreadableFile, match=r"n/left_ankle.csv.*--sensor ankle="):
        read(path, Placement.ANKLE)
    assert side(read(path, Placement.ANKLE, sensor="right_ankle.csv")) == 2
    with pytest.raises(UnreadableFile, match="none of them says the right wrist"):
        read(path, Placement.WRIST_RIGHT)


def test_the_name_of_its_folder_may_say_whose_a_table_is(tmp_path: Path) -> None:
    members = {"left ankle/acc.csv": table(1), "right ankle/acc.csv": table(2)}
    path = pack(tmp_path / "a.zip", members)
    assert [side(read(path, one)) for one in (LEFT, RIGHT)] == [1, 2]


def test_of_the_tables_of_one_app_that_of_all_acceleration_is_read(tmp_path: Path) -> None:
    members = {
        "Accelerometer.csv": table(1),
        "TotalAcceleration.csv": table(2),
        "Gyroscope.csv": table(3),
        "Metadata.csv": "a,b\n1,2\n",
    }
    assert side(read(pack(tmp_path / "a.zip", members))) == 2


@pytest.mark.parametrize(("watch", "worn"), [("", LEFT), ("Watch", Placement.WRIST)])
def test_of_the_tables_of_one_app_without_all_acceleration_that_with_gravity_is_read(
    watch: str, worn: Placement, tmp_path: Path
) -> None:
    """An archive of Android was refused for its linear acceleration, which has the shorter name."""
    still = "time,seconds_elapsed,z,y,x\n" + "".join(
        f"{1773525600000000000 + k * 40000000},{k / 25},0.0,0.001,0.0\n" for k in range(400)
    )
    members = {
        f"{watch}Accelerometer.csv": still,
        f"{watch}AccelerometerUncalibrated.csv": table(2),
        "Metadata.csv": "version,platform\n3,android\n",
    }
    found = read(pack(tmp_path / "2026-03-14.zip", members), worn)
    said = f"Read from {watch}AccelerometerUncalibrated.csv in the ZIP archive."
    assert said in found.quality.notes


@pytest.mark.parametrize(
    ("name", "member", "told"),
    [
        ("right_ankle.zip", "acc.csv", ["right_ankle.zip"]),
        ("right_ankle.zip", "left_ankle.csv", []),
        ("night.zip", "right_ankle.csv", ["right_ankle.csv"]),
        ("night.zip", "acc.csv", []),
    ],
)
def test_the_name_of_an_archive_tells_a_place_where_that_of_its_file_does_not(
    name: str, member: str, told: list[str], tmp_path: Path
) -> None:
    said = read(pack(tmp_path / name, {member: table()})).quality.warnings
    assert [one.split(", ")[1] for one in said if "The name of the file" in one] == told


@pytest.mark.parametrize("home", ["", "1773180643_A01234/"])
def test_an_archive_of_the_e4_is_read_beside_its_info(home: str, tmp_path: Path) -> None:
    begin = f"{BEGIN.timestamp():.6f}"
    rows = [f"{k % 3},{6 + k % 2},{64 - k % 2}" for k in range(32 * 60)]
    members = {
        "ACC.csv": "\n".join(
            [", ".join([begin] * 3), "32.000000, 32.000000, 32.000000", *rows, ""]
        ),
        "BVP.csv": "\n".join([begin, "64.000000", *["0.1"] * 300, ""]),
        "IBI.csv": f"{begin}, IBI\n1.5,0.9\n",
        "tags.csv": f"{begin}\n",
        "info.txt": ".csv files in this archive are in the following format: ...\n",
    }
    path = pack(tmp_path / "e4.zip", {home + name: text for name, text in members.items()})
    recording = read(path)
    assert recording.start == BEGIN.replace(microsecond=recording.start.microsecond)
    assert recording.rate == pytest.approx(32)


@pytest.mark.parametrize(
    "beside",
    [
        "README.txt",
        "info.txt",
        "n/notes.txt",
        "log.txt",
        "LICENSE",
        "Metadata.csv",
        "what I did.txt",
    ],
)
def test_words_beside_a_recording_are_no_sensor(beside: str, tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"data.csv": table(2), beside: "Worn on Tuesday.\n"})
    assert side(read(path)) == 2
    # what is called so and is alone may be the recording
    assert side(read(pack(tmp_path / "b.zip", {beside: table(1)}))) == 1


def test_a_text_that_is_named_for_a_placement_is_a_sensor(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"data.csv": table(2), "left_ankle.txt": table(1)})
    assert side(read(path)) == 1


@pytest.mark.parametrize("packed", [True, False])
def test_phyphox_begins_when_the_file_beside_it_says(packed: bool, tmp_path: Path) -> None:
    members = {"Raw Data.csv": phyphox(), "meta/time.csv": TIMES, "meta/device.csv": "a,b\n"}
    path = pack(tmp_path / "left.zip", dict(members))
    if not packed:
        zipfile.ZipFile(path).extractall(tmp_path)
        path = tmp_path / "Raw Data.csv"
    recording = read(path)
    # the first row is of second 2.5
    assert recording.start == BEGIN + timedelta(seconds=2.488)
    assert recording.start.utcoffset() == timedelta(hours=1)
    assert not recording.quality.warnings


@pytest.mark.parametrize(
    "times",
    [
        TIMES.replace(",", ";").replace("1773180599.988", "1773180599,988"),
        TIMES.replace(",", "\t").replace("\n", "\r\n"),
    ],
)
def test_the_start_is_read_in_whichever_form_phyphox_was_asked_for(
    times: str, tmp_path: Path
) -> None:
    path = pack(tmp_path / "left.zip", {"Raw Data.csv": phyphox(), "meta/time.csv": times})
    assert read(path).start == BEGIN + timedelta(seconds=2.488)


def test_what_came_after_a_pause_of_phyphox_is_placed_by_its_start(tmp_path: Path) -> None:
    # an hour, then ten seconds more
    times = TIMES + (
        '"START",1.0E1,1773184209.988,"2026-03-11 00:10:09.988 UTC+01:00"\n'
        '"PAUSE",1.2E1,1773184211.988,"2026-03-11 00:10:11.988 UTC+01:00"\n'
        '"START",1.2E1,1773184221.988,"2026-03-11 00:10:21.988 UTC+01:00"\n'
    )
    path = pack(tmp_path / "l.zip", {"Raw Data.csv": phyphox(), "meta/time.csv": times})
    recording = read(path)
    starts = [(recording.start - BEGIN).total_seconds() + run.start for run in recording.runs]
    assert starts == pytest.approx([2.488, 3609.988, 3621.988], abs=0.03)
    assert not recording.quality.warnings
    assert any("was paused" in note for note in recording.quality.notes)


@pytest.mark.parametrize("again", ['"START",1.0E1,1773180000.0,""', '"START",x,1773184000.0,""'])
def test_a_pause_whose_length_nothing_tells_is_a_warning(again: str, tmp_path: Path) -> None:
    path = pack(tmp_path / "l.zip", {"Raw Data.csv": phyphox(), "meta/time.csv": TIMES + again})
    assert any("do not say for how long" in warning for warning in read(path).quality.warnings)


@pytest.mark.parametrize(
    "times",
    ["", "\n", "event\nSTART", "a,b,c\nSTART,x,y", "a,b,c\nSTART,0,-1e30", "a,b,c\nSTART,0,5"],
)
def test_a_start_that_cannot_be_is_not_taken(times: str, tmp_path: Path) -> None:
    path = pack(tmp_path / "left.zip", {"Raw Data.csv": phyphox(), "meta/time.csv": times})
    assert any("does not give the time of day" in one for one in read(path).quality.warnings)


def damaged(path: Path) -> None:
    content = bytearray(pack(path, {"a.csv": table()}).read_bytes())
    content[2000:2100] = bytes(100)
    path.write_bytes(content)


def encrypted(path: Path) -> None:
    content = bytearray(pack(path, {"a.csv": table()}).read_bytes())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + flags] |= 1
    path.write_bytes(content)


def unknown_method(path: Path) -> None:
    content = bytearray(pack(path, {"a.csv": table()}).read_bytes())
    for header, method in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        content[content.index(header) + method] = 9
    path.write_bytes(content)


def nested(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", table())
    pack(path, {"inner.zip": inner.getvalue()})


BAD = {
    "damaged": (damaged, "damaged or cut-off"),
    "encrypted": (encrypted, "with a password"),
    "packed in another way": (unknown_method, "packed in a way that cannot be read"),
    "archive within an archive": (nested, "within another"),
    "empty": (lambda path: pack(path, {}), "without a recording"),
    "twins alone": (lambda path: pack(path, {"__MACOSX/._a.csv": "x"}), "without a recording"),
    "very many files": (
        lambda path: pack(path, {f"{k}.csv": "1" for k in range(1001)}),
        "at most 1000 are looked through",
    ),
    "no table": (lambda path: pack(path, {"a.txt": "words\n" * 9}), r"bad.zip \(a.txt\) is text"),
}


@pytest.mark.parametrize(("make", "said"), BAD.values(), ids=BAD.keys())
def test_a_bad_archive_is_refused_in_a_sentence(make: object, said: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.zip"
    make(path)  # type: ignore[operator]
    with pytest.raises(UnreadableFile, match=said):
        read(path)


def test_a_name_that_leads_out_of_the_archive_writes_nothing_elsewhere(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"../../out.csv": table(1), "../meta/../../x": "1"})
    assert side(read(path)) == 1
    assert [one.name for one in tmp_path.rglob("*")] == ["a.zip"]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_unpacks_no_further_than_a_recording(
    method: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "BOUNDS", replace(bounds.BOUNDS, archive_bytes=1 << 20))
    path = pack(tmp_path / "a.zip", {"a.csv": "time,x,y,z\n" + " " * (1 << 20)}, method)
    with pytest.raises(UnreadableFile, match=r"holds more than \d+ bytes"):
        read(path)


PIECES = ("left_ankle_1.csv", "left_ankle_2.csv", "left_ankle_3.csv")


def test_pieces_of_one_recording_in_an_archive_are_not_told_to_be_sensors_alone(
    tmp_path: Path,
) -> None:
    path = pack(tmp_path / "a.zip", {name: table(at) for at, name in enumerate(PIECES)})
    with pytest.raises(UnreadableFile, match="may be pieces of one recording: then unpack") as told:
        read(path)
    # one of them is a part of the night
    assert "--sensor ankle_left=NAME" in str(told.value)
    assert "such as" not in str(told.value)


def test_pieces_of_another_limb_are_no_reason_to_unpack(tmp_path: Path) -> None:
    members = {"left_ankle_1.csv": table(1), "left_ankle_2.csv": table(2), "a.csv": table(3)}
    with pytest.raises(UnreadableFile) as told:
        read(pack(tmp_path / "a.zip", {**members, "b.csv": table(4)}), WRIST)
    assert "may be pieces" not in str(told.value)


def test_a_copy_in_an_archive_is_told_and_left_out(tmp_path: Path) -> None:
    members = {
        "left ankle (1).csv": table(1),
        "left ankle.csv": table(1),
        "right ankle.csv": table(2),
    }
    path = pack(tmp_path / "a.zip", members)
    recording = read(path)
    assert side(recording) == 1
    assert "Read from left ankle.csv in the ZIP archive." in recording.quality.notes
    told = "left ankle (1).csv in the archive has the same content as left ankle.csv, and was left"
    assert any(told in one for one in recording.quality.warnings)
    assert not any("same content" in one for one in read(path, RIGHT).quality.warnings)
    # by a name that both have, and by that of the copy
    assert side(read(path, sensor="left ankle")) == 1
    assert side(read(path, sensor="(1)")) == 1


def test_several_copies_in_an_archive_are_counted(tmp_path: Path) -> None:
    members = {name: table(1) for name in ("acc.csv", "acc copy.csv", "acc copy 2.csv")}
    (told,) = (one for one in read(pack(tmp_path / "a.zip", members)).quality.warnings)  # type: ignore[arg-type]
    assert told == "2 files in the archive have the same content as acc.csv, and were left out."


def test_equal_files_that_are_named_for_two_places_are_both_there(tmp_path: Path) -> None:
    members = {"left ankle/acc.csv": table(1), "right ankle/acc.csv": table(1)}
    path = pack(tmp_path / "a.zip", members)
    names = [read(path, one).quality.notes[-1] for one in (LEFT, RIGHT)]
    assert [" right " in one for one in names] == [False, True]


def test_one_piece_of_several_that_is_asked_for_leaves_a_warning(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {name: table(at) for at, name in enumerate(PIECES)})
    (said,) = (one for one in read(path, sensor=PIECES[0]).quality.warnings if "Only" in one)
    assert "left_ankle_2.csv, left_ankle_3.csv" in said


def test_files_named_for_seconds_of_unix_may_be_pieces(tmp_path: Path) -> None:
    members = {f"1-1-3YK3K152F8_{1773180600 + 900 * at}.csv": table(at) for at in range(3)}
    with pytest.raises(UnreadableFile, match="may be pieces of one recording: then unpack"):
        read(pack(tmp_path / "raw.zip", members))  # type: ignore[arg-type]


def test_numbered_sensors_in_an_archive_are_no_pieces(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {"sensor1.csv": table(1), "sensor2.csv": table(2)})
    with pytest.raises(UnreadableFile) as refused:
        read(path)
    assert "pieces" not in str(refused.value)
    assert not any("pieces" in one for one in read(path, sensor="sensor1").quality.warnings)


def test_files_of_one_name_in_the_folders_of_two_persons_are_no_pieces(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", {f"P0{n}/left_ankle.csv": table(n) for n in (7, 8)})
    with pytest.raises(UnreadableFile) as refused:
        read(path)
    assert "pieces" not in str(refused.value)
