"""A file with several sensors: the one asked for is read, or the file is refused with the list."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from limbwatch.cli.app import run
from limbwatch.sensor import Placement, Recording, UnreadableFile
from limbwatch.sensor.files import TableOptions, explain, read_recorded_file
from limbwatch.sensor.files.containers.contained import Contained, Sheet
from limbwatch.sensor.files.recognition import ReadRequest, recognise, recognise_contained
from limbwatch.sensor.files.several.choice import SensorNotFound, chosen
from limbwatch.sensor.files.several.worn_words import worn

COUNT = 1200
START = 1_773_524_460.0
AL, AR = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT
WL, WR = Placement.WRIST_LEFT, Placement.WRIST_RIGHT


def limb(index: int) -> np.ndarray:
    """A limb with a posture, movements and noise of its own, g; shape (COUNT, 3)."""
    rng = np.random.default_rng(index)
    angle = 0.3 + 0.4 * index + np.zeros(COUNT)
    for onset in range(100 + 50 * index, COUNT - 50, 160 + 40 * index):
        angle[onset : onset + 40] += 0.3 * np.hanning(40)
    posture = np.column_stack([np.sin(angle), 0 * angle, np.cos(angle)])
    return np.round(posture + rng.normal(0, 0.003, (COUNT, 3)), 4)


LIMBS = [limb(index) for index in range(4)]


def wide(names: str, *, rate: float = 20.0, stamp: Callable[[int], str] | None = None) -> str:
    """A table with one group of three columns for each limb, in the order of LIMBS."""
    groups = (len(names.split(",")) - 1) // 3
    told = stamp or (lambda k: f"{START + k / rate:.3f}")
    rows = [
        ",".join([told(k), *(f"{v:.4f}" for one in LIMBS[:groups] for v in one[k])])
        for k in range(COUNT)
    ]
    return "\n".join([names, *rows]) + "\n"


def turns(head: str, row: Callable[[int, int], str], sensors: int = 2) -> str:
    rows = [row(k, s) for k in range(COUNT) for s in range(sensors)]
    return "\n".join([head, *rows]) + "\n"


def cells(k: int, s: int, scale: float = 1.0) -> str:
    return ",".join(f"{v * scale:.4f}" for v in LIMBS[s][k])


def read(path: Path, placement: Placement, **said: object) -> Recording:
    return read_recorded_file(
        path,
        placement=placement,
        timezone=UTC,
        options=TableOptions(**said),  # type: ignore[arg-type]
    )


def same(recording: Recording, index: int) -> bool:
    xyz = np.concatenate([one.xyz for one in recording.runs])
    return xyz.shape == (COUNT, 3) and bool(np.abs(xyz - LIMBS[index]).max() < 2e-3)


T = "time"
WIDE = {
    # StanfordMIMI/SSL_IMU#1
    "letters": (
        (
            f"{T},L_SHANK_Accel_X,L_SHANK_Accel_Y,L_SHANK_Accel_Z,"
            "R_SHANK_Accel_X,R_SHANK_Accel_Y,R_SHANK_Accel_Z"
        ),
        {AL: 0, AR: 1},
        (WL, Placement.ANKLE),
    ),
    # PhysioNet, accelerometry-walk-climb-drive 1.0.0: wrist, hip, ankles
    "initials": (
        f"{T},lw_x,lw_y,lw_z,lh_x,lh_y,lh_z,la_x,la_y,la_z,ra_x,ra_y,ra_z",
        {WL: 0, AL: 2, AR: 3},
        (WR,),
    ),
    "axis before limb": (
        f"{T},ax_left,ay_left,az_left,ax_right,ay_right,az_right",
        {AL: 0, AR: 1},
        (),
    ),
    "glued letters": (f"{T},lax,lay,laz,rax,ray,raz", {AL: 0, AR: 1, WR: 1}, ()),
    "camel case": (
        f"{T},leftAnkleAccX,leftAnkleAccY,leftAnkleAccZ,rightWristAccX,rightWristAccY,rightWristAccZ",
        {AL: 0, WR: 1},
        (AR, WL),
    ),
    "limb in brackets": (
        (
            f"{T},Acc X (left foot),Acc Y (left foot),Acc Z (left foot),"
            "Acc X (chest),Acc Y (chest),Acc Z (chest)"
        ),
        {AL: 0},
        (AR, WL),
    ),
    "German": (
        (
            f"{T},links Beschleunigung X,links Beschleunigung Y,links Beschleunigung Z,"
            "rechts Beschleunigung X,rechts Beschleunigung Y,rechts Beschleunigung Z"
        ),
        {AL: 0, AR: 1},
        (),
    ),
    # OPPORTUNITY data set, "column_names.txt": which of hand and wrist is not for us to say
    "OPPORTUNITY": (
        (
            f"{T},Accelerometer RKN^ accX,Accelerometer RKN^ accY,Accelerometer RKN^ accZ,"
            "Accelerometer LWR accX,Accelerometer LWR accY,Accelerometer LWR accZ,"
            "Accelerometer LH accX,Accelerometer LH accY,Accelerometer LH accZ,"
            "Accelerometer RH accX,Accelerometer RH accY,Accelerometer RH accZ"
        ),
        {WR: 3},
        (WL, AL),
    ),
    # two Shimmers in one Consensys export: serial numbers tell no limb
    "serial numbers": (
        (
            f"{T},Shimmer_40AC_Accel_LN_X_CAL,Shimmer_40AC_Accel_LN_Y_CAL,Shimmer_40AC_Accel_LN_Z_CAL,"
            "Shimmer_3F2B_Accel_LN_X_CAL,Shimmer_3F2B_Accel_LN_Y_CAL,Shimmer_3F2B_Accel_LN_Z_CAL"
        ),
        {},
        (AL, AR),
    ),
}


@pytest.mark.parametrize(("names", "there", "refused"), WIDE.values(), ids=WIDE.keys())
def test_sensors_side_by_side(
    names: str, there: dict[Placement, int], refused: tuple[Placement, ...], tmp_path: Path
) -> None:
    path = tmp_path / "f.csv"
    path.write_text(wide(names), encoding="utf-8")
    for placement, index in there.items():
        assert same(read(path, placement), index), placement
    for placement in refused:
        with pytest.raises(UnreadableFile, match=rf"sensors.*--sensor {placement.value}=") as found:
            read(path, placement)
        assert placement.words in str(found.value)


def test_a_sensor_is_taken_by_the_name_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(wide(WIDE["serial numbers"][0]), encoding="utf-8")
    assert same(read(path, AL, sensor="3f2b"), 1)
    assert same(read(path, AR, sensor="shimmer_40ac"), 0)
    with pytest.raises(UnreadableFile, match="no sensor called 'nine'"):
        read(path, AL, sensor="nine")


IN_TURNS = {
    # yscacaca/HHAR-Data-Process#3: rows of several devices in one file
    "device": (
        "time,device,x,y,z",
        lambda k, s: f"{START + k / 20 + s * 0.004:.3f},{('left', 'right')[s]},{cells(k, s)}",
        {AL: 0, AR: 1},
    ),
    # maddevsio/mad-location-manager#67
    "accelerometer and gyroscope": (
        "timestamp,sensor,x,y,z",
        lambda k, s: (
            f"{(START + k / 20) * 1000 + 5 * s:.0f},"
            + (f"accelerometer,{cells(k, 0)}" if s == 0 else "gyroscope,0.01,-0.02,0.01")
        ),
        {AL: 0, WR: 0},
    ),
    "without names": (
        "",
        lambda k, s: f"{START + k / 20 + s * 0.004:.3f},{('L', 'R')[s]},{cells(k, s)}",
        {AL: 0, AR: 1},
    ),
    "kind and side, a number beside": (
        "time,id,type,position,x,y,z",
        lambda k, s: (
            f"{START + k / 20 + s * 0.002:.3f},{s // 2 + 7},{('ACC', 'GYRO')[s % 2]},"
            f"{('left_ankle', 'right_ankle')[s // 2]},"
            + (cells(k, s // 2) if s % 2 == 0 else "0.1,0.2,0.3")
        ),
        {AL: 0, AR: 1},
    ),
    # tszheichoi/awesome-sensor-logger: sensors of one phone, with gravity and without
    "total and linear": (
        "time,sensor,x,y,z",
        lambda k, s: (
            f"{START + k / 20:.3f},"
            + (f"TotalAcceleration,{cells(k, 0)}" if s else "Accelerometer,0.001,0.002,0.003")
        ),
        {AL: 0},
    ),
}


@pytest.mark.parametrize(("head", "row", "there"), IN_TURNS.values(), ids=IN_TURNS.keys())
def test_sensors_in_turns(
    head: str, row: Callable[[int, int], str], there: dict[Placement, int], tmp_path: Path
) -> None:
    path = tmp_path / "f.csv"
    path.write_text(turns(head, row, 4 if "id" in head.split(",") else 2), encoding="utf-8")
    for placement, index in there.items():
        recording = read(path, placement)
        assert same(recording, index), placement
        assert abs(recording.rate - 20) < 0.05


def packets(head: str, names: tuple[str, ...], lengths: tuple[int, ...] = (4, 4)) -> str:
    """Rows of sensors that send several samples at a time."""
    rows = []
    sent = [0] * len(names)
    while all(at + length <= COUNT for at, length in zip(sent, lengths, strict=True)):
        for s, name in enumerate(names):
            rows += [
                f"{START + k / 20:.3f},{name},{cells(k, s)}"
                for k in range(sent[s], sent[s] + lengths[s])
            ]
            sent[s] += lengths[s]
    return "\n".join([head, *rows, ""])


@pytest.mark.parametrize("column", ["设备名称", "Gerätename", "which", "Nom du capteur"])
@pytest.mark.parametrize(
    "names", [("WTSDCL(FE:D5:86:66:1D:7C)", "WTSDCL(E1:0A:3C:90:22:5B)"), ("north", "south")]
)
def test_sensors_that_send_packets_are_told_apart_by_any_column_that_names_them(
    column: str, names: tuple[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "f.csv"
    path.write_text(packets(f"time,{column},x,y,z", names), encoding="utf-8")
    with pytest.raises(UnreadableFile, match="has 2 sensors"):
        read(path, AL)
    for index, name in enumerate(names):
        assert same(read(path, AL, sensor=name), index)


def test_packets_of_each_sensor_may_be_as_long_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(packets("time,which,x,y,z", ("one", "two"), (3, 6)), encoding="utf-8")
    with pytest.raises(UnreadableFile, match="has 2 sensors"):
        read(path, AL)


def test_addresses_name_sensors_also_where_one_is_heard_long_after_the_other(
    tmp_path: Path,
) -> None:
    names = ("D422CD00A1B2", "D422CD00A1C7")
    path = tmp_path / "f.csv"
    path.write_text(packets("time,ble,x,y,z", names, (600, 600)), encoding="utf-8")
    with pytest.raises(UnreadableFile, match="has 2 sensors"):
        read(path, AL)


def test_flags_that_change_by_chance_name_no_sensor(tmp_path: Path) -> None:
    flags = np.random.default_rng(5).choice(["still", "moving"], COUNT)
    rows = [f"{START + k / 20:.3f},{flags[k]},{cells(k, 0)}" for k in range(COUNT)]
    path = tmp_path / "f.csv"
    path.write_text("\n".join(["time,mode,x,y,z", *rows, ""]), encoding="utf-8")
    assert same(read(path, AL), 0)


@pytest.mark.parametrize(
    ("high", "low", "names"),
    [
        (2, 23, ("HIGH", "LOW")),
        (20, 20, ("high", "low")),
        (12, 12, ("True", "False")),
        (25, 25, ("ping", "pong")),
    ],
)
def test_flags_at_even_distances_name_no_sensor(
    high: int, low: int, names: tuple[str, str], tmp_path: Path
) -> None:
    rows = []
    for k in range(COUNT):
        at = k % (high + low)
        raised = at < high
        within = at if raised else at - high
        rows.append(
            f"{START + k / 20:.3f},{names[not raised]},{1024 * raised},{within},{cells(k, 0)}"
        )
    path = tmp_path / "f.csv"
    path.write_text("\n".join(["time,sync,pulse,n,x,y,z", *rows, ""]), encoding="utf-8")
    assert same(read(path, AL), 0)


def test_packets_that_cover_the_same_times_are_of_several_sensors(tmp_path: Path) -> None:
    """Also where both lie alike."""
    rows = [
        f"{START + (k + i) / 20:.3f},{name},{cells(k + i, 0)}"
        for k in range(0, COUNT, 4)
        for name in ("one", "two")
        for i in range(4)
    ]
    path = tmp_path / "f.csv"
    path.write_text("\n".join(["time,which,x,y,z", *rows, ""]), encoding="utf-8")
    with pytest.raises(UnreadableFile, match="has 2 sensors"):
        read(path, AL)


def test_devices_that_tell_no_limb_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    names = ("nexus4_1", "nexus4_2")
    path.write_text(
        turns(
            "Index,Arrival_Time,x,y,z,Device",
            lambda k, s: f"{k},{(START + k / 20) * 1000:.0f},{cells(k, s)},{names[s]}",
        ),
        encoding="utf-8",
    )
    with pytest.raises(UnreadableFile, match=r"nexus4_1, nexus4_2.*--sensor ankle_left="):
        read(path, AL)
    assert same(read(path, AL, sensor="nexus4_2"), 1)


def test_one_sensor_of_another_limb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(wide(f"{T},left_acc_x,left_acc_y,left_acc_z"), encoding="utf-8")
    assert same(read(path, AL), 0)
    with pytest.raises(UnreadableFile, match="none of them says the right ankle"):
        read(path, AR)


def test_gravity_and_user_acceleration_are_added(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"  # mmalekzadeh/motion-sense
    kinds = ("gravity", "userAcceleration")
    names = ",".join(["timestamp", *(f"{kind}.{axis}" for kind in kinds for axis in "xyz")])
    own = 0.1 * LIMBS[1]
    rows = [
        ",".join(
            [f"{START + k / 20:.3f}", *(f"{v:.5f}" for v in (*(LIMBS[0][k] - own[k]), *own[k]))]
        )
        for k in range(COUNT)
    ]
    path.write_text("\n".join([names, *rows]) + "\n", encoding="utf-8")
    recording = read(path, AL)
    assert same(recording, 0)
    assert any("added" in note for note in recording.quality.notes)


@pytest.mark.parametrize("each", [2, 4])
def test_samples_of_one_row_are_told_from_sensors(each: int, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"  # AndyCW/MovesenseDotNet#14
    names = ",".join([T, *(f"{axis}{n}" for n in range(1, each + 1) for axis in "xyz")])
    rows = [
        ",".join([f"{START + k / 20:.3f}", *(f"{v:.4f}" for v in LIMBS[0][k : k + each].ravel())])
        for k in range(0, COUNT, each)
    ]
    path.write_text("\n".join([names, *rows]) + "\n", encoding="utf-8")
    recording = read(path, AL)
    assert same(recording, 0)
    assert abs(recording.rate - 20) < 0.1
    path.write_text(wide(f"{T},x1,y1,z1,x2,y2,z2"), encoding="utf-8")
    with pytest.raises(UnreadableFile, match="nothing shows that they are samples"):
        read(path, AL)
    assert same(read(path, AL, sensor="2"), 1)


@pytest.mark.parametrize(("each", "step"), [(20, "ms"), (50, "ms"), (50, "s"), (8, "iso")])
def test_the_rate_of_a_row_is_not_that_of_its_samples(each: int, step: str, tmp_path: Path) -> None:
    """A row every 2.5 s is no sensor's rate, and one every second looks like microseconds."""
    names = ["time", *(f"{axis}{k}" for k in range(1, each + 1) for axis in "xyz")]
    rows = [",".join(names)]
    for at in range(0, COUNT - each + 1, each):
        stamp = datetime.fromtimestamp(START + at / 20, UTC)
        time = {"ms": f"{stamp.timestamp() * 1000:.0f}", "s": f"{stamp.timestamp():.3f}"}
        values = (f"{value:.4f}" for row in LIMBS[0][at : at + each] for value in row)
        rows.append(",".join([time.get(step, stamp.isoformat()), *values]))
    path = tmp_path / "wide.csv"
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    recording = read(path, AL)
    np.testing.assert_allclose(recording.runs[0].xyz, LIMBS[0][: COUNT // each * each], atol=1e-4)
    assert recording.rate == pytest.approx(20, rel=1e-3)


@pytest.mark.parametrize(("unit", "sensors"), [(45.0, 1), (1.0, 2)])
def test_b_is_a_magnetic_field_unless_it_is_as_long_as_gravity(
    unit: float, sensors: int, tmp_path: Path
) -> None:
    """Physics Toolbox writes gFx and Bx; others have sensors A and B."""
    rows = [f"{k / 20:.2f},{cells(k, 0)},{cells(k, 1, unit)}" for k in range(COUNT)]
    path = tmp_path / "both.csv"
    path.write_text("\n".join(["time,gFx,gFy,gFz,Bx,By,Bz", *rows, ""]), encoding="utf-8")
    if sensors == 1:
        np.testing.assert_allclose(read(path, AL).runs[0].xyz, LIMBS[0], atol=1e-4)
    else:
        with pytest.raises(SensorNotFound, match="2 sensors"):
            read(path, AL)


def test_axes_by_number(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"  # xioTechnologies/Gait-Tracking-With-x-IMU#37
    names = "Time (sec),Acc1 (g),Acc2 (g),Acc3 (g),ARS1 (deg/s),ARS2 (deg/s),ARS3 (deg/s)"
    path.write_text(wide(names, stamp=lambda k: f"{k / 20:.3f}"), encoding="utf-8")
    assert same(read(path, AL), 0)


def test_two_placements_from_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "f.csv"
    path.write_text(wide(WIDE["letters"][0]), encoding="utf-8")
    asked = ["--nights", str(tmp_path / "nights"), "--timezone", "UTC", "--short"]
    assert run(["replay", f"ankle_left={path}", f"ankle_right={path}", *asked]) in (0, 5)
    assert "left ankle, right ankle" in capsys.readouterr().out
    path.write_text(wide(f"{T},x,y,z"), encoding="utf-8")
    assert run(["replay", f"ankle_left={path}", f"ankle_right={path}", *asked]) == 2
    assert "nothing in it tells two sensors apart" in capsys.readouterr().err


def test_two_legs_of_nameless_sensors_are_proposed_two_of_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was proposed named one sensor for both, and then was said to be no sensor's name."""
    path = tmp_path / "f.csv"
    names = ("WT9(C0FF)", "WT9(BEEF)")
    text = turns(
        "time,DeviceName,x,y,z", lambda k, s: f"{START + k / 20:.3f},{names[s]},{cells(k, s)}"
    )
    path.write_text(text, encoding="utf-8")
    asked = ["--nights", str(tmp_path / "nights"), "--timezone", "UTC", "--short"]
    legs = ["replay", f"ankle_left={path}", f"ankle_right={path}", *asked]
    assert run(legs) == 4
    said = capsys.readouterr().err
    assert "--sensor ankle_left='WT9(BEEF)'" in said
    assert "--sensor ankle_right='WT9(C0FF)'" in said
    both = ["--sensor", "ankle_left=WT9(BEEF)", "--sensor", "ankle_right=BEEF"]
    assert run([*legs, *both]) == 2
    said = capsys.readouterr().err
    assert "--sensor names one sensor in it for both ('WT9(BEEF)' and 'BEEF')" in said


@pytest.mark.parametrize(
    ("placement", "proposed"),
    [("ankle_left", "a1"), ("ankle_right", "b2"), ("wrist_left", "c3"), ("wrist_right", "c3")],
)
def test_each_placement_is_proposed_a_sensor_of_its_own(
    placement: str, proposed: str, tmp_path: Path
) -> None:
    with pytest.raises(SensorNotFound, match=f"--sensor {placement}={proposed}"):
        chosen(
            {name: (name,) for name in ("b2", "c3", "a1")},
            Placement(placement),
            named=None,
            path=tmp_path,
            where="in 'device'",
        )


def test_single_letters_need_their_counterpart() -> None:
    assert worn(("r",)).side is None
    assert worn(("r",), beside=[("l",)]).side == "right"
    assert worn(("la",), beside=[("lw",)]).limb == "ankle"
    assert worn(("la",), beside=[("ll",)]).limb == "wrist"


DATED = "2026-03-14T21:41:00"


def odd(path: Path) -> Path:
    """A table of which nobody can know the time: counts of 1/20 s under a strange name."""
    text = wide("Zeitmarke,x,y,z", stamp=lambda k: f"{3 + k // 20}h{k % 20:02d}")
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("stamp", "said", "start"),
    [
        (lambda k: f"{START * 1000 + 50 * k:.0f}", {"time_unit": "ms"}, DATED),
        (lambda k: f"{(START + k / 20) / 86400 + 719529:.9f}", {"time_unit": "matlab"}, DATED),
        (lambda k: f"{(START + k / 20) / 86400 + 25569:.9f}", {"time_unit": "excel"}, DATED),
        (lambda k: f"{k / 1200:.7f}", {"time_unit": "min"}, "2000-01-01T22:00:00"),
        (
            lambda k: f"03/05/26 @ 22.41.{k // 20:02d} {50 * (k % 20):03d}000",
            {"time_format": "%d/%m/%y @ %H.%M.%S %f"},
            "2026-05-03T22:41:00",
        ),
    ],
)  # fmt: skip
def test_what_is_said_of_columns_and_time_is_obeyed(
    stamp: Callable[[int], str], said: dict[str, str], start: str, tmp_path: Path
) -> None:
    path = tmp_path / "f.csv"
    path.write_text(wide("A,B,C,D", stamp=stamp), encoding="utf-8")
    columns = {"time": "A", "x": "2", "y": "C", "z": "D"}
    recording = read(path, AL, columns=columns, **said)
    assert same(recording, 0)
    assert abs(recording.rate - 20) < 0.01
    told = (recording.start + timedelta(milliseconds=1)).replace(tzinfo=None)
    assert told.isoformat(timespec="seconds") == start


def test_impossible_sayings_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(wide("A,B,C,D"), encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"no column 'E' for time; it has 1 'A', 2 'B'"):
        read(path, AL, columns={"time": "E", "x": "B", "y": "C", "z": "D"})
    with pytest.raises(UnreadableFile, match="three different columns"):
        read(path, AL, columns={"x": "B", "y": "B", "z": "D"})
    for wrong in (
        {"columns": {"x": "B"}},
        {"columns": {"w": "B"}},
        {"time_unit": "weeks"},
        {"time_format": "H:M"},
        {"time_format": "%d mars %Y %H:%M:%S"},
        {"time_format": "%d %H:%M:%S"},
        {"time_format": "%Y %H:%M"},
        {"time_unit": "s", "time_format": "%S"},
    ):
        with pytest.raises(ValueError, match=r"columns|time"):
            TableOptions(**wrong)  # type: ignore[arg-type]


def test_profiles_and_explain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("limbwatch.cli.reading.profiles.profile_folder", lambda: tmp_path / "kept")
    path = tmp_path / "f.csv"
    path.write_text(wide("A,B,C,D"), encoding="utf-8")
    asked = ["replay", f"ankle_left={path}", "--nights", str(tmp_path / "n"), "--timezone", "UTC"]
    asked.append("--short")
    said = ["--columns", "time=A,x=D,y=C,z=B", "--save-profile", "mine"]
    assert run([*asked, *said]) in (0, 5)
    assert run([*asked, "--profile", "mine", "--explain"]) in (0, 5)
    told = capsys.readouterr().err
    x, y, z = LIMBS[0][0][::-1]
    assert f"first sample: 2026-03-14 21:41:00.000+00:00, x {x:.3f} y {y:.3f} z {z:.3f} g" in told
    last = LIMBS[0][-1][::-1]
    assert f"last sample: 2026-03-14 21:41:59.950+00:00, x {last[0]:.3f}" in told
    assert "--columns" in told
    assert run([*asked, "--columns", "time=A,x=B,y=C,z=D", "--save-profile", "mine"]) == 2
    assert "says something else" in capsys.readouterr().err
    assert run([*asked, "--profile", "other"]) == 2
    assert "there are mine" in capsys.readouterr().err


def test_explain_says_why_a_file_is_not_read(tmp_path: Path) -> None:
    lines = explain(odd(tmp_path / "f.csv")).lines
    assert lines[-1].startswith("not read:")


def test_explain_names_the_unit_that_was_taken_and_why(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(wide("time,x,y,z"), encoding="utf-8")
    (unit,) = (line for line in explain(path).lines if line.startswith("unit:"))
    assert unit.startswith("unit: g was taken: at rest the magnitude is ")
    assert "1.00 g in it" in unit
    assert "no unit of acceleration is stated" in unit
    (unit,) = (line for line in explain(path, unit="g").lines if line.startswith("unit:"))
    assert unit.startswith("unit: g, as said; ")
    assert "1.00 g in it" in unit


def place_doubts(recording: Recording) -> list[str]:
    return [one for one in recording.quality.warnings if one.startswith("The sensor")]


def test_initials_that_may_be_an_ankle_or_an_arm_are_doubted_for_a_wrist(tmp_path: Path) -> None:
    """``la`` is a left ankle or a left arm; beside wrists or legs its second letter tells."""
    path = tmp_path / "two.csv"
    path.write_text(wide("t,la_x,la_y,la_z,ra_x,ra_y,ra_z"), "utf-8")
    (doubt,) = place_doubts(read(path, WL))
    assert "'la' was taken for the left wrist" in doubt
    assert "of an ankle as well as of an arm" in doubt
    assert place_doubts(read(path, AL)) == []
    path.write_text(wide("t,lw_x,lw_y,lw_z,rw_x,rw_y,rw_z"), "utf-8")
    assert place_doubts(read(path, WL)) == []
    path.write_text(turns("t,side,x,y,z", lambda k, s: f"{k / 20},{'lr'[s]}a,{cells(k, s)}"))
    assert "'ra'" in place_doubts(read(path, WR))[0]


def test_a_named_sensor_whose_initials_say_the_other_side_is_doubted(tmp_path: Path) -> None:
    """Initials count by those of the sensors beside them, in columns, rows and sheets alike."""
    path = tmp_path / "two.csv"
    in_columns = wide("t,la_x,la_y,la_z,ra_x,ra_y,ra_z")
    in_rows = turns("t,side,x,y,z", lambda k, s: f"{k / 20},{'lr'[s]}a,{cells(k, s)}")
    for text in (in_columns, in_rows):
        path.write_text(text, "utf-8")
        (doubt,) = place_doubts(read(path, AL, sensor="ra"))
        assert "'ra' was taken for the left ankle, as --sensor says" in doubt
        assert place_doubts(read(path, AL, sensor="la")) == []


def test_a_named_sheet_that_says_another_limb_is_doubted(tmp_path: Path) -> None:
    names = ("left ankle", "right ankle")
    rows = ["\n".join(f"{k / 20},{cells(k, n)}" for k in range(200)) for n in range(2)]
    sheets = tuple(
        Sheet(name=name, content=f"t,x,y,z\n{text}".encode())
        for name, text in zip(names, rows, strict=True)
    )
    told = ReadRequest(placement=AL, zone=UTC, options=TableOptions(sensor="right ankle"))
    found = recognise_contained(
        tmp_path / "two.xlsx", Contained(what="a workbook", sheets=sheets), told
    )
    assert any("by its name it was worn elsewhere" in one for one in found.notes)


@pytest.mark.parametrize(("length", "added"), [(0.49, True), (0.51, False)])
def test_acceleration_shorter_than_half_of_gravity_beside_it_is_without_it(
    length: float,
    added: bool,
    tmp_path: Path,
) -> None:
    """Sensor Logger's table of all sensors calls it Accelerometer, as others call the raw one."""
    head = "time,Accelerometer_x,Accelerometer_y,Accelerometer_z,Gravity_x,Gravity_y,Gravity_z"
    rows = [f"{START + k / 20:.3f},0,0,{length},0.6,0,0.8" for k in range(COUNT)]
    (tmp_path / "f.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    found = recognise(
        tmp_path / "f.csv",
        (tmp_path / "f.csv").read_bytes(),
        ReadRequest(placement=AL, zone=UTC),
        zipped=False,
    )
    assert (found.layout.gravity is not None) is added
    assert (
        "Gravity and user acceleration were added." in found.notes + found.layout.notes
    ) is added
