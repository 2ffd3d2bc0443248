"""A damaged place of a device file costs that place, not what is behind it."""

from pathlib import Path

import pytest

from limbwatch.sensor.files.recorders.device_damage import save_geneactiv

HEAD = b"Device Identity\r\nDevice Type:GENEActiv\r\n\r\n"


def page(number: int) -> bytes:
    """A page as GENEActiv's format has it: nine lines of text and one of 300 samples."""
    lines = [
        b"Recorded Data",
        b"Device Unique Serial Code:012345",
        b"Sequence Number:%d" % number,
        b"Page Time:2026-03-14 22:41:%02d:000" % number,
        b"Unassigned:",
        b"Temperature:30.1",
        b"Battery voltage:4.1",
        b"Device Status:Recording",
        b"Measurement Frequency:50.0",
        b"0C4FFDF3D004" * 300,
    ]
    return b"\r\n".join(lines) + b"\r\n"


@pytest.mark.parametrize("bad", [b"\n\r\n\n", b"\x00\xff" * 100, b"\r\nRecorded Data\r\n"])
def test_a_bad_page_costs_itself(bad: bytes, tmp_path: Path) -> None:
    pages = [page(k) for k in range(20)]
    broken = pages[7][:900] + bad + pages[7][900 + len(bad) :]
    damaged = tmp_path / "a.bin"
    damaged.write_bytes(HEAD + b"".join([*pages[:7], broken, *pages[8:]]))
    assert save_geneactiv(damaged, tmp_path / "b.bin") >= 1
    assert (tmp_path / "b.bin").read_bytes() == HEAD + b"".join(pages[:7] + pages[8:])


@pytest.mark.parametrize("samples", [299, 301])
def test_a_page_of_another_length_than_the_others_is_not_whole(
    samples: int, tmp_path: Path
) -> None:
    pages = [page(k) for k in range(5)]
    bad = pages[2].replace(b"0C4FFDF3D004" * 300, b"0C4FFDF3D004" * samples)
    (tmp_path / "a.bin").write_bytes(HEAD + b"".join([*pages[:2], bad, *pages[3:]]))
    assert save_geneactiv(tmp_path / "a.bin", tmp_path / "b.bin") == 1
    assert (tmp_path / "b.bin").read_bytes() == HEAD + b"".join(pages[:2] + pages[3:])


def test_a_whole_file_is_kept_as_it_is(tmp_path: Path) -> None:
    whole = HEAD + b"".join(page(k) for k in range(3))
    (tmp_path / "a.bin").write_bytes(whole)
    assert save_geneactiv(tmp_path / "a.bin", tmp_path / "b.bin") == 0
    assert (tmp_path / "b.bin").read_bytes() == whole


def test_a_letter_in_another_code_costs_nothing(tmp_path: Path) -> None:
    pages = b"".join(page(k) for k in range(3))
    (tmp_path / "a.bin").write_bytes(b"Subject Notes:M\xfcller\r\n" + pages)
    assert save_geneactiv(tmp_path / "a.bin", tmp_path / "b.bin") == 0
    assert (tmp_path / "b.bin").read_bytes() == b"Subject Notes:M?ller\r\n" + pages


def test_a_recording_may_end_within_a_page(tmp_path: Path) -> None:
    whole = HEAD + page(0) + page(1) + page(2).replace(b"0C4FFDF3D004" * 100, b"")
    (tmp_path / "a.bin").write_bytes(whole)
    assert save_geneactiv(tmp_path / "a.bin", tmp_path / "b.bin") == 0


def test_a_file_cut_behind_the_name_of_a_page_loses_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(HEAD + page(0) + b"Recorded Data")
    assert save_geneactiv(tmp_path / "a.bin", tmp_path / "b.bin") == 1
    assert (tmp_path / "b.bin").read_bytes() == HEAD + page(0)
