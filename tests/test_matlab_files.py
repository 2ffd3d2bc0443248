"""MATLAB files of version 5 to 7.2: vectors, matrices and structs as tables; no trust in sizes."""

import struct
import zlib
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
import scipy.io
import scipy.sparse

from limbwatch.sensor import Placement, Recording, UnreadableFile, WrongKind
from limbwatch.sensor.files import read_recorded_file
from limbwatch.sensor.files.containers import mat_values
from limbwatch.sensor.files.tables.table_options import TableOptions

COUNT, RATE = 1000, 25.0
BEGIN = datetime(2026, 3, 10, 23, 10, tzinfo=UTC)
DATENUM = date(2026, 3, 10).toordinal() + 366 + (23 + 10 / 60) / 24
SECONDS = np.arange(COUNT) / RATE
LEFT = np.random.default_rng(3).normal((0.2, -0.93, 0.3), 0.005, (COUNT, 3)).round(4)
RIGHT = LEFT[:, ::-1].copy()
AL, AR = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT
DATED = {"fs": RATE, "startTime": "2026-03-10 23:10:00"}


def saved(tmp_path: Path, variables: dict[str, object], **how: object) -> Path:
    path = tmp_path / "night.mat"
    scipy.io.savemat(path, variables, **how)  # type: ignore[arg-type]
    return path


def read(path: Path, placement: Placement = AL, **said: object) -> Recording:
    return read_recorded_file(path, placement=placement, timezone=UTC, **said)  # type: ignore[arg-type]


def refused(path: Path, kind: type[Exception] = UnreadableFile) -> str:
    with pytest.raises(kind) as error:
        read(path)
    return str(error.value)


def require_same(
    recording: Recording, values: np.ndarray = LEFT, begin: datetime | None = BEGIN
) -> None:
    found = np.concatenate([run.xyz for run in recording.runs])
    assert found.shape == values.shape
    assert np.abs(found - values).max() < 1e-3
    assert recording.rate == pytest.approx(RATE, rel=1e-4)
    if begin is not None:
        assert abs((recording.start - begin).total_seconds()) < 0.001


def cell(*values: object) -> np.ndarray:
    found = np.empty(len(values), object)
    found[:] = values
    return found


COLUMNS = dict(zip("xyz", LEFT.T, strict=True))
T = {"t": SECONDS}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("oned_as", ["row", "column"])
@pytest.mark.parametrize(
    "variables",
    [
        {**T, **COLUMNS},
        {"data": np.column_stack([SECONDS, LEFT])},
        {**T, "acc": LEFT},
        {**T, "acc": LEFT.T},
        {"acc": LEFT, "Fs": RATE},
        {"acc": LEFT, "sampling_rate": np.uint8(RATE)},
        {"data": LEFT.astype(np.float32), "info": {"SampleRate": RATE, "subject": "P07"}},
        {"acc": LEFT * 1000, "unit": "mg", "fs": RATE},
        {"rec": {"time": SECONDS, **COLUMNS}},
        {"rec": {"acc": {**T, **COLUMNS, "units": "g"}, "subject": "P07"}},
        {"data": np.column_stack([LEFT, SECONDS]), "columns": cell("x", "y", "z", "time")},
        {"data": np.column_stack([SECONDS, LEFT]), "labels": np.array(["time", "x", "y", "z"])},
        {**T, "acc": LEFT, "gyro": RIGHT * 40, "notes": "n, o, t, e" * 30000},
        {**T, "data": np.column_stack([LEFT, RIGHT * 40])},
    ],
)
def test_vectors_matrices_and_structs_are_tables(
    variables: dict[str, object], oned_as: str, tmp_path: Path, *, packed: bool
) -> None:
    path = saved(tmp_path, variables, oned_as=oned_as, do_compression=packed)
    recording = read(path)
    require_same(recording, begin=None)
    assert [said for said in recording.quality.warnings if "time of day" not in said] == []


@pytest.mark.parametrize(
    "variables",
    [
        {"acc": LEFT, **DATED},
        {"acc": LEFT, "fs": RATE, "start": DATENUM},
        {"acc": LEFT, "fs": RATE, "t0": [2026.0, 3.0, 10.0, 23.0, 10.0, 0.0]},
        {"acc": LEFT, "fs": RATE, "startTime": int(BEGIN.timestamp())},
        {"acc": LEFT, "t": DATENUM + SECONDS / 86400},
        {"acc": LEFT, "time": [f"2026-03-10 23:10:{k / RATE:06.3f}" for k in range(COUNT)]},
    ],
)
def test_the_start_may_be_text_or_a_date_of_matlab(
    variables: dict[str, object], tmp_path: Path
) -> None:
    require_same(read(saved(tmp_path, variables)))


def test_a_date_of_matlab_that_was_taken_for_one_is_told(tmp_path: Path) -> None:
    notes = read(saved(tmp_path, {"acc": LEFT, "fs": RATE, "start": DATENUM})).quality.notes
    assert "start was read as a date of MATLAB: 2026-03-10 23:10:00.000." in notes


@pytest.mark.parametrize(
    ("interval", "unit"),
    [(40.0, "ms"), (0.04, "s"), (0.04, "sec"), (np.uint8(40), "msec"), (40000.0, "us")],
)
@pytest.mark.parametrize("name", ["isi", "dt", "sample_interval"])
def test_the_unit_of_an_interval_of_samples_stands_in_a_variable_beside(
    interval: float, unit: str, name: str, tmp_path: Path
) -> None:
    """AcqKnowledge of BIOPAC has ``isi`` and ``isi_units``, and a label for each channel."""
    labels = [f"{side} ankle {axis}" for side in ("left", "right") for axis in "XYZ"]
    variables = {
        "data": np.column_stack([LEFT, RIGHT]),
        name: interval,
        f"{name}_units": unit,
        "start_sample": 0.0,
        "labels": np.array(labels),
        "units": np.array(["g"] * 6),
    }
    path = saved(tmp_path, variables)
    require_same(read(path), LEFT, begin=None)
    require_same(read(path, AR), RIGHT, begin=None)


@pytest.mark.parametrize("unit", [{}, {"isi_units": "samples"}])
def test_an_interval_of_samples_without_a_unit_states_no_rate(
    unit: dict[str, str], tmp_path: Path
) -> None:
    assert "--rate" in refused(saved(tmp_path, {"acc": LEFT, "isi": 40.0, **unit}))


@pytest.mark.parametrize("empty", ["", np.array([], "U3"), cell("", "")])
def test_an_empty_text_beside_a_table_says_nothing(empty: object, tmp_path: Path) -> None:
    """MATLAB keeps '' as a text of no rows and no columns."""
    variables = {"acc": LEFT, **DATED, "notes": empty, "unit": "", "info": {"name": ""}}
    require_same(read(saved(tmp_path, variables)))


def test_what_is_assumed_of_a_matrix_is_told(tmp_path: Path) -> None:
    notes = read(saved(tmp_path, {"acc": LEFT.T, **DATED})).quality.notes
    assert f"acc is 3 x {COUNT}: its rows were read as columns." in notes
    assert "The columns of acc have no names and were read as x, y and z." in notes


def test_only_a_matrix_that_is_read_is_told_to_lie_across(tmp_path: Path) -> None:
    notes = read(saved(tmp_path, {"acc": LEFT, "limits": np.eye(2, 5), **DATED})).quality.notes
    assert not any("were read as columns" in note for note in notes)


ARRAY = np.zeros(2, dtype=[("unit", object), ("location", object), ("acc", object)])
ARRAY[0], ARRAY[1] = ("g", "left ankle", LEFT), ("g", "right ankle", RIGHT)
STRUCTS = {"left_ankle": {**T, "acc": LEFT}, "right_ankle": {**T, "acc": RIGHT}}


@pytest.mark.parametrize("placement", [AL, AR])
@pytest.mark.parametrize(
    "variables",
    [
        {"acc_left_ankle": LEFT, "acc_right_ankle": RIGHT},
        STRUCTS,
        {"subject": {"sensors": STRUCTS}},
        {"sensors": ARRAY},
        {"sensors": cell(*({"location": one["location"], "acc": one["acc"]} for one in ARRAY))},
    ],
)
def test_several_sensors_are_told_apart_as_in_tables(
    variables: dict[str, object], placement: Placement, tmp_path: Path
) -> None:
    path = saved(tmp_path, {**variables, **DATED})
    require_same(read(path, placement), LEFT if placement is AL else RIGHT)


def test_sensors_of_other_lengths_are_tables_of_their_own(tmp_path: Path) -> None:
    path = saved(tmp_path, {"acc_left_ankle": LEFT, "acc_right_ankle": RIGHT[:-9], **DATED})
    require_same(read(path, AL), LEFT)
    require_same(read(path, AR), RIGHT[:-9])


def test_columns_of_one_name_in_two_matrices_are_kept_apart(tmp_path: Path) -> None:
    both = {"left_ankle": LEFT, "right_ankle": RIGHT, "columns": cell("x", "y", "z")}
    path = saved(tmp_path, {**both, "unit": "g", **DATED})
    with pytest.raises(UnreadableFile, match="--sensor"):
        read(path, Placement.WRIST)
    require_same(read(path, AR), RIGHT)


def test_sensors_that_nothing_tells_apart_are_asked_for(tmp_path: Path) -> None:
    said = refused(saved(tmp_path, {"a": LEFT, "b": RIGHT, "fs": RATE}))
    assert "2 sensors" in said
    assert "--sensor ankle_left=" in said


def test_variables_called_as_the_columns_of_an_app_are_of_none(tmp_path: Path) -> None:
    assert read(saved(tmp_path, T | COLUMNS)).device == ""


def test_missing_values_are_a_gap(tmp_path: Path) -> None:
    acc = LEFT.copy()
    acc[200:300] = np.nan
    recording = read(saved(tmp_path, {**T, "acc": acc}))
    assert [len(run) for run in recording.runs] == [200, 700]


def test_a_file_without_a_rate_asks_for_it(tmp_path: Path) -> None:
    path = saved(tmp_path, {"acc": LEFT})
    assert "--rate" in refused(path)
    require_same(read(path, rate=RATE, start=BEGIN))


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"a": 3.0, "b": "text"}, "a (1 x 1 numbers), b (1 x 4 text)"),
        ({"acc": cell(*LEFT.T)}, "acc (1 x 3 cell)"),
        ({"acc": scipy.sparse.csc_array(LEFT)}, f"acc ({COUNT} x 3 sparse matrix)"),
        ({"acc": LEFT + 1j}, f"acc ({COUNT} x 3 complex numbers)"),
        ({"acc": np.zeros((COUNT, 40))}, f"acc ({COUNT} x 40 numbers)"),
        ({"acc": np.zeros((30, 3, 30))}, "acc (30 x 3 x 30 numbers)"),
    ],
)
def test_a_file_without_a_table_names_its_variables_and_their_sizes(
    variables: dict[str, object], said: str, tmp_path: Path
) -> None:
    assert said in refused(saved(tmp_path, variables), WrongKind)


def element(kind: int, content: bytes) -> bytes:
    return struct.pack("<II", kind, len(content)) + content + bytes(-len(content) % 8)


def array(kind: int, shape: tuple[int, ...], name: bytes, content: bytes) -> bytes:
    flags = element(6, struct.pack("<II", kind, 0))
    sizes = element(5, struct.pack(f"<{len(shape)}i", *shape))
    return element(14, flags + sizes + element(1, name) + content)


def opaque(name: bytes, what: bytes) -> bytes:
    flags = element(6, struct.pack("<II", 17, 0))
    inside = array(13, (6, 1), b"", element(6, bytes(24)))
    return element(14, flags + element(1, name) + element(1, b"MCOS") + element(1, what) + inside)


def written(tmp_path: Path, *variables: bytes, order: bytes = b"IM") -> Path:
    head = b"MATLAB 5.0 MAT-file, Platform: PCWIN64".ljust(124) + struct.pack("<H", 0x100) + order
    path = tmp_path / "night.mat"
    path.write_bytes(head + b"".join(variables))
    return path


def matrix(name: bytes, values: np.ndarray = LEFT) -> bytes:
    return array(6, values.shape, name, element(9, values.tobytes(order="F")))


@pytest.mark.parametrize(
    ("what", "how"),
    [
        (b"timetable", "writetimetable(acc, 'acc.csv')"),
        (b"table", "writetable(acc, 'acc.csv')"),
        (b"datetime", "acc = datenum(acc)"),
        (b"duration", "acc = seconds(acc)"),
    ],
)
def test_types_that_only_matlab_reads_say_what_to_type_there(
    what: bytes, how: str, tmp_path: Path
) -> None:
    said = refused(written(tmp_path, opaque(b"acc", what)), WrongKind)
    assert f"acc ({what.decode()})" in said
    assert said.endswith(how)


def test_a_time_that_only_matlab_reads_is_told_beside_what_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, matrix(b"acc"), opaque(b"when", b"datetime"), matrix(b"", RIGHT))
    recording = read(path, rate=RATE)
    require_same(recording, begin=None)
    assert any("when = datenum(when)" in said for said in recording.quality.warnings)


def test_numbers_of_the_other_byte_order_are_read(tmp_path: Path) -> None:
    def big(kind: int, content: bytes) -> bytes:
        return struct.pack(">II", kind, len(content)) + content + bytes(-len(content) % 8)

    parts = big(6, struct.pack(">II", 6, 0)) + big(5, struct.pack(">2i", COUNT, 3))
    parts += struct.pack(">HH", 3, 1) + b"acc\x00" + big(9, LEFT.astype(">f8").tobytes(order="F"))
    require_same(read(written(tmp_path, big(14, parts), order=b"MI"), rate=RATE), begin=None)


def test_version_4_says_how_to_save_it_again(tmp_path: Path) -> None:
    path = saved(tmp_path, COLUMNS, format="4")
    assert "save('night.mat', '-v7')" in refused(path)


def test_version_7_3_says_how_to_save_it_again(tmp_path: Path) -> None:
    path = tmp_path / "night.mat"
    path.write_bytes(b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(512) + b"\x89HDF\r\n\x1a\n")
    assert "load('night.mat'); save('night.mat', '-v7')" in refused(path)


def test_what_is_whole_of_a_cut_off_file_is_read_and_told(tmp_path: Path) -> None:
    path = written(tmp_path, matrix(b"acc"), matrix(b"later"))
    path.write_bytes(path.read_bytes()[:-100])
    recording = read(path, rate=RATE)
    require_same(recording, begin=None)
    assert any("damaged or cut off" in said for said in recording.quality.warnings)
    path.write_bytes(path.read_bytes()[:5000])
    assert "no table of it is whole" in refused(path)


def test_what_stands_behind_a_damaged_variable_is_read(tmp_path: Path) -> None:
    packed = zlib.compress(matrix(b"gone"))
    damaged = struct.pack("<II", 15, len(packed)) + packed[:-40] + bytes(40)
    recording = read(written(tmp_path, damaged, matrix(b"acc")), rate=RATE)
    require_same(recording, begin=None)
    assert any("damaged or cut off" in said for said in recording.quality.warnings)


def nested(depth: int) -> bytes:
    inside = matrix(b"", LEFT[:30])
    for _ in range(depth):
        inside = array(1, (1, 1), b"", inside)
    return array(1, (1, 1), b"acc", inside)


@pytest.mark.parametrize(
    "variable",
    [
        nested(3000),
        array(1, (2**15, 2**15), b"acc", b""),
        array(2, (2**15, 2**15), b"acc", element(5, struct.pack("<i", 32)) + element(1, bytes(32))),
        array(4, (2**15, 2**15), b"acc", element(16, b"")),
        array(6, (2**31 - 1, 3), b"acc", element(9, bytes(48))),
        array(6, (-3, 3), b"acc", element(9, bytes(72))),
        array(6, (2,) * 200, b"acc", element(9, bytes(72))),
        array(99, (2, 2), b"acc", element(9, bytes(32))),
        element(14, b""),
        element(15, b"no zlib"),
    ],
)
def test_sizes_that_lie_are_damage(variable: bytes, tmp_path: Path) -> None:
    with pytest.raises((UnreadableFile, WrongKind), match="MATLAB"):
        read(written(tmp_path, variable))


def test_no_more_is_unpacked_than_a_recording_can_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mat_values, "unpacked_bytes", lambda _: 2**20)
    packed = zlib.compress(bytes(2**20 + 1), 9)
    path = written(tmp_path, struct.pack("<II", 15, len(packed)) + packed)
    assert "holds more than" in refused(path)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_file_is_read_or_refused_in_words(
    seed: int, tmp_path: Path, *, packed: bool
) -> None:
    rng = np.random.default_rng(seed)
    small = {"rec": {"acc": LEFT[:40], "names": cell("x", "y", "z"), "fs": RATE}, "acc": LEFT[:40]}
    path = saved(tmp_path, small, do_compression=packed)
    whole = path.read_bytes()
    for _ in range(25):
        damaged = bytearray(whole)
        for at in rng.integers(124, len(damaged), 4):
            damaged[at] = rng.integers(0, 256)
        path.write_bytes(bytes(damaged[: rng.integers(130, len(damaged) + 1)]))
        try:
            read(path)
        except (UnreadableFile, WrongKind) as error:
            assert str(path) in str(error)  # noqa: PT017 - either way is right


def labchart(*blocks: tuple[float, ...], **other: object) -> dict[str, object]:
    """Variables of LabChart; of each block its begin in s, then the values of each channel."""
    vectors = [np.asarray(values) for _, *channels in blocks for values in channels]
    ends = np.cumsum([len(one) for one in vectors]).reshape(len(blocks), -1).T
    sizes = np.array([len(one) for one in vectors]).reshape(len(blocks), -1).T
    sides = [f"{side} leg {axis}" for side in ("Left", "Right") for axis in "XYZ"]
    return {
        "data": np.concatenate(vectors)[None],
        "datastart": ends - sizes + 1.0,
        "dataend": ends * 1.0,
        "samplerate": np.full(ends.shape, RATE),
        "titles": np.array(sides[: len(ends)]),
        "unittext": np.array(["g", "V"]),
        "unittextmap": np.ones(ends.shape),
        "blocktimes": np.array([[DATENUM + begin / 86400 for begin, *_ in blocks]]),
        "tickrate": np.full((1, len(blocks)), RATE),
        **other,
    }


@pytest.mark.parametrize("how", [{}, {"do_compression": True}])
def test_the_channels_of_labchart_are_cut_out_of_its_vector(
    how: dict[str, bool], tmp_path: Path
) -> None:
    path = saved(tmp_path, labchart((0, *LEFT.T, *RIGHT.T)), **how)
    require_same(read(path), LEFT)
    require_same(read(path, AR), RIGHT)
    assert not read(path).quality.warnings


def test_between_blocks_of_labchart_nothing_was_recorded(tmp_path: Path) -> None:
    path = saved(tmp_path, labchart((0, *LEFT[:600].T), (90, *LEFT[600:].T)))
    recording = read(path)
    require_same(recording, LEFT)
    assert [len(run) for run in recording.runs] == [600, COUNT - 600]
    assert recording.runs[1].start == pytest.approx(90, abs=0.01)


def test_channels_of_labchart_of_another_rate_or_none_are_no_axes(tmp_path: Path) -> None:
    variables = labchart((0, *LEFT.T, SECONDS[::4], [5.0], [6.0]))
    variables |= {
        "samplerate": np.array([[RATE]] * 3 + [[RATE / 4], [0.0], [0.0]]),
        "titles": np.array(["leg X", "leg Y", "leg Z", "ECG", "off", "off"]),
    }
    require_same(read(saved(tmp_path, variables)), LEFT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"dataend": np.array([[1000.0], [2000.0], [3001.0]])},
        {"dataend": np.array([[3000.0], [3000.0], [3000.0]])},
        {"datastart": np.array([[1.5], [1001.0], [2001.0]])},
        {"datastart": np.array([[np.nan], [np.inf], [-1.0]])},
        {"datastart": np.zeros((0, 0))},
        {"datastart": np.ones((3, 1, 2))},
        {"samplerate": np.array([[RATE]])},
        {"samplerate": np.array([[np.inf], [np.nan], [0.0]])},
        {"scaleunits": np.full((3, 1), 1e-4)},
    ],
)
def test_places_of_labchart_that_do_not_fit_are_none(
    wrong: dict[str, object], tmp_path: Path
) -> None:
    """And codes of 16 bits, with a scale for each channel, are no g."""
    path = saved(tmp_path, labchart((0, *LEFT.T), **wrong))
    assert "without a table of numbers" in refused(path, WrongKind)


@pytest.mark.parametrize(
    "odd",
    [
        {"unittextmap": np.full((3, 1), np.nan)},
        {"unittextmap": np.zeros((3, 0))},
        {"unittextmap": -np.ones((3, 1)), "unittext": np.array([""])},
        {"blocktimes": np.array([[np.nan]])},
    ],
)
def test_labels_of_labchart_may_be_missing(odd: dict[str, object], tmp_path: Path) -> None:
    require_same(read(saved(tmp_path, labchart((0, *LEFT.T), **odd))), LEFT, begin=None)


def test_channels_of_labchart_without_titles_are_numbered_and_asked_for(tmp_path: Path) -> None:
    path = saved(tmp_path, labchart((0, *LEFT.T), titles=np.array(["acc X"])))
    assert "channel 1 (g), channel 2 (g), channel 3 (g)" in refused(path, WrongKind)
    said = TableOptions(columns={"time": "1", "x": "2", "y": "3", "z": "4"}, time_unit="s")
    require_same(read(path, options=said), LEFT)
