"""Every kind of file is recognised by its content: one small generated file for each.

The first lines are those of real exports (origins beside each case); the rows after them are
generated, so that what must come out is known.
"""

import gzip
import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile, WrongKind
from limbwatch.sensor.files import explain, read_recorded_file

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 14, 21, 41, 7, tzinfo=UTC)
LOCAL = START.astimezone(BERLIN).replace(tzinfo=None)
METRE = 9.80665
COUNT = 300


def told(recording: Recording) -> tuple[str, ...]:
    return recording.quality.notes + recording.quality.warnings


def limb(index: int) -> tuple[float, float, float]:
    """A limb that lies still for a while and turns slowly, in g; 0.002 g of noise."""
    angle = 0.4 + 0.3 * math.sin(max(0, index - 150) / 40)
    noise = 0.002 * math.sin(12.9898 * index) * math.cos(78.233 * index)
    return math.sin(angle) + noise, 0.12 - noise, -math.cos(angle) + 0.5 * noise


@dataclass(frozen=True)
class Case:
    """A file: its first lines, a row for each sample, and what must be read."""

    dialect: str
    head: str
    row: Callable[[int], str]
    rate: float
    tolerance: float = 0.002
    start: datetime | None = START
    name: str = "f.csv"
    stated: float | None = None
    within_s: float = 0.005
    notes: tuple[str, ...] = field(default=())


def cells(values: tuple[float, ...], scale: float = 1.0, digits: int = 6) -> list[str]:
    return [f"{value * scale:.{digits}f}" for value in values]


def unix(index: int, rate: float) -> float:
    return START.timestamp() + index / rate


def local_unix(index: int, rate: float) -> float:
    """An AX3 counts seconds by the wearer's clock as if it were UTC (GGIR issue 149)."""
    return LOCAL.replace(tzinfo=UTC).timestamp() + index / rate


def local(index: int, rate: float, form: str) -> str:
    return (LOCAL + timedelta(seconds=index / rate)).strftime(form)


def polar(i: int) -> str:
    phone = local(i, 50, "%Y-%m-%dT%H:%M:%S.%f")[:-3]
    x, y, z = (round(1000 * v) for v in limb(i))
    return f"{phone};{599616050941733632 + i * 20_000_000};{x};{y};{z}"


def witmotion(i: int) -> str:
    when = LOCAL + timedelta(seconds=min(i // 8 * 8 + 7, COUNT - 1) / 50)
    stamp = (
        f"{when.year}-{when.month}-{when.day} {when.hour}:{when.minute}:{when.second}"
        f".{when.microsecond // 1000}"
    )
    return "\t".join([stamp, "WT901BLE68(109FC1F26429)", *cells(limb(i), digits=3), "1", "2", "3"])


def excel(i: int) -> str:
    days = (LOCAL + timedelta(seconds=i / 20) - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001
    return ",".join([f"{days:.10f}", *(str(round(127 + 63 * v)) for v in limb(i))])


ACTILIFE = (
    "------------ Data File Created By ActiGraph GT3X+ ActiLife v6.13.3 Firmware v1.7.2 date "
    "format {order} at {rate} Hz  Filter Normal -----------\nSerial Number: TAS1E31150129\n"
    "Start Time 22:41:07\nStart Date {date}\nEpoch Period (hh:mm:ss) 00:00:00\n"
    "Download Time 09:03:03\nDownload Date {date}\nCurrent Memory Address: 0\n"
    "Current Battery Voltage: 4.15     Mode = 12\n"
    "--------------------------------------------------\n"
)
SHIMMER = (
    '"sep=;"\r\nShimmer_40AC_Timestamp_Unix_CAL;Shimmer_40AC_Accel_LN_X_CAL;'
    "Shimmer_40AC_Accel_LN_Y_CAL;Shimmer_40AC_Accel_LN_Z_CAL;Shimmer_40AC_Accel_WR_X_CAL;"
    "Shimmer_40AC_Accel_WR_Y_CAL;Shimmer_40AC_Accel_WR_Z_CAL;Shimmer_40AC_Battery_CAL;\r\n"
    "ms;m/(s^2);m/(s^2);m/(s^2);m/(s^2);m/(s^2);m/(s^2);mV;\r\n"
)
XSENS = (
    "sep=,\nDeviceTag:,yxt\nFirmwareVersion:,2.0.0\nAppVersion:,2021.0\nSyncStatus:,Synced\n"
    "OutputRate:,60Hz\nFilterProfile:,General\nMeasurement Mode:,Custom Mode 5\n"
    "StartTime: ,2026-03-15_05:41:07_000 GMT+8\n© Xsens Technologies B. V. 2005-2021\n\n"
    "PacketCounter,SampleTimeFine,Quat_W,Quat_X,Quat_Y,Quat_Z,{acc}_X,{acc}_Y,{acc}_Z,Status\n"
)
SENSOR_LOGGER = "time,seconds_elapsed,z,y,x\n"
GENEACTIV = (
    "Device Type,GENEActiv\nDevice Model,1.1\nMeasurement Frequency,50.0 Hz\n"
    "Time Zone,GMT +01:00\n" + "Subject Notes,\n" * 96
)
UMAFALL = (
    "% Universidad de Malaga\n% 0; RIGHTPOCKET; lge-LG-H815-5.1\n% 3; WRIST; SensorTag\n"
    "% 4; ANKLE; SensorTag\n"
    "% TimeStamp; Sample No; X-Axis; Y-Axis; Z-Axis; Sensor Type; Sensor ID\n"
)

CASES = {
    "polar": Case(
        "Polar Sensor Logger",
        "Phone timestamp;sensor timestamp [ns];X [mg];Y [mg];Z [mg] \n",
        polar,
        50,
    ),
    "sensor logger total": Case(
        "Sensor Logger",
        SENSOR_LOGGER,
        lambda i: ",".join(
            [str(int(unix(i, 50) * 1e6) * 1000), f"{i / 50}", *cells(limb(i)[::-1], METRE)]
        ),
        50,
        name="TotalAcceleration.csv",
    ),
    "sensor logger watch motion": Case(
        "Sensor Logger WristMotion",
        "time,seconds_elapsed,rotationRateX,rotationRateY,rotationRateZ,gravityX,gravityY,"
        "gravityZ,accelerationX,accelerationY,accelerationZ,quaternionW\n",
        lambda i: ",".join(
            [
                str(int(unix(i, 100) * 1e6) * 1000),
                f"{i / 100},0.1,0.2,0.3",
                *cells(limb(i), 0.9),
                *cells(limb(i), 0.1),
                "1",
            ]
        ),
        100,
    ),
    "sensor logger watch": Case(
        "Sensor Logger",
        "time,seconds_elapsed,x,y,z\n",
        lambda i: ",".join([str(int(unix(i, 100) * 1e6) * 1000), f"{i / 100}", *cells(limb(i))]),
        100,
    ),
    "metabase": Case(
        "MbientLab MetaBase",
        "epoc (ms),timestamp (-0700),elapsed (s),x-axis (g),y-axis (g),z-axis (g)\n",
        lambda i: ",".join(
            [
                str(round(unix(i, 12.5) * 1000)),
                "2026-03-14T14:41:07.000",
                f"{i / 12.5:.3f}",
                *cells(limb(i), digits=3),
            ]
        ),
        12.5,
        name="MetaWear_Accelerometer_12.500Hz_1.4.4.csv",
        stated=12.5,
        notes=("brief jerks",),
    ),
    "xsens dot, wrapping": Case(
        "Xsens DOT",
        XSENS.format(acc="Acc"),
        lambda i: ",".join(
            [
                str(i + 1),
                str((2**32 - 1_000_000 + round(i / 60 * 1e6)) % 2**32),
                "0.3,-0.5,0.3,0.6",
                *cells(limb(i), METRE),
                "0",
            ]
        ),
        60,
        stated=60,
        notes=("32-bit counter",),
    ),
    "witmotion": Case(
        "WitMotion",
        "time\tDeviceName\tAccX(g)\tAccY(g)\tAccZ(g)\tAsX(°/s)\tAsY(°/s)\tAsZ(°/s)\r\n",
        witmotion,
        50,
        name="f.txt",
        within_s=0.02,
        notes=("batches",),
    ),
    "empatica e4": Case(
        "Empatica E4 ACC.csv",
        f"{START.timestamp():.6f}, {START.timestamp():.6f}, {START.timestamp():.6f}\n"
        "32.000000, 32.000000, 32.000000\n",
        lambda i: ",".join(str(round(64 * v)) for v in limb(i)),
        32,
        tolerance=0.01,
        stated=32,
    ),
    "axivity, unix": Case(
        "Axivity CSV",
        "",
        lambda i: ",".join([f"{local_unix(i, 100):.4f}", *cells(limb(i))]) + "\r",
        100,
    ),
    "geneactiv by genearead": Case(
        "GENEActiv by GENEAread",
        '"","timestamp","x","y","z","light","button","temperature"\n',
        lambda i: ",".join([f'"{i + 1}"', f"{local_unix(i, 50):.2f}", *cells(limb(i)), "0,0,31.2"]),
        50,
        notes=("by local time",),
    ),
    "geneactiv by genearead, without what is beside": Case(
        "GENEActiv by GENEAread",
        "timestamp,x,y,z,light\n",
        lambda i: ",".join([f"{local_unix(i, 50):.2f}", *cells(limb(i)), "0"]),
        50,
        notes=("--device-clock UTC",),
    ),
    "actigraph by pygt3x": Case(
        "ActiGraph by pygt3x",
        "Timestamp,X,Y,Z,IdleSleepMode\n",
        lambda i: ",".join(
            [f"{local_unix(i, 30):.7f}", *cells(limb(i), digits=3), str(i % 7 == 0)]
        ),
        30,
        notes=("by local time", "--device-clock UTC"),
    ),
    "seconds since 1970 of somebody else": Case(
        "table with named columns",
        "timestamp,x,y,z\n",
        lambda i: ",".join([f"{unix(i, 50):.2f}", *cells(limb(i))]),
        50,
    ),
    "axivity, byte order mark": Case(
        "Axivity CSV",
        "\ufeff",
        lambda i: ",".join([f"{local_unix(i, 100):.4f}", *cells(limb(i))]),
        100,
    ),
    "axivity, local time and gyroscope": Case(
        "Axivity CSV",
        "",
        lambda i: ",".join(
            [local(i, 100, "%Y-%m-%d %H:%M:%S.%f")[:-3], *cells(limb(i)), "0.27,-0.50,15.77"]
        ),
        100,
    ),
    "actilife without time": Case(
        "ActiLife raw CSV",
        ACTILIFE.format(order="M/d/yyyy", date="3/14/2026", rate=90)
        + "Accelerometer X,Accelerometer Y,Accelerometer Z\n",
        lambda i: ",".join(cells(limb(i), digits=3)),
        90,
        stated=90,
    ),
    "actilife without names": Case(
        "ActiLife raw CSV",
        ACTILIFE.format(order="dd/MM/yyyy", date="14/03/2026", rate=30),
        lambda i: ",".join(cells(limb(i), digits=3)),
        30,
        stated=30,
    ),
    "actilife, month first": Case(
        "ActiLife raw CSV",
        ACTILIFE.format(order="M/d/yyyy", date="3/14/2026", rate=40)
        + "Timestamp,Accelerometer X,Accelerometer Y,Accelerometer Z\n",
        lambda i: ",".join(
            [f"3/14/2026 {local(i, 40, '%H:%M:%S.%f')[:-3]}", *cells(limb(i), digits=3)]
        ),
        40,
        stated=40,
    ),
    "actilife imu": Case(
        "ActiLife raw CSV",
        ACTILIFE.format(order="M/d/yyyy", date="3/14/2026", rate=100)
        + "Timestamp,Accelerometer X,Accelerometer Y,Accelerometer Z,Temperature,Gyroscope X,"
        "Gyroscope Y,Gyroscope Z\n",
        lambda i: ",".join(
            [local(i, 100, "%Y-%m-%dT%H:%M:%S.%f0"), *cells(limb(i)), "54.7,-0.7,0.2,0.1"]
        ),
        100,
        stated=100,
    ),
    "gt3x2csv": Case(
        "ActiLife raw CSV",
        "\ufeff"
        + ACTILIFE.format(order="d/MM/yyyy", date="14/03/2026", rate=60).replace(
            "Epoch", "Idle Sleep Mode: True\nSample Rate: 60\nEpoch"
        )
        + "Accelerometer X,Accelerometer Y,Accelerometer Z\n",
        lambda i: ",".join(cells(limb(i), digits=3)),
        60,
        stated=60,
    ),
    "garmin": Case(
        "Garmin Health SDK",
        "",
        lambda i: ";".join(
            [
                local(i, 25, "%Y-%m-%dT%H:%M:%S.%f")[:-3] + "+01:00",
                *(str(round(1000 * v)) for v in limb(i)),
            ]
        ),
        25,
    ),
    "phyphox": Case(
        "phyphox",
        '"Time (s)","Acceleration x (m/s^2)","Acceleration y (m/s^2)","Acceleration z (m/s^2)"\n',
        lambda i: ",".join(f"{v:.9E}" for v in (0.0035 + i / 99.3, *(METRE * v for v in limb(i)))),
        99.3,
        start=None,
    ),
    "phyphox short": Case(
        "phyphox",
        '"t","x","y","z"\n',
        lambda i: ",".join(f"{v:.9E}" for v in (0.0035 + i / 99.3, *(METRE * v for v in limb(i)))),
        99.3,
        start=None,
    ),
    "phyphox, decimal comma": Case(
        "phyphox",
        '"Time (s)";"Acceleration x (m/s^2)";"Acceleration y (m/s^2)";"Acceleration z (m/s^2)"\n',
        lambda i: ";".join([f"{i / 100:.4f}", *cells(limb(i), METRE)]).replace(".", ","),
        100,
        start=None,
    ),
    "cloudupdrs": Case(
        "cloudUPDRS",
        "",
        lambda i: ",".join([str(1254654693282883 + i * 10_000_000), *cells(limb(i), METRE), "3"]),
        100,
        start=None,
    ),
    "mhealth": Case(
        "mHealth",
        "HEADER_TIME_STAMP,X,Y,Z\r\n",
        lambda i: ",".join([local(i, 80, "%Y-%m-%d %H:%M:%S.%f")[:-3], *cells(limb(i))]) + "\r",
        80,
    ),
    "mhealth, header lies": Case(
        "mHealth",
        "HEADER_TIME_STAMP,X_ACCELERATION_METERS_PER_SECOND_SQUARED,"
        "Y_ACCELERATION_METERS_PER_SECOND_SQUARED,Z_ACCELERATION_METERS_PER_SECOND_SQUARED\n",
        lambda i: ",".join([local(i, 80, "%Y-%m-%d %H:%M:%S.%f")[:-3], *cells(limb(i))]),
        80,
        notes=("m/s2 is stated, but at rest",),
    ),
    "shimmer": Case(
        "Shimmer Consensys",
        SHIMMER,
        lambda i: ";".join(
            [
                f"{unix(i, 51.2) * 1000:.12E}".replace("E+", "E"),
                *cells(limb(i), METRE),
                *cells(limb(i + 7), METRE),
                "4139.1;\r",
            ]
        ),
        51.2,
    ),
    "faros": Case(
        "x, y, z without time (Bittium Faros and others)",
        "X,Y,Z\n",
        lambda i: ",".join(cells(limb(i), 1000, 1)),
        100,
        start=None,
        stated=100,
    ),
    "activpal": Case("activPAL raw CSV", "", excel, 20, tolerance=0.01),
    "whole seconds and milliseconds": Case(
        "whole seconds and elapsed milliseconds",
        "Timestamp,Milliseconds,X,Y,Z\n",
        lambda i: ",".join(
            [local(i, 20, "%Y-%m-%d %H:%M:%S"), str(i * 50), *cells(limb(i), METRE)]
        ),
        20,
    ),
    "colmi": Case(
        "COLMI ring",
        "timestamp,accX,accY,accZ,ppg\n",
        lambda i: ",".join(
            [local(i, 50, "%Y-%m-%d %H:%M:%S.%f")[:-3], *cells(limb(i), 512), "10657.0"]
        ),
        50,
        notes=("interpolation",),
    ),
    "wasts": Case(
        "WASTS",
        "start\n",
        lambda i: " ".join([str(602 + i * 200), *cells(limb(i), digits=2), "25.28", "58.32"]),
        5,
        tolerance=0.01,
        start=None,
        name="p7n2.TXT",
        notes=("brief jerks",),
    ),
    "emory": Case(
        "emory-plm",
        "TimeStamp,AccX,AccY,AccZ,GyroX,GyroY,GyroZ\n",
        lambda i: ",".join(
            [local(i, 10, "%Y-%m-%d %H:%M:%S.%f")[:-3], *(f"{v:e}" for v in limb(i)), "1,2,3"]
        ),
        10,
        notes=("brief jerks",),
    ),
    "sensorlog": Case(
        "SensorLog",
        "loggingTime(txt)|loggingSample(N)|accelerometerTimestamp_sinceReboot(s)|"
        "accelerometerAccelerationX(G)|accelerometerAccelerationY(G)|"
        "accelerometerAccelerationZ(G)|motionUserAccelerationX(G)|motionUserAccelerationY(G)|"
        "motionUserAccelerationZ(G)|label(N)\n",
        lambda i: "|".join(
            [
                local(i, 50, "%Y-%m-%d %H:%M:%S.%f")[:-3] + " +0100",
                str(i),
                f"{77000.5 + i / 50:.6f}",
                *cells(limb(i)),
                "0|0|0|0",
            ]
        ),
        50,
    ),
    "physics toolbox": Case(
        "Physics Toolbox",
        "time,gFx,gFy,gFz,TgF\n",
        lambda i: ",".join([f"{i / 50:.3f}", *cells(limb(i)), "1.0"]),
        50,
        start=None,
    ),
    "physics toolbox, semicolons": Case(
        "Physics Toolbox",
        "time;gFx;gFy;gFz;gFTotal\n",
        lambda i: ";".join([f"{i / 50:.3f}", *cells(limb(i)), "1.0"]).replace(".", ","),
        50,
        start=None,
    ),
    "movesense, utc in header": Case(
        "Movesense CSV",
        "Timestamp_ms,X,Y,Z,RelativeTime,5000,UTC,2026-03-14T21:41:07Z\n",
        lambda i: ",".join([str(5000 + round(i * 1000 / 52)), *cells(limb(i), METRE)]),
        52,
    ),
    "movesense, utc in rows": Case(
        "Movesense CSV",
        "Timestamp_ms,x,y,z,UTC_ISO\n",
        lambda i: ",".join(
            [
                str(5000 + i * 20),
                *cells(limb(i), METRE),
                (START + timedelta(seconds=i / 50)).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            ]
        ),
        50,
    ),
    "geneactiv": Case(
        "GENEActiv CSV",
        GENEACTIV,
        lambda i: ",".join(
            [local(i, 50, "%Y-%m-%d %H:%M:%S:%f")[:-3], *cells(limb(i)), "0,0,21.5"]
        ),
        50,
        stated=50,
    ),
    "sleep-accel": Case(
        "four columns between spaces (PhysioNet sleep-accel and others)",
        "",
        lambda i: " ".join([f"{-124489.16105 + i / 50:.6f}", *cells(limb(i))]),
        50,
        start=None,
        name="46343_acceleration.txt",
    ),
    "umafall": Case(
        "UMAFall",
        UMAFALL,
        lambda i: "\n".join(
            ";".join([str(i * 50), str(i), *cells(limb(i + shift)), kind, sensor, ""])
            for shift, kind, sensor in ((9, "0", "0"), (5, "1", "4"), (0, "0", "4"), (7, "0", "3"))
        ),
        20,
        start=None,
    ),
}


def written(path: Path, case: Case) -> Path:
    text = case.head + "\n".join(case.row(i) for i in range(COUNT)) + "\n"
    path /= case.name
    path.write_bytes(text.encode())
    return path


def read(path: Path, case: Case) -> Recording:
    needed = case.rate if case.dialect.startswith("x, y, z without") else None
    return read_recorded_file(
        path, placement=Placement.ANKLE_LEFT, timezone=BERLIN, rate=needed, start=None
    )


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_dialect_is_recognised_and_read(case: Case, tmp_path: Path) -> None:
    path = written(tmp_path, case)
    explanation = explain(path)
    assert explanation.dialect == case.dialect
    assert len(explanation.lines) >= 4
    recording = read(path, case)
    xyz = np.concatenate([run.xyz for run in recording.runs])
    expected = np.array([limb(i) for i in range(COUNT)])
    assert len(xyz) == COUNT
    assert np.abs(xyz - expected).max() < case.tolerance
    assert recording.rate == pytest.approx(case.rate, rel=2e-3)
    assert recording.rate_nominal == case.stated
    if case.start is not None:
        assert abs((recording.start - case.start).total_seconds()) < case.within_s
    else:
        assert any("does not give the time of day" in note for note in told(recording))
    for note in case.notes:
        assert any(note in said for said in told(recording))
    assert len(recording.runs) == 1


def test_gzip_is_read_like_the_plain_file(tmp_path: Path) -> None:
    case = CASES["mhealth"]
    path = written(tmp_path, case)
    packed = tmp_path / "f.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    plain, unpacked = read(path, case), read(packed, case)
    assert np.array_equal(plain.runs[0].xyz, unpacked.runs[0].xyz)
    assert plain.start == unpacked.start


REFUSED = {
    "actilife counts": (
        ACTILIFE.format(order="dd/MM/yyyy", date="14/03/2026", rate=30)
        .replace("Data File", "Data Table File")
        .replace("00:00:00", "00:00:01")
        + "TimeStamp,axis1,axis2,axis3,steps,vm\n",
        lambda i: f"2026-03-14T21:41:{i % 60:02d}Z,44,9,0,0,45",
        "activity counts per epoch of 00:00:01",
    ),
    "counts without preamble": (
        "TimeStamp,axis1,axis2,axis3,steps,vm\n",
        lambda i: f"2026-03-14T21:41:{i % 60:02d}Z,44,9,0,0,45",
        "Raw data",
    ),
    "sensor logger linear": (
        SENSOR_LOGGER,
        lambda i: ",".join(
            [
                str(int(unix(i, 50) * 1e6) * 1000),
                f"{i / 50}",
                *cells((0.1 * math.sin(i), 0.08 * math.cos(i), -0.14)),
            ]
        ),
        "TotalAcceleration.csv",
    ),
    "phyphox without g": (
        '"Time (s)","X (m/s^2)","Y (m/s^2)","Z (m/s^2)"\n',
        lambda i: ",".join(
            f"{v:.9E}" for v in (i / 100, 0.1 * math.sin(i), 0.08 * math.cos(i), 0.02)
        ),
        "Acceleration with g",
    ),
    "physics toolbox linear": (
        "time,ax,ay,az,aT\n",
        lambda i: ",".join(cells((i / 50, 0.1 * math.sin(i), 0.08 * math.cos(i), 0.02, 0.1))),
        "G-Force Meter",
    ),
    "xsens free acceleration": (
        XSENS.format(acc="FreeAcc"),
        lambda i: f"{i},{i * 16667},0.3,-0.5,0.3,0.6,0.03,0.01,0.02,0",
        "free acceleration",
    ),
    "actiware": (
        "\ufeffActiware-exportbestand (versie 05.00),,,\nBestandsnaam:,x,,\n",
        lambda i: f"{i},{i},3,4",
        "Actiware",
    ),
    "no acceleration": (
        "time,temperature,light,battery\n",
        lambda i: f"{unix(i, 1)},21.5,{i},80",
        "without x, y and z",
    ),
    "umafall without limb": (
        UMAFALL.replace("WRIST", "CHEST").replace("ANKLE", "WAIST"),
        lambda i: f"{i * 50};{i};0.1;0.2;0.97;0;0;",
        "no sensor at ankle or wrist",
    ),
}


@pytest.mark.parametrize(("head", "row", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_other_files_are_refused_with_what_they_are(
    head: str, row: Callable[[int], str], words: str, tmp_path: Path
) -> None:
    path = tmp_path / "f.csv"
    path.write_text(head + "\n".join(row(i) for i in range(COUNT)) + "\n", encoding="utf-8")
    with pytest.raises(WrongKind, match=words):
        read_recorded_file(path, placement=Placement.WRIST, timezone=BERLIN)


def test_gravity_beside_linear_acceleration_is_added(tmp_path: Path) -> None:
    def rows(scale: float, shift: float) -> str:
        return SENSOR_LOGGER + "".join(
            f"{int((unix(i, 50) + shift) * 1e6) * 1000},{i / 50},"
            + ",".join(cells(limb(i)[::-1], METRE * scale, 8))
            + "\n"
            for i in range(COUNT)
        )

    (tmp_path / "Accelerometer.csv").write_text(rows(0.05, 0.0))
    (tmp_path / "Gravity.csv").write_text(rows(0.95, 0.0))
    recording = read_recorded_file(
        tmp_path / "Accelerometer.csv", placement=Placement.WRIST, timezone=UTC
    )
    expected = np.array([limb(i) for i in range(COUNT)])
    assert np.abs(recording.runs[0].xyz - expected).max() < 1e-4
    assert any("Gravity.csv" in note for note in told(recording))


def test_gravity_alone_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "Gravity.csv"
    path.write_text(
        SENSOR_LOGGER
        + "".join(
            f"{int(unix(i, 50) * 1e6) * 1000},{i / 50},"
            f"{METRE * math.cos(i / 90):.6f},0,{METRE * math.sin(i / 90):.6f}\n"
            for i in range(COUNT)
        )
    )
    with pytest.raises(WrongKind, match="gravity alone"):
        read_recorded_file(path, placement=Placement.WRIST, timezone=UTC)


def test_each_limb_of_a_file_with_several_sensors(tmp_path: Path) -> None:
    path = written(tmp_path, CASES["umafall"])
    wrist = read_recorded_file(path, placement=Placement.WRIST_RIGHT, timezone=UTC)
    assert wrist.runs[0].xyz[0] == pytest.approx(limb(7), abs=1e-5)


def test_movesense_json(tmp_path: Path) -> None:
    chunks = [
        {
            "MeasIMU9": {
                "Timestamp": 1000 + first * 1000 // 52,
                "ArrayAcc": [
                    dict(zip("xyz", (METRE * v for v in limb(i)), strict=True))
                    for i in range(first, first + 4)
                ],
                "ArrayGyro": [],
            }
        }
        for first in range(0, COUNT, 4)
    ]
    path = tmp_path / "f.json"
    path.write_text(json.dumps({"Samples": [{"MeasHR": {"average": 60}}, *chunks]}))
    recording = read_recorded_file(path, placement=Placement.WRIST, timezone=UTC, start=START)
    expected = np.array([limb(i) for i in range(COUNT)])
    assert np.abs(recording.runs[0].xyz - expected).max() < 1e-5
    assert recording.rate == pytest.approx(52, rel=1e-3)
    assert recording.start == START
    assert explain(path).dialect == "Movesense JSON"
    logged = [{"acc": chunk["MeasIMU9"]} for chunk in chunks]
    path.write_text(json.dumps({"data": logged}))  # its DataLogger app
    again = read_recorded_file(path, placement=Placement.WRIST, timezone=UTC, start=START)
    assert np.array_equal(again.runs[0].xyz, recording.runs[0].xyz)
    assert not again.quality.warnings
    path.write_text('{"version": 1, "Samples": []}')
    with pytest.raises(WrongKind, match="without Movesense acceleration"):
        read_recorded_file(path, placement=Placement.WRIST, timezone=UTC)
    path.write_text('{"Samples": [{"Meas')
    with pytest.raises(UnreadableFile, match="damaged or cut-off JSON"):
        read_recorded_file(path, placement=Placement.WRIST, timezone=UTC)
