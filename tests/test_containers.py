"""Files that hold a table in another form: read by the libraries kept for them, or named."""

import datetime as dt
import gzip
import json
import struct
import sys
import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

import edfio
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from limbwatch.sensor import Placement, Recording, UnreadableFile, WrongKind, bounds
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.containers.time_series import series_table

COUNT, RATE = 600, 20.0
BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = dt.datetime(2026, 3, 14, 22, 41, tzinfo=BERLIN)
UNIX_MS = int(BEGIN.timestamp() * 1000)
AL, AR = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT


def limb(index: int) -> np.ndarray:
    angle = 0.3 + 0.5 * index + 0.2 * np.sin(np.arange(COUNT) / (30 + 10 * index))
    noise = np.random.default_rng(index).normal(0, 0.003, (COUNT, 3))
    return np.round(np.column_stack([np.sin(angle), 0 * angle, np.cos(angle)]) + noise, 4)


LIMBS = [limb(0), limb(1)]


def read(path: Path, placement: Placement = AL) -> Recording:
    return read_recorded_file(path, placement=placement, timezone=BERLIN)


def right(recording: Recording, index: int = 0, *, tolerance: float = 1e-3, lost: int = 0) -> None:
    xyz = np.concatenate([one.xyz for one in recording.runs])
    assert len(xyz) == COUNT - lost
    assert np.abs(xyz - LIMBS[index][: len(xyz)]).max() < tolerance
    assert abs(recording.rate - RATE) < 0.05
    assert abs((recording.start - BEGIN).total_seconds()) < 0.06


def objects() -> list[dict[str, object]]:
    return [
        {"timestamp": UNIX_MS + 50 * k, "acc": dict(zip("xyz", map(float, row), strict=True))}
        for k, row in enumerate(LIMBS[0])
    ]


def test_json_lines_and_a_damaged_one(tmp_path: Path) -> None:
    text = "\n".join(map(json.dumps, objects()))
    path = tmp_path / "f.jsonl"
    path.write_text(text + "\n", encoding="utf-8")
    right(read(path))
    path.write_text(text[:-9], encoding="utf-8")
    recording = read(path)
    right(recording, lost=1)
    assert any("1 of 600 lines are damaged" in note for note in recording.quality.notes)
    packed = tmp_path / "f.jsonl.gz"
    packed.write_bytes(gzip.compress(text.encode()))
    right(read(packed))


@pytest.mark.parametrize("beside", [{}, {"temp": 31.2}, {"temp": {"skin": {"celsius": 31.2}}}])
@pytest.mark.parametrize("around", ["data", "data.value", "message.payload.sensor"])
def test_records_in_records_are_read_however_deep_and_whatever_is_beside(
    around: str, beside: dict[str, object], tmp_path: Path
) -> None:
    lines = []
    for one in objects():
        inner = {"acc": one["acc"], **beside}
        for name in reversed(around.split(".")):
            inner = {name: inner}
        lines.append(json.dumps({"ts": one["timestamp"], **inner}))
    path = tmp_path / "f.ndjson"
    path.write_text("\n".join(lines), encoding="utf-8")
    right(read(path))


def test_json_of_rows_columns_and_chunks(tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    x, y, z = LIMBS[0].T.tolist()
    times = [UNIX_MS + 50 * k for k in range(COUNT)]
    chunks = [
        {"ts": times[k], "x": x[k : k + 10], "y": y[k : k + 10], "z": z[k : k + 10]}
        for k in range(0, COUNT, 10)
    ]
    vectors = [{"time": t, "acc": row} for t, row in zip(times, LIMBS[0].tolist(), strict=True)]
    columns = {"device": "d", "time": times, "x": x, "y": y, "z": z}
    for content in (objects(), columns, chunks, vectors, {"samples": objects()}):
        path.write_text(json.dumps(content), encoding="utf-8")
        right(read(path))
    path.write_text(json.dumps({"a": 1}), encoding="utf-8")
    with pytest.raises(WrongKind, match="without rows"):
        read(path)


@pytest.mark.parametrize("odd", [2**70, "\ud83d", {"id": -(2**64)}, {"\udc00": "\ud800"}])
@pytest.mark.parametrize("shape", ["rows", "columns", "lines", "within"])
def test_what_no_column_can_hold_beside_the_samples_does_no_harm(
    odd: object, shape: str, tmp_path: Path
) -> None:
    """A number of more than 64 bits, and half of a letter, as where a name was cut."""
    path = tmp_path / "f.json"
    rows: list[dict[str, object]] = [{**one, "note": odd} for one in objects()]
    x, y, z = LIMBS[0].T.tolist()
    times = [UNIX_MS + 50 * k for k in range(COUNT)]
    columns = {"time": times, "x": x, "y": y, "z": z}
    whole = json.dumps(
        {"rows": rows, "columns": {**columns, "note": [odd] * COUNT}}.get(
            shape, {"id": odd, "sensors": {"name": str(odd), "data": columns}}
        )
    )
    text = "\n".join(map(json.dumps, rows)) + "\n" if shape == "lines" else whole
    path.write_text(text, encoding="utf-8")
    right(read(path))


def test_sensor_logger_json_in_turns(tmp_path: Path) -> None:
    """tszheichoi/awesome-sensor-logger: all sensors in one array, numbers as texts."""
    rows: list[dict[str, str]] = []
    for k, row in enumerate(LIMBS[0] * 9.80665):
        stamp = str((UNIX_MS + 50 * k) * 1_000_000)
        total = dict(zip("xyz", map(str, row), strict=True))
        rows += [
            {"sensor": "Gyroscope", "time": stamp, "x": "0.1", "y": "0.2", "z": "0.3"},
            {"sensor": "TotalAcceleration", "time": stamp, **total},
            {"sensor": "Accelerometer", "time": stamp, "x": "0.1", "y": "0", "z": "0.1"},
        ]
    rows.append({"sensor": "Battery", "time": stamp, "batteryLevel": "0.5"})
    path = tmp_path / "f.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    right(read(path))


@pytest.mark.parametrize("at", [0, 1, COUNT])
def test_a_record_of_the_recording_among_those_of_samples_names_no_columns(
    at: int, tmp_path: Path
) -> None:
    about = {
        "version": 3,
        "device name": "Pixel 7",
        "recording time": "2026-03-14_21-41-00",
        "platform": "android",
        "sensors": "Accelerometer",
        "sensor": "Metadata",
    }
    rows: list[dict[str, object]] = [
        {"sensor": "TotalAcceleration", "time": str((UNIX_MS + 50 * k) * 10**6)}
        | {axis: f"{9.80665 * value:.4f}" for axis, value in zip("zyx", row[::-1], strict=True)}
        for k, row in enumerate(LIMBS[0].tolist())
    ]
    rows.insert(at, about)
    path = tmp_path / "f.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    right(read(path))
    lines = tmp_path / "g.jsonl"
    lines.write_text("\n".join([*map(json.dumps, rows), ""]), encoding="utf-8")
    right(read(lines))
    names = sorted({name for row in rows for name in row})
    table = {name: [str(row.get(name, "")) or None for row in rows] for name in names}
    pq.write_table(pa.table(table), tmp_path / "h.parquet")
    right(read(tmp_path / "h.parquet"))


def test_names_in_the_first_row_of_a_table_that_has_others_are_read(tmp_path: Path) -> None:
    # a table of text that was taken for one with names, as its first line was a title
    cells = [["time", "x", "y", "z"]]
    cells += [
        [str(UNIX_MS + 50 * k), *(f"{value:.4f}" for value in row)]
        for k, row in enumerate(LIMBS[0].tolist())
    ]
    columns = list(zip(*cells, strict=True))
    table = {f"Unnamed: {at}": list(column) for at, column in enumerate(columns)}
    pq.write_table(pa.table(table), tmp_path / "f.parquet")
    right(read(tmp_path / "f.parquet"))


def test_foreign_parquet(tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    times = pa.array([UNIX_MS + 50 * k for k in range(COUNT)], pa.timestamp("ms", tz="UTC"))
    plain = {axis: LIMBS[0][:, at] for at, axis in enumerate("xyz")}
    nested = pa.array([row["acc"] for row in objects()])
    for table in (
        pa.table({**plain, "__index_level_0__": times}),
        pa.table({"when time": times, "acc": nested}),
    ):
        pq.write_table(table, path)
        right(read(path))
    packed = tmp_path / "f.parquet.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    right(read(packed))


def arrow_batches(tmp_path: Path, name: str, **options: object) -> Path:
    times = pa.array([UNIX_MS + 50 * k for k in range(COUNT)], pa.timestamp("ms", tz="UTC"))
    nested = pa.array([row["acc"] for row in objects()])
    table = pa.table({"when time": times, "acc": nested})
    path = tmp_path / name
    kind = pa.ipc.new_stream if name.endswith("arrows") else pa.ipc.new_file
    with kind(path, table.schema, options=pa.ipc.IpcWriteOptions(**options)) as file:
        file.write_table(table, max_chunksize=1000)
    return path


@pytest.mark.parametrize("name", ["f.feather", "f.arrows"])
@pytest.mark.parametrize("compression", [None, "lz4", "zstd"])
def test_feather_and_streams_of_arrow_are_read_as_parquet_is(
    name: str, compression: str | None, tmp_path: Path
) -> None:
    path = arrow_batches(tmp_path, name, compression=compression)
    right(read(path))
    assert any("Arrow" in note or "Feather" in note for note in read(path).quality.notes)
    packed = tmp_path / f"{name}.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    right(read(packed))


@pytest.mark.parametrize(("name", "kind"), [("f.feather", "Feather"), ("f.arrows", "of Arrow")])
def test_a_cut_off_file_of_arrow_is_told_as_one(name: str, kind: str, tmp_path: Path) -> None:
    path = arrow_batches(tmp_path, name)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(UnreadableFile, match=f"{kind} .*Copy or export it again"):
        read(path)


@pytest.mark.parametrize("name", ["f.feather", "f.arrows"])
def test_arrow_of_which_the_lengths_of_texts_are_damaged_is_told_so(
    name: str, tmp_path: Path
) -> None:
    """Arrow reads beyond its memory by them, and the process ends."""
    path = tmp_path / name
    table = pa.table({"x": [0.1, 0.2, 0.3, 0.4], "who": ["abc", "abc", "abc", "abc"]})
    kind = pa.ipc.new_stream if name.endswith("arrows") else pa.ipc.new_file
    with kind(path, table.schema) as file:
        file.write_table(table)
    ends = b"".join(end.to_bytes(4, "little") for end in (0, 3, 6, 9, 12))
    damaged = ends[:8] + (2**31 - 1).to_bytes(4, "little") + ends[12:]
    assert path.read_bytes().count(ends) == 1
    path.write_bytes(path.read_bytes().replace(ends, damaged))
    with pytest.raises(UnreadableFile, match="Copy or export it again"):
        read(path)


def test_erased_memory_is_no_stream_of_arrow(tmp_path: Path) -> None:
    path = tmp_path / "dump.bin"
    path.write_bytes(b"\xff" * 8 + bytes(4096))
    with pytest.raises(UnreadableFile, match="neither text nor"):
        read(path)


@pytest.mark.parametrize("name", ["f.feather", "f.arrows"])
def test_a_file_of_arrow_that_unpacks_to_more_than_a_night_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = arrow_batches(tmp_path, name, compression="zstd")
    monkeypatch.setattr(bounds, "unpacked_bytes", lambda _packed: 10_000)
    with pytest.raises(UnreadableFile, match="more than"):
        read(path)


def test_edf_and_bdf_channels(tmp_path: Path) -> None:
    def signals(kind: type, *, two: bool) -> list[object]:
        found = [
            kind(
                (1000 if two else 1) * LIMBS[index][:, at],
                RATE,
                label=f"{'LR'[index]} Leg Acc {axis}" if two else f"ACC_{axis}",
                physical_dimension="mg" if two else "g",
                physical_range=(-4000, 4000) if two else (-4, 4),
            )
            for index in range(1 + two)
            for at, axis in enumerate("XYZ")
        ]
        brain = np.random.default_rng(5).normal(0, 50, COUNT * 10)
        return [kind(brain, 200, label="EEG C3-A2", physical_dimension="uV"), *found]

    day = {"starttime": BEGIN.time(), "recording": edfio.Recording(startdate=BEGIN.date())}
    path = tmp_path / "f.edf"
    edfio.Edf(signals(edfio.EdfSignal, two=True), **day).write(path)
    right(read(path))
    right(read(path, AR), 1)
    edfio.Bdf(signals(edfio.BdfSignal, two=False), **day).write(path)
    right(read(path))
    edfio.Edf(signals(edfio.EdfSignal, two=False)[:1]).write(path)  # type: ignore[arg-type]
    with pytest.raises(WrongKind, match=r"without three channels.*EEG C3-A2"):
        read(path)


def test_a_polysomnogram_without_acceleration_is_told_with_all_its_channels(
    tmp_path: Path,
) -> None:
    """Those of another rate than most were left out, and columns of them asked for in vain."""
    path = tmp_path / "f.edf"
    slow = [edfio.EdfSignal(np.arange(100.0), 1, label="Position")]
    brain = [
        edfio.EdfSignal(np.sin(np.arange(100.0 * rate)), rate, label=label, physical_dimension="uV")
        for label, rate in {"EEG C4": 20, "EOG E1": 20, "EMG Chin": 20, "EMG Leg L": 50}.items()
    ]
    edfio.Edf(brain + slow).write(path)
    with pytest.raises(WrongKind, match="EMG Chin, EMG Leg L, Position") as told:
        read(path)
    for what in ("polysomnogram", "limbwatch score", "limbwatch compare", "--hypnogram"):
        assert what in str(told.value)
    assert "--columns" not in str(told.value)


@pytest.mark.parametrize("label", ["C4-M1", "LOC-A2", "TIB-L", "Chin1"])
def test_a_polysomnogram_is_told_by_derivations_and_muscles_too(label: str, tmp_path: Path) -> None:
    path = tmp_path / "f.edf"
    edfio.Edf(
        [edfio.EdfSignal(np.sin(np.arange(200.0)), 20, label=one) for one in ("a", "b", label)]
    ).write(path)
    with pytest.raises(WrongKind, match="It is a polysomnogram"):
        read(path)


@pytest.mark.parametrize(("label", "unit"), [("EEG C4", "g"), ("Thorax", "uV"), ("Tibia", "uV")])
def test_channels_that_may_be_acceleration_are_asked_for(
    label: str, unit: str, tmp_path: Path
) -> None:
    path = tmp_path / "f.edf"
    signals = [
        edfio.EdfSignal(LIMBS[0][:, at], RATE, label=f"Ch{at}", physical_dimension=unit)
        for at in range(3)
    ]
    slow = [edfio.EdfSignal(np.arange(COUNT / RATE), 1, label=label)]
    edfio.Edf(signals + slow).write(path)
    with pytest.raises(WrongKind, match=rf"{label}.*--columns time=1,x=NAME"):
        read(path)
    edfio.Edf(slow).write(path)  # where no three are of one rate, none can be named
    with pytest.raises(WrongKind, match=rf"{label}\)") as told:
        read(path)
    assert "--columns" not in str(told.value)


def test_spreadsheet_with_a_sheet_for_each_leg(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    write_workbook(path, {"left ankle": LIMBS[0], "right ankle": LIMBS[1]})
    pytest.importorskip("python_calamine")
    right(read(path))
    right(read(path, AR), 1)
    with pytest.raises(UnreadableFile, match="2 sensors"):
        read(path, Placement.WRIST_LEFT)


def write_workbook(path: Path, sheets: dict[str, np.ndarray]) -> None:
    """Write the least that is a workbook (ECMA-376), times as numbers of days."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    first = (BEGIN.replace(tzinfo=None) - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)  # noqa: DTZ001
    with zipfile.ZipFile(path, "w") as book:
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
            f'ContentType="{kinds}.worksheet+xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        book.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
            f"{parts}</Types>",
        )
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        names = "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(sheets, 1)
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets>{names}</sheets></workbook>',
        )
        targets = "".join(
            f'<Relationship Id="s{n}" Type="{links}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships">{targets}</Relationships>',
        )
        for n, xyz in enumerate(sheets.values(), 1):
            head = "".join(
                f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in ("Time", "X", "Y", "Z")
            )
            rows = "".join(
                "<row>"
                + "".join(f"<c><v>{v:.10f}</v></c>" for v in (first + k / RATE / 86400, *row))
                + "</row>"
                for k, row in enumerate(xyz)
            )
            book.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f'<worksheet xmlns="{main}"><sheetData><row>{head}</row>{rows}</sheetData>'
                "</worksheet>",
            )


def write_xdf(path: Path, streams: dict[str, np.ndarray]) -> None:
    """Write XDF 1.0 (github.com/sccn/xdf/wiki/Specifications), float32 streams."""

    def chunk(tag: int, content: bytes) -> bytes:
        return b"\x04" + struct.pack("<IH", len(content) + 2, tag) + content

    when = BEGIN.isoformat()
    data = b"XDF:" + chunk(
        1, f"<info><version>1.0</version><datetime>{when}</datetime></info>".encode()
    )
    for number, (name, xyz) in enumerate(streams.items(), 1):
        channels = "".join(
            f"<channel><label>ACC_{axis}</label><unit>g</unit></channel>" for axis in "XYZ"
        )
        head = (
            f"<info><name>{name}</name><type>ACC</type><channel_count>3</channel_count>"
            f"<nominal_srate>{RATE}</nominal_srate><channel_format>float32</channel_format>"
            f"<created_at>0</created_at><desc><channels>{channels}</channels></desc></info>"
        )
        ident = struct.pack("<I", number)
        samples = b"".join(
            b"\x08" + struct.pack("<d3f", 1000 + k / RATE, *row) for k, row in enumerate(xyz)
        )
        data += chunk(2, ident + head.encode())
        data += chunk(3, ident + b"\x04" + struct.pack("<I", len(xyz)) + samples)
        data += chunk(6, ident + b"<info></info>")
    path.write_bytes(data)


def test_xdf_streams(tmp_path: Path) -> None:
    pytest.importorskip("pyxdf")
    path = tmp_path / "f.xdf"
    write_xdf(path, {"LeftAnkle": LIMBS[0], "RightAnkle": LIMBS[1]})
    right(read(path))
    right(read(path, AR), 1)


@pytest.mark.parametrize(
    ("library", "start"),
    [
        ("pyxdf", b"XDF:" + bytes(50)),
        ("python_calamine", b"\xd0\xcf\x11\xe0" + bytes(50)),
        ("fastavro", b"Obj\x01" + bytes(50)),
    ],
)
def test_a_missing_library_is_named(
    library: str, start: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    path = tmp_path / "f"
    path.write_bytes(start)
    with pytest.raises(UnreadableFile, match=r"pip install 'limbwatch\[files\]'"):
        read(path)


def cwa() -> bytes:
    """An AX3 file as Axivity's open format says (cwa.md): a header, then sectors of 80 samples."""
    header = bytearray(b"MD" + struct.pack("<H", 1020)).ljust(1024, b"\0")
    header[36] = 0x48  # 25 Hz
    sectors = [bytes(header)]
    for number in range(20):
        noise = np.random.default_rng(number).normal(0, 0.004, (80, 3))
        values = np.round((np.array([0.3, 0.0, 0.954]) + noise) * 256).astype("<i2")
        second = -(-16 * number // 5)  # 3.2 s each; the stamp is that of a whole second
        packed = 26 << 26 | 3 << 22 | 14 << 17 | 22 << 12 | second // 60 << 6 | second % 60
        offset = 25 * second - 80 * number
        fields = (b"AX", 508, 0, 1, number, packed, 0, 0, 0, 0, 0x48, 0x32, offset, 80)
        sector = (struct.pack("<2sHHIIIHHBBBbhH", *fields) + values.tobytes()).ljust(510, b"\0")
        words = int(np.frombuffer(sector, "<u2").astype(np.int64).sum())
        sectors.append(sector + struct.pack("<H", -words & 0xFFFF))
    return b"".join(sectors)


@pytest.mark.parametrize(
    ("code", "name"), [(0x00, "AX3 4660"), (0x64, "AX6 4660"), (0x17, "Axivity 4660")]
)
def test_a_device_of_a_code_that_is_not_known_has_its_makers_name(
    code: int, name: str, tmp_path: Path
) -> None:
    """An AX3 has 0x17 as well (cwa.md), and was called unknown in the report."""
    content = bytearray(cwa())
    content[4:7] = struct.pack("<BH", code, 4660)
    path = tmp_path / "f.cwa"
    path.write_bytes(content)
    assert read(path).device == name


def test_a_bad_sector_costs_its_samples_and_gzip_is_opened(tmp_path: Path) -> None:
    whole = cwa()
    path = tmp_path / "f.cwa"
    path.write_bytes(whole)
    clean = sum(map(len, read(path).runs))
    packed = tmp_path / "f.cwa.gz"
    packed.write_bytes(gzip.compress(whole))
    assert sum(map(len, read(packed).runs)) == clean
    bad = bytearray(whole)
    bad[1024 + 10 * 512 + 100] ^= 0xFF
    path.write_bytes(bytes(bad))
    damaged = read(path)
    assert 0 < clean - sum(map(len, damaged.runs)) <= 80
    assert any("damaged piece was left out" in text for text in damaged.quality.warnings)
    packed.write_bytes(gzip.compress(whole)[:-200])
    with pytest.raises(UnreadableFile, match=r"f\.cwa\.gz is a damaged or cut-off gzip"):
        read(packed)


def test_a_usb_logger(tmp_path: Path) -> None:
    """Manual of Gulf Coast Data Concepts' X16-1D: ;Headers before the names, raw codes."""
    lines = [
        ";Title, http://www.gcdataconcepts.com, X16-1D, Analog Dev ADXL345",
        ";Start_time, 2026-03-14, 22:41:00.000",
        ";SampleRate, 20,Hz",
        ";Headers, time,Ax,Ay,Az",
        *(f"{k / RATE:.3f},{a:.0f},{b:.0f},{c:.0f}" for k, (a, b, c) in enumerate(LIMBS[0] * 2048)),
    ]
    path = tmp_path / "f.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    right(read(path))


def deep(name: str, index: int) -> dict[str, object]:
    """Samples of a sensor in JSON: time, x, y, z."""
    rows = [[k / RATE, *map(float, row)] for k, row in enumerate(LIMBS[index])]
    return {"name": name, "unit": "g", "samples": rows}


def test_columns_deeper_in_json_have_the_rate_and_start_beside_them(tmp_path: Path) -> None:
    columns = dict(zip("xyz", LIMBS[0].T.tolist(), strict=True))
    content = {"device": "A-3", "start": BEGIN.timestamp(), "fs": RATE, "acc": columns}
    path = tmp_path / "f.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    right(read(path))


def test_a_note_with_commas_beside_rows_deeper_in_json_names_no_columns(tmp_path: Path) -> None:
    told = {"start": BEGIN.timestamp(), "fs": RATE, "note": "left ankle, patient 3, night 1"}
    path = tmp_path / "f.json"
    content = {"session": {**told, "samples": LIMBS[0].tolist()}}
    path.write_text(json.dumps(content), encoding="utf-8")
    right(read(path))


def test_sensors_deeper_in_json_are_told_apart_by_their_names(tmp_path: Path) -> None:
    told = {"id": "a1", "startTime": BEGIN.isoformat(), "sampleRate": RATE}
    sensors = [deep("leftAnkle", 0), deep("rightAnkle", 1)]
    path = tmp_path / "f.json"
    path.write_text(json.dumps({"session": told, "sensors": sensors}), encoding="utf-8")
    right(read(path, AL), 0)
    right(read(path, AR), 1)


def test_tables_deeper_in_json_of_which_nothing_says_whose_they_are_are_refused(
    tmp_path: Path,
) -> None:
    path = tmp_path / "f.json"
    path.write_text(json.dumps({"s": [deep("a", 0), deep("a", 1)]}), encoding="utf-8")
    with pytest.raises(UnreadableFile):
        read(path)


def test_a_wav_file_is_called_so(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"RIFF\x24\x10\x00\x00WAVEfmt " + bytes(4096))
    with pytest.raises(WrongKind, match="is a WAV file that omconvert did not write"):
        read(path)


STAMPS = [
    f"{BEGIN.astimezone(dt.UTC) + dt.timedelta(seconds=k / RATE):%Y-%m-%dT%H:%M:%S.%f}Z"
    for k in range(len(LIMBS[0]))
]


def influx(name: str, index: int, **tags: str) -> dict[str, object]:
    """A series in the answer of InfluxDB 1 to a query."""
    rows = [[stamp, *map(float, row)] for stamp, row in zip(STAMPS, LIMBS[index], strict=True)]
    beside = {"tags": tags} if tags else {}
    return {"name": name, **beside, "columns": ["time", "x", "y", "z"], "values": rows}


@pytest.mark.parametrize("several", [False, True])
def test_an_answer_of_influxdb_is_a_table_for_each_of_its_series(
    several: bool, tmp_path: Path
) -> None:
    series = [influx("acc", 0)]
    if several:
        series = [influx("acc", 0, leg="left"), influx("acc", 1, leg="right")]
    path = tmp_path / "f.json"
    path.write_text(json.dumps({"results": [{"statement_id": 0, "series": series}]}), "utf-8")
    right(read(path, AL), 0)
    if several:
        right(read(path, AR), 1)


def prometheus(index: int, **labels: str) -> list[dict[str, object]]:
    """The series of three axes in the answer of Prometheus to a query over a range."""
    times = [BEGIN.timestamp() + k / RATE for k in range(len(LIMBS[index]))]
    return [
        {
            "metric": {"__name__": "acc", "axis": axis, **labels},
            "values": [[t, f"{v:.5f}"] for t, v in zip(times, values.tolist(), strict=True)],
        }
        for axis, values in zip("xyz", LIMBS[index].T, strict=True)
    ]


def test_series_of_prometheus_are_put_side_by_side_by_their_labels(tmp_path: Path) -> None:
    path = tmp_path / "f.json"

    def write(result: list[dict[str, object]]) -> None:
        data = {"resultType": "matrix", "result": result}
        path.write_text(json.dumps({"status": "success", "data": data}), "utf-8")

    write(prometheus(0))
    right(read(path, AL), 0)
    write(prometheus(0, leg="left") + prometheus(1, leg="right"))
    right(read(path, AL), 0)
    right(read(path, AR), 1)


def test_series_that_are_not_of_times_and_values_are_none() -> None:
    series = prometheus(0)
    assert series_table(series) is not None
    assert series_table(series[:2]) is None
    assert series_table([series[0]] * 3) is None  # by no label apart
    for length, found in ((19, False), (20, True)):
        short = [{**one, "values": one["values"][:length]} for one in series]  # type: ignore[index]
        assert (series_table(short) is not None) is found


def test_a_file_of_another_quantity_holds_no_axis_by_its_name(tmp_path: Path) -> None:
    """A list of heart rates called x_fitbit was told to be the axis x."""
    beats = [{"dateTime": f"03/14/26 23:10:{k:02}", "value": {"bpm": 60 + k}} for k in range(9)]
    path = tmp_path / "x_fitbit.json"
    path.write_text(json.dumps(beats), "utf-8")
    with pytest.raises(UnreadableFile, match="no acceleration in another form"):
        read(path)
    path.write_text("time,value\n" + "".join(f"{k / 25},0.1\n" for k in range(40)), "utf-8")
    with pytest.raises(UnreadableFile, match="holds one axis"):
        read(path)
