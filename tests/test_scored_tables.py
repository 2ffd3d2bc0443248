"""Tables of scored events: read by their header whatever parts the columns, and by one reader."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from limbwatch.sensor import UnreadableFile
from limbwatch.sensor.scorings.clocked_table import columns_of
from limbwatch.sensor.scorings.column_words import combined_place
from limbwatch.sensor.scorings.delimited import lines_of
from limbwatch.sensor.scorings.domino import is_domino
from limbwatch.sensor.scorings.epoch_list import epochs_of
from limbwatch.sensor.scorings.luna import is_luna
from limbwatch.sensor.scorings.plain import is_plain
from limbwatch.sensor.scorings.reading import read_scoring
from limbwatch.sensor.scorings.remlogic import header_of
from limbwatch.sensor.scorings.table_text import with_tabs

START = datetime(2026, 3, 11, 23, 50)  # noqa: DTZ001 - as scorers write it
FORMS = {
    "clock": "%H:%M:%S",
    "date": "%d.%m.%Y %H:%M:%S",
    "half": "%m/%d/%Y %I:%M:%S %p",
    "points": "%H.%M.%S",
    "seconds": "",
}
LEG = {"Side": ("left", "right"), "Channel": ("LAT", "RAT"), "Location": ("Leg-Left", "Leg-Right")}
LEG |= {"Electrode": ("Left leg", "Right leg"), "Placement": ("L", "R"), "Bein": ("li", "re")}
HEADERS = (
    ("Event", "Start", "Duration"),
    ("Event", "Start", "Duration", "Channel"),
    ("Event", "Start", "Duration", "Epoch", "Channel"),
    ("Event", "Side", "Begin", "End", "Duration"),
    ("Event", "Start", "End"),
    ("Event", "Start Time", "End Time", "Location"),
    ("Event", "Time", "Duration", "Electrode"),
    ("Event", "Time", "End"),
    ("onset", "duration", "trial_type", "Placement"),
    ("Ereignis", "Zeit", "Dauer", "Bein"),
    ("Epoch", "Event", "Start", "Duration"),
    ("class", "instance", "channel", "start", "duration"),
    ("Event", "Scored", "Start", "Duration"),
)
BEGINS = {"start", "begin", "time", "onset", "zeit", "start time"}


@pytest.fixture
def written(tmp_path):
    def write(content, name="scored.txt"):
        path = tmp_path / name
        path.write_bytes(content.encode())
        return path

    return write


def cell(name, number, form):
    onset, lasts = 30 * number + 12, 1.5 + number % 3 / 2
    if form == "seconds":
        moments = [str(onset), str(onset + lasts), str(onset + 1000)]
    else:
        at = (onset, onset + 2, onset + 1000)
        moments = [(START + timedelta(seconds=s)).strftime(FORMS[form]) for s in at]
    bare = name.lower()
    if name in LEG:
        return LEG[name][number % 2]
    if bare in BEGINS:
        return moments[0]
    if bare in {"end", "end time"}:
        return moments[1]
    words = {"scored": moments[2], "epoch": str(onset // 30 + 1), "instance": "."}
    words |= {"channel": "LAT"} | dict.fromkeys(("duration", "dauer"), str(lasts))
    return words.get(bare, "Leg Movement")


def what_is_in(path):
    try:
        found = read_scoring(path)
    except UnreadableFile:
        return "refused"
    legs = found.leg_movements
    lasts = [None if np.isnan(one) else round(one, 3) for one in legs.duration_s.tolist()]
    first = legs.onset_s[0] if len(legs) else 0
    return (legs.onset_s - first).tolist(), lasts, legs.side.tolist(), found.start


@pytest.mark.parametrize("form", list(FORMS))
@pytest.mark.parametrize("names", HEADERS, ids="-".join)
def test_a_table_is_read_by_its_header_whatever_parts_the_columns(written, names, form):
    """Tabs below a header that began with the event were Luna's, and every column was shifted."""
    for ordered in (names, (*names[1:], names[0]), names[::-1]):
        told = []
        # in another order the two marks that also part what belongs together
        for mark in (",", ";", "\t", "   ") if ordered is names else ("\t", "   "):
            rows = [mark.join(cell(name, k, form) for name in ordered) for k in range(9)]
            told.append(what_is_in(written("\n".join([mark.join(ordered), *rows]) + "\n")))
        assert [one for one in told if one != told[0]] == [], ordered
        if told[0] == "refused":
            assert form in ("seconds", "points"), ordered
            continue
        onsets, lasts, sides, _ = told[0]
        assert onsets == [30 * k for k in range(9)], ordered
        if not any("end" in name.lower() for name in names):
            assert lasts == [1.5 + k % 3 / 2 for k in range(9)], ordered
        assert None not in lasts, ordered
        if set(names) & LEG.keys():
            assert sides == [*["left", "right"] * 4, "left"], ordered


@pytest.mark.parametrize("mark", [" ", "  ", "\t"])
def test_blanks_part_columns_and_a_cell_of_several_words_is_refused(written, mark):
    head = mark.join(("Event", "Start", "Duration")) + "\n"
    rows = "".join(mark.join(("LM", f"22:1{k}:00", "1.5")) + "\n" for k in range(9))
    assert len(read_scoring(written(head + rows)).leg_movements) == 9
    quoted = rows.replace("LM", '"Leg Movement"')
    assert len(read_scoring(written(head + quoted)).leg_movements) == 9
    if mark == " ":
        with pytest.raises(UnreadableFile, match="line 2: 4 cells for the 3 names above"):
            read_scoring(written(head + quoted.replace('"', "")))


DOCUMENTED = {
    "RemLogic": "RemLogic Event Export\n\nPatient:\tX\n\nSleep Stage\tTime [hh:mm:ss]\tEvent\t"
    "Duration[s]\tLocation\nN2\t23:59:50\tPLM-LM\t5.00\tLAT\nN2\t00:00:10\tPLM-LM\t1.00\tRAT\n",
    "Luna": "# LM | leg movements\nclass\tinstance\tchannel\tstart\tstop\tmeta\n"
    "LM/left\t.\t.\t12.5\t14.0\t.\nPLM\t.\tRAT\t0+00:00:40.25\t...\t.\n",
    "Luna without names": "LM\tleft\t.\t23:59:50\t23:59:52\t.\nLM\t.\tR\t00:00:10\t+2\t.\n",
    "Luna, four columns": "LM\tleft\t5\t7\nLM\tright\t25.5\t27.5\n",
    "Luna, three columns": "LM_left\t5\t7\nLM_right\t25.5\t27.5\n",
    "Luna, epochs": "SleepStage\tN2\te:1\nSleepStage\tR\te:2\nLM\tleft\te:3\n",
    "Luna, own names in three columns": "class\tstart\tstop\nLM_left\t5\t7\nLM_right\t25\t27\n",
    "Noxturnal": "D\u00e9but,Fin,\u00c9v\u00e9nement,Dur\u00e9e,\n[],[],[],[s],\n"
    "13/02/2026 23:59:41,13/02/2026 23:59:43,MJ,2,\n"
    "14/02/2026 00:00:11,14/02/2026 00:00:13,MJ,2,\n",
    "Noxturnal with tabs": "Start Time\tEnd Time\tEvent\tDuration\t\n[]\t[]\t[]\t[s]\t\n"
    "13/02/2026 23:59:41\t13/02/2026 23:59:43\tLM\t2\t\n"
    "14/02/2026 00:00:11\t14/02/2026 00:00:13\tLM\t2\t\n",
    "DOMINO": "Signal ID: PLM\\Events\nUnit: s\n\n"
    "23:59:58,250-00:00:00,750; 3;PLM links; N2\n00:00:20,000-00:00:21,500; 2;PLM rechts; N2\n",
    "BIDS": "onset\tduration\ttrial_type\n12.5\t2\tLM left\n40\t2\tLM right\n",
    "plain": "side,onset_s,duration_s\nL,10,2\nR,40,2\n",
    "plain without names": "L,10,2\nR,40,2\n",
    "plain with tabs": "side\tonset_s\tduration_s\nL\t10\t2\nR\t40\t2\n",
    "plain kinds": "onset_s\tduration_s\tkind\n10\t2\tlm\n40\t2\tplm\n",
    "stages": "W\n" * 12,
    "stages behind numbers": "Epoch\tStage\n" + "".join(f"{k}\tN2\n" for k in range(1, 13)),
    "event first, with tabs": "Event\tStart\tDuration\nLM\t22:10:00\t1.5\nLM\t22:10:30\t1.5\n",
    "event first, without names": "LM\t22:10:00\t1.5\nLM\t22:10:30\t1.5\nLM\t22:11:00\t1.5\n",
}
READERS = {
    "domino": is_domino,
    "plain": is_plain,
    "remlogic": lambda lines: header_of(lines) is not None,
    "epochs": lambda lines: epochs_of(lines) is not None,
    "luna": is_luna,
    "clocks": lambda lines: columns_of(lines) is not None,
}
CLAIMED = {
    "RemLogic": {"remlogic", "clocks"},
    "Noxturnal": {"clocks"},
    "Noxturnal with tabs": {"clocks"},
    "DOMINO": {"domino", "clocks"},
    "stages": {"epochs"},
    "stages behind numbers": {"epochs"},
    "event first, with tabs": {"clocks"},
    "event first, without names": {"clocks"},
    "plain without names": set(),
    "Luna without names": {"luna", "clocks"},
}
"""Of the others one reader claims each: Luna its own, and the plain one any with seconds. Where two
do, the one that knows the words above the rows is asked first."""


@pytest.mark.parametrize("name", list(DOCUMENTED))
def test_no_reader_claims_the_documented_example_of_another(written, name):
    path = written(DOCUMENTED[name])
    lines = with_tabs(lines_of(path, path.read_bytes()))
    claims = {reader for reader, claim in READERS.items() if claim(lines)}
    usual = {"luna"} if name.startswith("Luna") else {"plain"}
    assert claims == CLAIMED.get(name, usual)
    found = read_scoring(path)
    first = next((reader for reader in READERS if reader in claims), "plain")
    sources = {"domino": "DOMINO", "remlogic": "RemLogic", "luna": "Luna", "epochs": "stages"}
    assert found.source.startswith(sources.get(first, ("plain", "table", "Noxturnal")))
    assert len(found.leg_movements) >= 1 or found.stages is not None


@pytest.mark.parametrize(
    ("text", "lasts"),
    [
        ("LM left\t22:10:00\t1.5\n", 1.5),
        ("LM\tleft\t22:10:00\t1.5\n", 1.5),
        ("LM\tleft\t22:10:00\t22:10:02\t2\n", 2),
        ("LM left\t22:10:00\t22:10:02\n", 2),
    ],
)
def test_tabs_without_names_are_lunas_only_as_luna_writes_them(written, text, lasts):
    """Its stops are times as its starts are, or durations with a plus."""
    rows = "".join(text.replace("22:10", f"22:1{k}") for k in range(6))
    legs = read_scoring(written(rows)).leg_movements
    assert (legs.duration_s.tolist(), legs.side.tolist()) == ([lasts] * 6, ["left"] * 6)


@pytest.mark.parametrize(
    "text",
    [
        "LM\t600\t1.5\nLM\t630\t1.5\nLM\t660\t1.5\n",
        "Olay\tBa\u015flang\u0131\u00e7\tS\u00fcre\nLM\t600\t1.5\nLM\t630\t1.5\nLM\t660\t1.5\n",
        "Event\tEnd\tDuration\nLM\t22:10:00\t1.5\nLM\t22:10:30\t1.5\nLM\t22:11:00\t1.5\n",
    ],
    ids=["seconds and no names", "names in another language", "ends without beginnings"],
)
def test_a_table_that_cannot_be_told_is_refused_in_words(written, text):
    with pytest.raises(UnreadableFile, match=r"no column|side is 'LM'"):
        read_scoring(written(text))


def test_seconds_that_go_up_by_one_are_no_epochs_of_30_s(written):
    rows = "".join(f"{k},W\n" for k in range(12))
    assert read_scoring(written("epoch,stage\n" + rows)).stages.duration_s.sum() == 360
    for name in ("onset_s", "Time", "second"):
        with pytest.raises(UnreadableFile, match="no column"):
            read_scoring(written(f"{name},stage\n{rows}"))


def test_names_below_a_preamble_are_the_columns(written):
    text = "Patient: X\nScorer: Y\nEvent{0}Finish{0}Start{0}Duration\n"
    rows = "".join(f"LM{{0}}22:{20 + k}:02{{0}}22:{20 + k}:00{{0}}2\n" for k in range(6))
    for mark in (",", "\t"):
        legs = read_scoring(written((text + rows).format(mark))).leg_movements
        assert legs.duration_s.tolist() == [2] * 6


PLACES = ("side", "channel", "location", "electrode", "placement", "Kanal", "Ort", "leg")


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize(
    "table",
    [
        "onset\tduration\ttrial_type\t{}\n600\t1\tPLM\t{}\n603\t1\tPLM\t{}\n",
        "onset_s,duration_s,kind,{}\n600,1,plm,{}\n603,1,plm,{}\n",
        "onset_s,duration_s,kind,stage,{}\n600,1,plm,N2,{}\n603,1,plm,N2,{}\n",
        "Onset;Annotation;{}\n600;PLM;{}\n603;PLM;{}\n",
        "Time\tEvent\tDuration\t{}\n23:00:00\tPLM\t1\t{}\n23:00:03\tPLM\t1\t{}\n",
        "Start,Event,Duration,{}\n23:00:00,PLM,1,{}\n23:00:03,PLM,1,{}\n",
        "Event\tStart\tDuration\t{}\nPLM\t23:00:00\t1\t{}\nPLM\t23:00:03\t1\t{}\n",
    ],
    ids=["BIDS", "kinds", "stages", "annotations", "RemLogic", "clock", "event first"],
)
def test_the_leg_is_read_in_every_column_and_table_that_the_documentation_names(
    written, table, name
):
    for left, right in (("left leg", "right leg"), ("LAT", "RAT"), ("Leg/L", "Leg/R")):
        found = read_scoring(written(table.format(name, left, right)))
        assert found.leg_movements.side.tolist() == ["left", "right"]


def test_of_two_columns_the_leg_is_that_of_the_one_named_so():
    assert combined_place(["L", "EMG RAT"]) == "L"
    assert combined_place(["n/a", "EMG RAT"]) == "EMG RAT"
    assert combined_place(["left", "arm"]) == "left arm"


@pytest.mark.parametrize(
    "text",
    [
        "onset,duration,trial_type,zone\n600,1,PLM,left leg\n603,1,PLM,right leg\n",
        "Time\tEvent\tzone\n23:00:00\tPLM\tleft leg\n23:00:03\tPLM\tright leg\n",
    ],
)
def test_a_column_that_seems_to_tell_the_leg_and_is_not_read_is_said(written, text):
    found = read_scoring(written(text))
    assert found.leg_movements.side.tolist() == ["unknown"] * 2
    assert any("'zone' seems to name the leg" in doubt for doubt in found.doubts)
    lying = read_scoring(written(text.replace("zone", "Position")))
    assert not any("seems to name the leg" in doubt for doubt in lying.doubts)


def test_a_column_without_a_name_takes_no_reader_down(written):
    for mark in (" ", "\t"):
        rows = 'Event Start "" Duration\nPLM 5 x 2\nPLM 35 x 2\n'.replace(" ", mark)
        assert read_scoring(written(rows)).leg_movements.duration_s.tolist() == [2, 2]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_column_of_dates_tells_the_day_and_no_leg(written, mark):
    rows = "".join(f"2026-03-11,23:1{k}:00,LM,2\n" for k in range(6))
    found = read_scoring(written(("date,time,event,duration\n" + rows).replace(",", mark)))
    assert found.start == datetime(2026, 3, 11, 23, 10)  # noqa: DTZ001
    assert not any("the leg of" in doubt for doubt in found.doubts)


def test_signs_that_are_digits_and_no_numbers_count_no_epochs(written):
    with pytest.raises(UnreadableFile):
        read_scoring(written("".join(f"{one};W\n" for one in "\u00b2\u00b3\u00b9" * 5)))


def test_a_name_of_durations_that_begins_as_that_of_times_is_no_time(written):
    rows = "".join(f"2\tPLM\t23:1{k}:00\n" for k in range(6))
    legs = read_scoring(written("Czas trwania\tZdarzenie\tCzas\n" + rows)).leg_movements
    assert (legs.duration_s.tolist(), legs.onset_s[1]) == ([2] * 6, 60)


def test_the_names_of_luna_in_another_order_are_those_of_another_table(written):
    rows = "".join(f"LAT\tPLM\t23:1{k}:00\t23:1{k}:02\n" for k in range(6))
    found = read_scoring(written("channel\tclass\tstart\tstop\n" + rows))
    assert found.source == "table"
    assert found.leg_movements.side.tolist() == ["left"] * 6
