"""Scorings of sleep laboratories: each format by its description, whole and damaged."""

import gzip
import lzma
import warnings
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from edfio import Edf, EdfAnnotation, EdfSignal
from edfio import Recording as EdfRecording
from hypothesis import given
from hypothesis import strategies as st

from limbwatch.classify.kind import LIMB_MOVEMENTS, Kind
from limbwatch.sensor import UnreadableFile
from limbwatch.sensor.scorings.listed_row import ListedRow
from limbwatch.sensor.scorings.manual_scoring import second_zero
from limbwatch.sensor.scorings.moments import read_moments, with_colons
from limbwatch.sensor.scorings.own_words import KINDS
from limbwatch.sensor.scorings.reading import read_scoring
from limbwatch.sensor.scorings.rows import hypnogram_of, scoring_of
from limbwatch.sensor.scorings.vocabulary import meaning_of, side_of, stage_of


def at(*day_and_time):
    """A naive time in February, as scorers write it."""
    return datetime(2026, 2, *day_and_time)  # noqa: DTZ001


REMLOGIC = (
    "RemLogic Event Export\n\nPatient:\tX\nRecording Date:\t03/02/2026\n"
    "Events Included:\nPLM-LM\nSLEEP-S2\n\n"
    "Sleep Stage\tTime [hh:mm:ss]\tEvent\tDuration[s]\tLocation\n"
    "SLEEP-S2\t23:59:30\tSLEEP-S2\t30\tEEG-C4\n"
    "SLEEP-S2\t23:59:50.250\tPLM-LM\t5.00\tLAntib1-LAntib2\n"
    "SLEEP-S2\t00:00:00\tSLEEP-REM\t30\tEEG-C4\n"
    "SLEEP-S2\t00:00:10.500\tPLM-LM\t5.00\tEMG.Tibialis-Leg.Right\n"
    "SLEEP-S2\t00:00:30.500\tPLM-RRLM\t5.00\tLeg-Left\n"
    "SLEEP-S2\t00:00:50.500\tPLM-LM\t1.75\tEMG-Tib-R\n"
    "SLEEP-S2\t00:01:10.500\tPLM\t0.00\tLAT\n"
    "SLEEP-S2\t00:01:20.000\tAPNEA-OBSTRUCTIVE\t14.5\tAirflow\n"
    "SLEEP-S2\t00:01:30.000\tAROUSAL-PLM\t3\tEEG\n"
    "SLEEP-S2\t00:01:40.000\tSNORE-SINGLE\t1\tSnore\n"
)
LUNA = (
    "# LM | leg movements\n"
    "class\tinstance\tchannel\tstart\tstop\tmeta\n"
    "N2\t.\t.\t0\t+30\t.\n"
    "R\t.\t.\t30.0\t60.0\t.\n"
    "LM/left\t.\t.\t12.5\t14.0\t.\n"
    "PLM\t.\tRAT\t0+00:00:40.25\t...\t.\n"
    "apnea\tobstructive\tflow\t50\t62\t.\n"
    "arousal_lm\t.\t.\t63\t66\t.\n"
    "lights_off\t.\t.\t0\t-\t.\n"
)
PROFUSION = (
    "<?xml version='1.0'?><CMPStudyConfig><EpochLength>30</EpochLength><ScoredEvents>"
    "<ScoredEvent><Name>PLM (Left)</Name><Start>31.25</Start><Duration>1.5</Duration>"
    "<Input>Left Leg</Input></ScoredEvent>"
    "<ScoredEvent><Name>Limb Movement (Right)</Name><Start>61.5</Start><Duration>2</Duration>"
    "<Input>Leg</Input></ScoredEvent>"
    "<ScoredEvent><Name>Central Apnea</Name><Start>70</Start><Duration>12</Duration></ScoredEvent>"
    "<ScoredEvent><Name>SpO2 desaturation</Name><Start>80</Start><Duration>20</Duration>"
    "</ScoredEvent></ScoredEvents><SleepStages>"
    "<SleepStage>0</SleepStage><SleepStage>2</SleepStage><SleepStage>4</SleepStage>"
    "<SleepStage>5</SleepStage><SleepStage>9</SleepStage></SleepStages></CMPStudyConfig>"
)
NSRR = (
    '<?xml version="1.0" encoding="UTF-8"?><PSGAnnotation><ScoredEvents>'
    "<ScoredEvent><EventType/><EventConcept>Recording Start Time</EventConcept><Start>0</Start>"
    "<Duration>32000</Duration><ClockTime>00.00.00 22.05.33</ClockTime></ScoredEvent>"
    "<ScoredEvent><EventType>Stages|Stages</EventType><EventConcept>Stage 2 sleep|2"
    "</EventConcept><Start>0.0</Start><Duration>60.0</Duration></ScoredEvent>"
    "<ScoredEvent><EventType>Stages|Stages</EventType><EventConcept>Wake|0</EventConcept>"
    "<Start>60.0</Start><Duration>30.0</Duration></ScoredEvent>"
    "<ScoredEvent><EventType>Limb Movement|Limb Movement</EventType>"
    "<EventConcept>Periodic leg movement - left|PLM (Left)</EventConcept><Start>20.3</Start>"
    "<Duration>2.1</Duration><SignalLocation>Leg</SignalLocation></ScoredEvent>"
    "<ScoredEvent><EventType>Arousals|Arousals</EventType>"
    "<EventConcept>Arousal resulting from respiratory effort|Arousal (ARO RES)</EventConcept>"
    "<Start>23</Start><Duration>4</Duration></ScoredEvent></ScoredEvents></PSGAnnotation>"
)
NOXTURNAL = (
    "D\u00e9but,Fin,\u00c9v\u00e9nement,Dur\u00e9e,\n[],[],[],[s],\n"
    "13/02/2026 23:59:00,13/02/2026 23:59:30,Eveil,30,\n"
    "13/02/2026 23:59:30,14/02/2026 00:00:00,N2,30,\n"
    "13/02/2026 23:59:41,13/02/2026 23:59:43,MJ,2,\n"
    "14/02/2026 00:00:11,14/02/2026 00:00:13,MJ,2,\n"
    "14/02/2026 00:00:20,14/02/2026 00:00:33,Apn\u00e9e obstructive,13,\n"
    "14/02/2026 00:00:34,14/02/2026 00:00:38,Micro-\u00e9veil,4,\n"
)


@pytest.fixture
def written(tmp_path):
    def write(content, name="scored"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def legs(scoring):
    found = scoring.leg_movements
    return [
        (round(float(on), 3), None if np.isnan(length) else round(float(length), 3), side, kind)
        for on, length, side, kind in zip(
            found.onset_s, found.duration_s, found.side.tolist(), found.kind.tolist(), strict=True
        )
    ]


def stages(scoring):
    found = scoring.stages
    return list(
        zip(found.onset_s.tolist(), found.duration_s.tolist(), found.stage.tolist(), strict=True)
    )


def events(found):
    return list(
        zip(found.onset_s.tolist(), found.duration_s.tolist(), found.kind.tolist(), strict=True)
    )


def edf_bytes(annotations, *, seconds=60):
    start = at(13, 22, 5, 33)
    edf = Edf(
        [EdfSignal(np.zeros(seconds), 1, label="EMG LAT", physical_range=(-1, 1))],
        recording=EdfRecording(startdate=start.date()),
        starttime=start.time(),
        data_record_duration=1,
        annotations=[EdfAnnotation(*one) for one in annotations],
    )
    return edf.to_bytes()


EDF = [
    (0, None, "Lights off"),
    (0, 30, "Sleep stage N2"),
    (30, 30, "Sleep stage R"),
    (12.345, 1.5, "Limb movement@@EMG LAT"),
    (33.5, 2.25, "PLMS RIGHT"),
    (40, 12, "Hypopnea"),
    (53, 3, "EEG arousal"),
    (55, 1, "Technician enters"),
]


def test_edf_annotations(written):
    found = read_scoring(written(edf_bytes(EDF)))
    assert found.source == "EDF+"
    assert found.start == at(13, 22, 5, 33)
    assert legs(found) == [(12.345, 1.5, "left", "lm"), (33.5, 2.25, "right", "plm")]
    assert stages(found) == [(0, 30, "N2"), (30, 30, "R")]
    assert found.lights_off_s == 0
    assert events(found.breathing) == [(40, 12, "hypopnea")]
    assert events(found.arousals) == [(53, 3, "arousal")]
    assert any(
        "1 row is of a kind not" in doubt and "Technician" in doubt for doubt in found.doubts
    )


@pytest.mark.parametrize("lost", [1, 20, 300, 1500])
def test_an_edf_file_that_was_cut_is_no_whole_file(written, lost):
    whole = edf_bytes(EDF)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UnreadableFile, match=r"was cut: its header states 60 data records"):
            read_scoring(written(whole[:-lost]))


def test_an_edf_file_that_was_never_closed_is_read_and_told(written):
    whole = edf_bytes(EDF)
    found = read_scoring(written(whole[:236] + b"-1      " + whole[244:]))
    assert len(found.leg_movements) == 2
    assert any("never closed" in doubt for doubt in found.doubts)


def test_an_edf_file_of_latin_letters_is_read_and_told(written):
    content = edf_bytes([*EDF, (56, 1, "xxx cote")]).replace(b"cote", b"c\xf4t\xe9")
    found = read_scoring(written(content))
    assert len(found.leg_movements) == 2
    assert any("not UTF-8" in doubt for doubt in found.doubts)


def test_an_edf_file_without_annotations_is_refused(written):
    edf = Edf([EdfSignal(np.zeros(10), 1, label="EMG", physical_range=(-1, 1))])
    with pytest.raises(UnreadableFile, match="without annotations"):
        read_scoring(written(edf.to_bytes()))


def test_remlogic(written):
    found = read_scoring(written(REMLOGIC))
    assert found.source == "RemLogic"
    assert found.start == at(3, 23, 59, 30)
    assert legs(found) == [
        (20.25, None, "left", "lm"),
        (40.5, None, "right", "lm"),
        (60.5, None, "left", "respiratory"),
        (80.5, 1.75, "right", "lm"),
        (100.5, None, "left", "plm"),
    ]
    assert stages(found) == [(0, 30, "N2"), (30, 30, "R")]
    assert events(found.breathing) == [(110, 14.5, "obstructive_apnea")]
    assert events(found.arousals) == [(120, 3, "arousal")]
    assert any("4 of 5 leg movements" in doubt and "5 s" in doubt for doubt in found.doubts)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n").encode("latin-1"),
        lambda text: text.replace("Patient:\tX", "Patient:\tJos\u00e9").encode("latin-1"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.replace("Time [hh:mm:ss]", "Position\tTime [hh:mm:ss.xxx]").replace(
            "SLEEP-S2\t", "SLEEP-S2\tsupine\t"
        ).replace("\tSLEEP-S2\tsupine\t30", "\tSLEEP-S2\t30"),
        lambda text: text.replace("23:59:", "23.59.").replace("00:0", "00.0").replace(
            "00.00:", "00.00."
        ).replace("00.01:", "00.01."),
    ],
    ids=["crlf", "latin-1", "utf-16", "utf-16 without mark", "position", "points"],
)  # fmt: skip
def test_spellings_of_one_remlogic_file(written, change):
    content = change(REMLOGIC)
    found = read_scoring(written(content))
    assert legs(found) == legs(read_scoring(written(REMLOGIC)))
    assert len(found.stages.onset_s) == 2


def test_iso_times_stand_under_the_same_name(written):
    text = REMLOGIC
    for clock in ("23:59:30", "23:59:50.250"):
        text = text.replace(f"\t{clock}", f"\t2026-02-03T{clock}")
    for clock in ("00:00:00", "00:00:10.500", "00:00:30.500", "00:00:50.500", "00:01:10.500"):
        text = text.replace(f"\t{clock}\t", f"\t2026-02-04T{clock}000\t")
    for clock in ("00:01:20.000", "00:01:30.000", "00:01:40.000"):
        text = text.replace(f"\t{clock}\t", f"\t2026-02-04T{clock}000\t")
    found = read_scoring(written(text))
    assert found.start == at(3, 23, 59, 30)
    assert legs(found) == legs(read_scoring(written(REMLOGIC)))


def test_events_sorted_by_kind_lie_in_one_night(written):
    head, rows = REMLOGIC.split("Location\n")
    ordered = sorted(rows.splitlines()[1:], key=lambda row: row.split("\t")[2])
    text = head + "Location\n" + "\n".join([rows.splitlines()[0], *ordered]) + "\n"
    assert legs(read_scoring(written(text))) == legs(read_scoring(written(REMLOGIC)))


def test_luna(written):
    found = read_scoring(written(LUNA))
    assert (found.source, found.start, found.lights_off_s) == ("Luna", None, 0)
    assert legs(found) == [(12.5, 1.5, "left", "lm"), (40.25, None, "right", "plm")]
    assert stages(found) == [(0, 30, "N2"), (30, 30, "R")]
    assert events(found.breathing) == [(50, 12, "obstructive_apnea")]
    assert events(found.arousals) == [(63, 3, "arousal")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["LM\tleft\t.\t23:59:50\t23:59:52\t.", "LM\t.\tR\t00:00:10.5\t+2\t."], (0, 20.5)),
        (["LM\tleft\t.\td1-23:59:50\td1-23:59:52\t.", "LM\t.\tR\td2-00:00:10.5\t+2\t."], (0, 20.5)),
        (
            ["LM:left\t.\t.\t2026-02-03-23:59:50\t+2\t.",
             "LM:R\t.\t.\t2026-02-04-00:00:10.5\t+2\t."],
            (0, 20.5),
        ),
        (["LM\tleft\t.\t11:59:50 PM\t+2\t.", "LM\t.\tR\t12:00:10.5 AM\t+2\t."], (0, 20.5)),
        (["LM\tleft\t5\t7", "LM\tright\t25.5\t27.5"], (5, 25.5)),
        (["LM_left\t5\t7", "LM_right\t25.5\t27.5"], (5, 25.5)),
    ],
    ids=["clock", "days", "dates", "halves", "four columns", "three columns"],
)  # fmt: skip
def test_ways_that_luna_tells_time(written, lines, expected):
    found = read_scoring(written("\n".join(lines) + "\n"))
    assert found.source == "Luna"
    assert legs(found) == [(expected[0], 2, "left", "lm"), (expected[1], 2, "right", "lm")]


def test_luna_epochs(written):
    found = read_scoring(written("SleepStage\tN2\te:1\nSleepStage\tR\te:2\nSleepStage\t?\te:3\n"))
    assert stages(found) == [(0, 30, "N2"), (30, 30, "R"), (60, 30, "unknown")]


def test_profusion(written):
    found = read_scoring(written(PROFUSION))
    assert (found.source, found.start) == ("Profusion", None)
    assert legs(found) == [(31.25, 1.5, "left", "plm"), (61.5, 2, "right", "lm")]
    assert [stage for *_, stage in stages(found)] == ["W", "N2", "N3", "R", "unknown"]
    assert stages(found)[4][:2] == (120, 30)
    assert events(found.breathing) == [(70, 12, "central_apnea")]
    assert any("SpO2 desaturation" in doubt for doubt in found.doubts)


def test_a_clock_of_the_nsrr_just_below_a_second_is_the_next_one(written):
    found = read_scoring(written(NSRR.replace("22.05.33", "22.05.33.9999999")))
    assert found.start == datetime(2000, 1, 1, 22, 5, 34)  # noqa: DTZ001 - a naive time


def test_nsrr(written):
    found = read_scoring(written(NSRR))
    assert found.source == "NSRR"
    assert found.start.time() == at(1, 22, 5, 33).time()
    assert legs(found) == [(20.3, 2.1, "left", "plm")]
    assert stages(found) == [(0, 60, "N2"), (60, 30, "W")]
    assert events(found.arousals) == [(23, 4, "arousal")]
    assert not any("not understood" in doubt for doubt in found.doubts)


def test_remlogic_as_xml(written):
    def event(kind, start, stop, place="EMG-Tib-R"):
        return (
            f"<Event><Type>{kind}</Type><Location>{place}</Location><StartTime>{start}</StartTime>"
            f"<StopTime>{stop}</StopTime></Event>"
        )

    found = read_scoring(
        written(
            '<EventExport xmlns:dt="urn:schemas-microsoft-com:datatypes"><EventTypes><EventType>'
            "PLM-LM</EventType></EventTypes><Events>"
            + event("SLEEP-S2", "2026-02-03T23:59:30.000000", "2026-02-04T00:00:00.000000", "EEG")
            + event("PLM-LM", "2026-02-03T23:59:50.250000", "2026-02-03T23:59:52.000000")
            + event("PLM-LM", "later", "")
            + "</Events></EventExport>"
        )
    )
    assert (found.source, found.start) == ("RemLogic", at(3, 23, 59, 30))
    assert legs(found) == [(20.25, 1.75, "right", "lm")]
    assert stages(found) == [(0, 30, "N2")]
    assert any("1 event has no time" in doubt for doubt in found.doubts)


@pytest.mark.parametrize(
    ("onsets", "start"),
    [(("10.5", "40"), None), (("2026-02-03T23:59:50.5", "2026-02-04T00:00:20"), (3, 23, 59, 50))],
)
def test_edfbrowsers_annotations(written, onsets, start):
    notes = zip(onsets, ("1.500000", ""), ("Limb movement@@LAT", "EEG arousal"), strict=True)
    body = "".join(
        f"<annotation><onset>{onset}</onset><duration>{length}</duration><description>{text}"
        "</description></annotation>"
        for onset, length, text in notes
    )
    found = read_scoring(written(f"<?xml version='1.0'?><annotationlist>{body}</annotationlist>"))
    assert found.source == "EDFbrowser"
    assert found.start == (None if start is None else at(*start).replace(microsecond=500_000))
    begin = 10.5 if start is None else 0
    assert legs(found) == [(begin, 1.5, "left", "lm")]
    assert found.arousals.onset_s.tolist() == [begin + 29.5]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_noxturnal_in_another_language(written, encoding):
    found = read_scoring(written(NOXTURNAL.encode(encoding)))
    assert found.source == "Noxturnal"
    assert found.start == at(13, 23, 59)
    assert legs(found) == [(41, 2, "unknown", "lm"), (71, 2, "unknown", "lm")]
    assert found.resolution_s == 1
    assert stages(found) == [(0, 30, "W"), (30, 30, "N2")]
    assert events(found.breathing) == [(80, 13, "obstructive_apnea")]
    assert events(found.arousals) == [(94, 4, "arousal")]


def test_noxturnal_without_durations_uses_the_ends(written):
    text = NOXTURNAL.replace(",30,", ",,").replace(",2,", ",,").replace(",13,\n", ",,\n")
    found = read_scoring(written("[]\n" + text))
    assert legs(found) == [(41, 2, "unknown", "lm"), (71, 2, "unknown", "lm")]


def test_plain_stages_and_events(written):
    staged = read_scoring(written("onset_s,duration_s,stage\n0,30,W\n30,30,2\n60,30,REM\n"))
    assert stages(staged) == [(0, 30, "W"), (30, 30, "N2"), (60, 30, "R")]
    text = "onset_s;duration_s;kind\n10,5;12;central apnea\n40;;arousal\n50;1;sleep start\n"
    found = read_scoring(written(text))
    assert events(found.breathing) == [(10.5, 12, "central_apnea")]
    assert np.isnan(found.arousals.duration_s[0])
    assert events(found.sleep_starts) == [(50, 1, "sleep_start")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["is empty", "RemLogic"]),
        (b"\x89PNG\r\n\x1a\n\0\0\1\2\3\4", ["not a text file"]),
        (PROFUSION[:400], ["XML that was cut or damaged"]),
        (
            '<!doctype html>\n<html lang="en">\n<p>a comparison\n',
            ["is a web page (HTML), not a list"],
        ),
        (NSRR[:-20], ["XML that was cut or damaged"]),
        ("<rss></rss>", ["kind 'rss'", "CMPStudyConfig"]),
        (
            '<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><CMPStudyConfig/>',
            ["defines entities"],
        ),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///b">]><CMPStudyConfig/>', ["outside itself"]),
        (REMLOGIC.replace(":", "?"), ["no row below it has a time"]),
        ("onset_s,duration_s,stage\n0,30,purple\n", ["line 2", "stage is 'purple'", "N1"]),
        ("onset_s,duration_s,kind\n0,30,snore\n", ["line 2", "kind is 'snore'", "hypopnea"]),
        ("onset_s,duration_s,kind\n0,-3,lm\n", ["line 2", "negative"]),
        ("time,x,y,z\n1,2,3,4\n", ["no column side"]),
        (edf_bytes(EDF)[:300], ["EDF"]),
    ],
)
def test_what_is_no_scoring_is_refused_in_words(written, content, words):
    path = written(content)
    with pytest.raises(UnreadableFile) as caught:
        read_scoring(path)
    for word in (*words, str(path)):
        assert word in str(caught.value)


def test_missing_files_and_folders_are_told(tmp_path):
    with pytest.raises(UnreadableFile, match="There is no file"):
        read_scoring(tmp_path / "none")
    with pytest.raises(UnreadableFile, match="is a folder"):
        read_scoring(tmp_path)


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("PLM-LM", "LAntib1-LAntib2", ("leg", "lm", "left")),
        ("PLM-LM", "RAT", ("leg", "lm", "right")),
        ("PLM-RRLM", "Leg/R", ("leg", "respiratory", "right")),
        ("PLM-LM", "LegL", ("leg", "lm", "left")),
        ("PLM", "Tibialis", ("leg", "plm", "unknown")),
        ("PLM", "anterior", ("leg", "plm", "unknown")),
        ("LM both", "", ("leg", "lm", "both")),
        ("Limb movement@@EMG RAT", "", ("leg", "lm", "right")),
        ("Beinbewegung links", "", ("leg", "lm", "left")),
        ("Mouvement de jambe droite", "", ("leg", "lm", "right")),
        ("Periodic Limb Movement", "Left leg", ("leg", "plm", "left")),
        ("PLM arousal", "L", ("arousal", "arousal", "unknown")),
        ("Weckreaktion", "", ("arousal", "arousal", "unknown")),
        ("RERA", "", ("breathing", "rera", "unknown")),
        ("Respiratory effort-related arousal", "", ("breathing", "rera", "unknown")),
        ("Hypopn\u00e9e", "", ("breathing", "hypopnea", "unknown")),
        ("Zentrale Apnoe", "", ("breathing", "central_apnea", "unknown")),
        ("APNEA-MIXED", "", ("breathing", "mixed_apnea", "unknown")),
        ("Apnoea", "", ("breathing", "apnea", "unknown")),
        ("LIGHTS-OFF", "", ("lights_off", "lights_off", "unknown")),
        ("Licht an", "", ("lights_on", "lights_on", "unknown")),
        ("SLEEP-UNSCORED", "", ("stage", "unknown", "unknown")),
        ("AROUSAL-RERA", "", ("arousal", "arousal", "unknown")),
        ("RESP-RERA", "", ("breathing", "rera", "unknown")),
        ("OBS Apnea", "", ("breathing", "obstructive_apnea", "unknown")),
        ("obstructiveapnea", "", ("breathing", "obstructive_apnea", "unknown")),
        ("RLM", "", ("leg", "lm", "right")),
        ("LeftLM", "", ("leg", "lm", "left")),
        ("PLM/both", "", ("leg", "plm", "both")),
        ("LM:left", "", ("leg", "lm", "left")),
        ("lmr", "", ("leg", "lm", "right")),
        ("Mouvement + arousal", "", ("arousal", "arousal", "unknown")),
        ("LightsOff", "", ("lights_off", "lights_off", "unknown")),
        ("Lights_Off1", "", ("lights_off", "lights_off", "unknown")),
        ("S. Paradoxal", "", ("stage", "R", "unknown")),
        ("stage1", "", ("stage", "N1", "unknown")),
        ("Stage NREM3", "", ("stage", "N3", "unknown")),
        ("Wake stage", "", ("stage", "W", "unknown")),
        ("Sleep stage N", "", ("stage", "N", "unknown")),
        ("Hypnic jerk", "", ("sleep_start", "sleep_start", "unknown")),
    ],
)
def test_words_and_what_they_mean(text, place, expected):
    assert tuple(meaning_of(text, place)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Limb movement@@EMG arm R", "PLM series", "Snore", "1", "Body position: left", "",
        "AUTONOMIC-LM", "AS-APNEA", "RESP-BREATH-APNEIC", "SLEEP-SPINDLE", "EMG-ALMA", "right leg",
        "Periodic breathing", "SW", "ma position",
    ],
)  # fmt: skip
def test_words_that_are_never_guessed(text):
    assert meaning_of(text) is None


def test_a_text_says_its_leg_before_its_channel_does():
    assert side_of("PLM (Left)", "Right leg") == "left"


def test_a_bare_number_is_a_stage_only_in_a_column_of_stages():
    assert stage_of("2") is None
    assert stage_of("2", bare=True) == "N2"
    assert stage_of("Sleep stage 4") == "N3"


def scored(*rows):
    return scoring_of([ListedRow(*row) for row in rows], source="test")


def test_rows_of_both_legs_at_one_moment_are_one_of_both():
    found = scored(
        (10, 2, "LM left"), (10, 2, "PLM right"), (50, 2, "LM left"), (50, 3, "LM right")
    )
    assert legs(found) == [
        (10, 2, "both", "plm"), (50, 2, "left", "lm"), (50, 3, "right", "lm"),
    ]  # fmt: skip
    assert any("1 pair of rows of both legs" in doubt for doubt in found.doubts)


def test_a_movement_listed_twice_is_one_of_the_stronger_kind():
    found = scored((10, 2, "LM left"), (10, 0, "PLM left"))
    assert legs(found) == [(10, 2, "left", "plm")]
    assert any("1 leg movement is listed twice" in doubt for doubt in found.doubts)


def durations(*values):
    rows = [(20.0 * k + 0.1 * (k % 7), value, "LM left") for k, value in enumerate(values)]
    return scored(*rows).leg_movements.duration_s


def test_default_durations_stand_among_true_ones():
    rng = np.random.default_rng(1)
    true = np.round(rng.uniform(0.6, 9.4, 56), 2)
    found = durations(*([5.0] * 235), *true)
    assert np.isnan(found[:235]).all()
    np.testing.assert_array_equal(found[235:], true)


def test_five_seconds_are_filled_in_beyond_three_times_what_their_neighbours_let_expect():
    near = [4.0, 4.5, 5.5, 6.0] * 10  # in steps of 0.5: ten of these 40 would fall on 5.0
    assert np.isfinite(durations(*([5.0] * 30), *near)).all()
    assert np.isnan(durations(*([5.0] * 31), *near)[:31]).all()


def test_true_durations_of_five_whole_seconds_stay():
    found = durations(*([3.0, 4.0, 5.0, 6.0, 2.0] * 20))
    assert np.isfinite(found).all()
    assert np.isfinite(durations(5.0, 2.31, 5.0)).all()


def test_stages_without_durations_last_until_the_next():
    found = scored((0, 0, "N2"), (90, float("nan"), "W"))
    assert stages(found) == [(0, 90, "N2"), (90, 30, "W")]
    assert any("2 stages have no duration" in doubt for doubt in found.doubts)


def test_nrem_sleep_that_was_not_staged_further_is_sleep_and_told():
    found = scored((0, 30, "NREM"), (30, 30, "R"))
    assert stages(found) == [(0, 30, "N2"), (30, 30, "R")]
    assert any("1 stage is NREM" in doubt for doubt in found.doubts)


def test_the_step_of_the_onsets_is_told():
    assert scored((0.25, 1, "LM"), (7.25, 1, "LM"), (50.25, 1, "LM")).resolution_s == 1
    assert scored((0, 1, "LM"), (7.5, 1, "LM")).resolution_s == 0.5
    assert scored((0, 1, "LM"), (7.123, 1, "LM")).resolution_s == 0.001
    assert scored((0, 1, "LM"), (np.pi, 1, "LM")).resolution_s == 0


def test_of_several_lights_off_the_first_and_of_lights_on_the_last_counts():
    found = scored(
        (5, 0, "lights off"), (9, 0, "lights off"), (50, 0, "lights on"), (60, 0, "lights on")
    )
    assert (found.lights_off_s, found.lights_on_s) == (5, 60)


def refusal_of(path):
    try:
        read_scoring(path)
    except UnreadableFile as refusal:
        return str(refusal)
    return None


def test_movements_a_tenth_of_a_second_apart_are_two():
    assert len(scored((10, 0.05, "LM left"), (10.1, 2, "LM left")).leg_movements) == 2


def test_words_of_rows_that_were_not_used_are_named_up_to_six():
    found = scored(*((k, 1, f"thing {k}") for k in range(7)))
    (said,) = found.doubts
    assert said.startswith("7 rows are of kinds not understood or not used here: 'thing 0' (1), ")
    assert said.endswith("and 1 more")
    assert said.count("'thing ") == 6


def test_a_kind_that_is_refused_names_stages_among_those_that_are_taken(written):
    path = written("onset_s,duration_s,kind\n1,2,N2\n2,3,LM\n", "p.csv")
    assert len(read_scoring(path).leg_movements) == 1
    path = written("onset_s,duration_s,kind\n1,2,TA burst P\n", "q.csv")
    with pytest.raises(UnreadableFile, match=r"or a stage \(W, N1, N2, N3, R\)"):
        read_scoring(path)


def test_a_night_may_have_no_event_for_hours(written):
    head = REMLOGIC[: REMLOGIC.index("SLEEP-S2\t23:59:30")]
    rows = ("22:00:00", "06:00:00", "07:00:00")
    text = head + "".join(f"x\t{clock}\tPLM-LM\t2\tLAT\n" for clock in rows)
    assert read_scoring(written(text)).leg_movements.onset_s.tolist() == [0, 28_800, 32_400]


def test_a_row_of_a_table_without_its_time_is_left_out_and_told(written):
    rows = [f"13/02/2026 23:59:{k:02d},13/02/2026 23:59:{k + 1:02d},MJ,1," for k in range(0, 40, 4)]
    found = read_scoring(written("\n".join([*rows, "?,?,MJ,1,"]) + "\n"))
    assert len(found.leg_movements) == 10
    assert any("1 row has no time" in doubt for doubt in found.doubts)


def test_profusion_has_epochs_of_30_s_unless_it_says_otherwise(written):
    text = PROFUSION.replace("<EpochLength>30</EpochLength>", "")
    assert stages(read_scoring(written(text))) == stages(read_scoring(written(PROFUSION)))
    text = PROFUSION.replace("<EpochLength>30", "<EpochLength>20")
    assert stages(read_scoring(written(text)))[1] == (20, 20, "N2")


def test_a_file_larger_than_any_list_is_refused_unread(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(64 * 2**20 + 1)
    with pytest.raises(UnreadableFile, match="more than 64 MiB"):
        read_scoring(path)


def test_a_time_past_belief_is_none(written):
    with pytest.raises(UnreadableFile, match="onset_s is '1e12'"):
        read_scoring(written("side,onset_s,duration_s\nL,1,2\nL,1e12,2\n"))


def test_a_column_that_counts_epochs_is_no_duration(written):
    text = (
        "Epoch,Start Time,Event,Location,Duration\n1,23:59:30,N2,EEG,30\n"
        "1,23:59:41,LM,Left Leg,2\n2,00:00:00,N2,EEG,30\n"
    )
    found = read_scoring(written(text))
    assert legs(found) == [(11, 2, "left", "lm")]
    assert stages(found) == [(0, 30, "N2"), (30, 30, "N2")]
    bare = "Epoch,Start Time,Event\n1,23:59:30,N2\n1,23:59:41,LM\n2,00:00:00,N2\n"
    assert legs(read_scoring(written(bare)))[0][1] is None
    unnamed = "\n".join(text.splitlines()[1:])
    assert legs(read_scoring(written(unnamed))) == [(11, 2, "left", "lm")]


@pytest.mark.parametrize(
    "text",
    [
        "onset\tduration\ttrial_type\n0\t30\tSleep stage N2\n12.5\t2\tLM left\n7\t1\tx\n",
        "Onset,Duration,Annotation\n+0,30,Sleep stage N2\n+12.5,2,LM left\n+7,1,x\n",
    ],
)
def test_tables_of_annotations_of_other_programs(written, text):
    found = read_scoring(written(text))
    assert legs(found) == [(12.5, 2, "left", "lm")]
    assert stages(found) == [(0, 30, "N2")]
    assert sum(found.unused.values()) == 1
    found = read_scoring(written("Onset\tAnnotation\n12.5\tLM left\n"))
    assert legs(found) == [(12.5, None, "left", "lm")]


def test_a_file_of_which_no_row_is_understood_is_refused(written):
    text = NOXTURNAL.splitlines()[2] + "\n"
    with pytest.raises(UnreadableFile, match=r"no row of it is understood: 1 row .* 'Ronfle'"):
        read_scoring(written(text.replace("Eveil", "Ronfle")))
    assert read_scoring(written(REMLOGIC[: REMLOGIC.index("SLEEP-S2\t23")])).is_empty


def test_seconds_written_as_a_time_of_day_are_refused_in_a_plain_table(written):
    with pytest.raises(UnreadableFile, match="line 2: onset_s is '00:01:00'"):
        read_scoring(written("side,onset_s,duration_s\nL,00:01:00,2\n"))


def test_stage_4_may_be_meant_otherwise(written):
    text = "onset_s,duration_s,stage\n0,30,3\n30,30,4\n"
    assert any("where 4 is REM" in doubt for doubt in read_scoring(written(text)).doubts)
    assert not read_scoring(written(text + "60,30,5\n")).doubts


@given(st.binary(max_size=300))
def test_any_bytes_are_a_scoring_or_a_clear_refusal(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "scored"
    path.write_bytes(content)
    assert refusal_of(path) is None or str(path) in refusal_of(path)


@given(
    st.sampled_from([REMLOGIC, LUNA, PROFUSION, NSRR, NOXTURNAL]),
    st.integers(0, 2000),
    st.integers(0, 40),
    st.text(max_size=6),
)
def test_a_damaged_file_is_a_scoring_or_a_clear_refusal(
    tmp_path_factory, whole, place, length, text
):
    path = tmp_path_factory.mktemp("damaged") / "scored"
    damaged = whole[:place] + text + whole[place + length :]
    path.write_bytes(damaged.encode("utf-8", errors="replace"))
    assert refusal_of(path) is None or str(path) in refusal_of(path)


def test_a_list_of_more_than_35_days_is_no_night(written):
    rows = ["side,onset_s,duration_s", "L,10.0,1.0"]
    assert len(read_scoring(written("\n".join([*rows, "R,3024010.0,1.0"]))).leg_movements.onset_s)
    with pytest.raises(UnreadableFile, match="at most 35"):
        read_scoring(written("\n".join([*rows, "R,3024011.0,1.0"])))


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Benbev\u00e6gelse venstre", "left"),  # Danish
        ("Periodisk benbev\u00e6gelse h\u00f8jre", "right"),
        ("Beinbevegelse h\u00f8yre", "right"),  # Norwegian
        ("Benr\u00f6relse v\u00e4nster", "left"),  # Swedish
        ("Raajaliike (vasen)", "left"),  # Finnish
        ("Jalkaliike oikea", "right"),
        ("Ruch ko\u0144czyny (lewa)", "left"),  # Polish
        ("Pohyb kon\u010detiny prav\u00e1", "right"),  # Czech
        ("F\u00f3tahreyfing h\u00e6gri", "right"),  # Icelandic
        ("Beenbeweging links", "left"),  # Dutch
        ("Bewegung Bein re.", "right"),  # German
        ("Movimiento de pierna izquierda", "left"),
        ("Movimento gamba destra", "right"),
        ("Movimento de perna esquerda", "left"),
        ("Mouvement de jambe D", "right"),
    ],
)
def test_a_leg_movement_in_the_words_of_the_laboratory(text, side):
    meaning = meaning_of(text)
    assert meaning is not None
    assert (meaning.family, meaning.side) == ("leg", side)
    assert meaning.kind == ("plm" if "period" in text.lower() else "lm")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lys t\u00e6ndt", "lights_on"),
        ("Ljus sl\u00e4ckt", "lights_off"),
        ("Valot pois", "lights_off"),
        ("Zgaszenie \u015bwiat\u0142a", "lights_off"),
        ("Rozsv\u00edceno", "lights_on"),
        ("Licht uit", "lights_off"),
        ("V\u00e5gen", "W"),
        ("V\u00e5ken", "W"),
        ("Valve", "W"),
        ("Czuwanie", "W"),
        ("Bd\u011bn\u00ed", "W"),
        ("Vaka", "W"),
        ("S\u00f8vnstadie N2", "N2"),
        ("S\u00f6mnstadium 3", "N3"),
        ("REM-s\u00f6mn", "R"),
        ("Univaihe N1", "N1"),
        ("Opv\u00e5gning", "arousal"),
        ("Havahtuminen", "arousal"),
        ("\u00d6rvun", "arousal"),
        ("Bezdech obturacyjny", "obstructive_apnea"),
        ("Central apn\u00f8", "central_apnea"),
    ],
)
def test_stages_lights_and_breathing_in_the_words_of_the_laboratory(text, expected):
    meaning = meaning_of(text)
    assert meaning is not None
    assert meaning.kind == expected


@pytest.mark.parametrize(
    "text",
    [
        "PLM-Sequenz",
        "PLM sequence",
        "Serie periodischer Beinbewegungen",
        "S\u00e9rie de MPJ",
        "PLM start",
        "Deleted Limb Movement",
        "Limb movement (rejected)",
        "Beinbewegung gel\u00f6scht",
        "Keine Beinbewegung",
        "No limb movement",
        "Aucun mouvement de jambe",
        "Ingen benbev\u00e6gelse",
        "Armbewegung links",
        "Ruch cia\u0142a",
        "level 3",
    ],
)
def test_a_series_a_denial_and_a_deleted_row_are_no_movement(text):
    assert meaning_of(text) is None


@pytest.mark.parametrize("word", ["without", "no", "with", "not associated with an"])
def test_what_is_told_beside_a_leg_movement_leaves_it_one(word):
    assert tuple(meaning_of(f"Limb movement left {word} arousal")) == ("leg", "lm", "left")


def test_a_row_over_a_whole_series_is_no_movement(written):
    rows = ["class\tinstance\tchannel\tstart\tstop"]
    rows += [f"PLMS\t.\tLAT\t{t}\t{t + 2}" for t in range(100, 220, 20)]
    rows += ["PLM\t.\tLeg\t100\t202", "LM\t.\tLAT\t500\t516"]
    scoring = read_scoring(written("\n".join(rows)))
    assert [row[0] for row in legs(scoring)] == [*range(100, 220, 20), 500]
    assert any(doubt.startswith("1 row of leg movements lasts longer") for doubt in scoring.doubts)


def evening(hours, form):
    """Times of day from 22:30 on, so many hours later."""
    return (at(13, 22, 30, 0) + timedelta(hours=hours)).strftime(form)


TWELVE = [0, 0.5, 1.25, 2.25, 3, 5.5, 8]
"""Hours after 22:30: on both sides of midnight, of half past twelve and of one o'clock."""


@pytest.mark.parametrize(
    ("form", "kind"),
    [("%I:%M:%S", "remlogic"), ("%d/%m/%Y %I:%M:%S", "noxturnal"), ("%I:%M:%S", "luna")],
)
@pytest.mark.parametrize("grouped", [False, True])
def test_twelve_hours_without_am_and_pm_go_on_after_twelve(written, form, kind, grouped):
    rows = [(hour, "N2", 30) for hour in TWELVE] + [(hour + 0.1, "LM", 2) for hour in TWELVE]
    rows = rows if grouped else sorted(rows)

    def line(hour, word, length):
        begin, end = evening(hour, form), evening(hour + length / 3600, form)
        return {
            "remlogic": f"{begin}\t{word}\t{length}\tLeg-Left",
            "noxturnal": f"{begin},{end},{word},{length},",
            "luna": f"{word}\t.\t.\t{begin}\t{end}\t.",
        }[kind]

    head = {"remlogic": "Time [hh:mm:ss]\tEvent\tDuration[s]\tLocation", "luna": "# annotations"}
    head["noxturnal"] = "Start,End,Event,Duration,"
    found = read_scoring(written("\n".join([head[kind], *(line(*row) for row in rows)]) + "\n"))
    assert found.leg_movements.onset_s.tolist() == [(h + 0.1) * 3600 for h in TWELVE]
    assert found.stages is not None
    assert found.stages.onset_s.tolist() == [h * 3600 for h in TWELVE]
    assert found.start is not None
    assert found.start.strftime("%H:%M") == "22:30"
    assert any("count 12 hours" in doubt for doubt in found.doubts)


@pytest.mark.parametrize("hours", [[0.5, 2, 4], [3, 5, 9.9], [13, 18, 24.5]])
def test_a_clock_of_24_hours_is_left_as_it_is(written, hours):
    rows = [(at(13, 0, 0, 0) + timedelta(hours=hour)).strftime("%H:%M:%S") for hour in hours]
    text = "Time\tEvent\tDuration\n" + "".join(f"{row}\tLM\t2\n" for row in rows)
    found = read_scoring(written(text))
    assert found.leg_movements.onset_s.tolist() == [(hour - hours[0]) * 3600 for hour in hours]
    assert not found.doubts


def test_noon_is_told_from_midnight_by_the_date(written):
    rows = ["11:30:00", "12:30:00", "01:15:00", "02:00:00"]
    text = "Start,Event,Duration\n" + "".join(f"13/02/2026 {row},LM,2\n" for row in rows)
    found = read_scoring(written(text))
    assert found.start == at(13, 11, 30)
    assert found.leg_movements.onset_s.tolist() == [0, 3600, 6300, 9000]


def test_twelve_hours_that_are_full_of_events_are_refused(written):
    rows = [evening(k / 3, "%I:%M:%S") for k in range(3 * 13)]
    text = "Time\tEvent\tDuration\n" + "".join(f"{row}\tLM\t2\n" for row in rows)
    with pytest.raises(UnreadableFile, match=r"go back by half a day.*AM and PM"):
        read_scoring(written(text))


UNITS = [
    ("Time\tEvent\tDuration{}\tLocation\n", "{}\tLM\t{}\tLeg-Left\n"),
    ("Start,Event,Duration {}\n", "13/02/2026 {},LM,{}\n"),
    ("Beginn,Ereignis,Dauer {}\n", "13/02/2026 {},LM,{}\n"),
]


@pytest.mark.parametrize(
    ("unit", "value"),
    [("[ms]", "1500"), ("(ms)", "1500"), ("[s]", "1.5"), ("[min]", "0.025"), ("(Sek.)", "1,5")],
)
@pytest.mark.parametrize(("head", "row"), UNITS)
def test_the_unit_in_the_name_of_a_column_is_obeyed(written, unit, value, head, row):
    if "," in value and "\t" not in row:
        value = f'"{value}"'
    rows = "".join(row.format(f"23:0{k}:00", value) for k in range(3))
    found = read_scoring(written(head.format(unit) + rows))
    assert found.leg_movements.duration_s.tolist() == pytest.approx([1.5] * 3)


def test_a_row_of_units_is_obeyed(written):
    rows = "".join(f"13/02/2026 23:0{k}:00,LM,1500,\n" for k in range(3))
    found = read_scoring(written("D\u00e9but,\u00c9v\u00e9nement,X,\n[],[],[ms],\n" + rows))
    assert found.leg_movements.duration_s.tolist() == [1.5] * 3


def test_a_duration_in_no_unit_of_time_is_not_used(written):
    text = "Time\tEvent\tDuration[samples]\n23:00:00\tLM\t400\n"
    found = read_scoring(written(text))
    assert legs(found) == [(0, None, "unknown", "lm")]
    assert any("not one of time" in doubt for doubt in found.doubts)


def test_a_value_may_name_its_unit(written):
    text = "Time\tEvent\tDuration\n23:00:00\tLM\t1500 ms\n23:01:00\tLM\t2 s\n"
    assert read_scoring(written(text)).leg_movements.duration_s.tolist() == [1.5, 2]


def test_a_plain_table_may_have_other_units(written):
    text = "side,onset (min),duration_ms\nL,1.5,2000\nR,2,500\n"
    assert legs(read_scoring(written(text))) == [(90, 2, "left", "lm"), (120, 0.5, "right", "lm")]
    with pytest.raises(UnreadableFile, match=r"'onset \[samples\]' is in no unit of time"):
        read_scoring(written("side,onset [samples],duration_s\nL,1.5,2000\n"))


@pytest.mark.parametrize(
    ("lengths", "expected", "said"),
    [
        ([2000, 3000, 2000], [2, 3, 2], "3 of 3 rows end otherwise"),
        ([2.4, 2.6, 9.0], [2.4, 2.6, 9.0], "1 of 3 rows end otherwise"),
        ([2.4, 2.6, 1.7], [2.4, 2.6, 1.7], None),
    ],
)
def test_ends_that_contradict_durations_are_told(written, lengths, expected, said):
    rows = "".join(
        f"13/02/2026 23:0{k}:00,13/02/2026 23:0{k}:0{end},LM,{length}\n"
        for k, (end, length) in enumerate(zip((2, 3, 2), lengths, strict=True))
    )
    found = read_scoring(written("Start,End,Event,Duration\n" + rows))
    assert found.leg_movements.duration_s.tolist() == expected
    assert (said is None and not found.doubts) or found.doubts[0].startswith(str(said))


REMLOGIC_ROWS = "Time\tEvent\tDuration[s]\tLocation\n" + "".join(
    f"23:0{k}:00\tPLM-LM\t2.00\tLeg-Left\n" for k in range(6)
)
CUT_ROWS = "Start,End,Event,Duration,\n" + "".join(
    f"13/02/2026 23:0{k}:00,13/02/2026 23:0{k}:02,Limb movement left,2.00,\n" for k in range(6)
)


@pytest.mark.parametrize(
    ("text", "lost"),
    [(REMLOGIC_ROWS, n) for n in (2, 9, 10, 12, 14, 19)] + [(CUT_ROWS, n) for n in (2, 5, 9, 20)],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_last_row_that_was_torn_is_left_out_and_told(written, text, lost, encoding):
    found = read_scoring(written(text[:-lost].encode(encoding)))
    assert legs(found)[-1][1:3] == (2, "left")
    assert len(found.leg_movements) == 5
    assert any("ends in the middle of line 7" in doubt for doubt in found.doubts)


@pytest.mark.parametrize("text", [REMLOGIC_ROWS, CUT_ROWS])
def test_a_last_row_without_a_line_feed_is_whole(written, text):
    found = read_scoring(written(text[:-1]))
    assert len(found.leg_movements) == 6
    assert not found.doubts


def test_half_a_letter_at_the_end_is_no_other_encoding(written):
    text = "Start,Event,Duration\n" + "".join(
        f"13/02/2026 23:0{k}:00,Benbev\u00e6gelse,2\n" for k in range(6)
    )
    cut = text.encode()[: text.encode().rindex("\u00e6".encode()) + 1]
    found = read_scoring(written(cut))
    assert len(found.leg_movements) == 5
    assert not any("Latin" in doubt for doubt in found.doubts)


def test_noxturnals_tabs_are_not_lunas(written):
    text = "Start Time\tEnd Time\tEvent\tDuration\t\n[]\t[]\t[]\t[s]\t\n" + "".join(
        f"13/02/2026 23:0{k}:00\t13/02/2026 23:0{k}:02\tLM\t2.0\t\n" for k in range(6)
    )
    found = read_scoring(written(text.encode("utf-16")))
    assert (found.source, len(found.leg_movements)) == ("Noxturnal", 6)


def test_stages_last_neither_an_instant_nor_into_the_next():
    said = []
    found = hypnogram_of([(0, 0.03, "N2"), (30, 100, "N3"), (60, 30, "R")], said)
    assert found.duration_s.tolist() == [30, 30, 30]
    assert found.hours_asleep == pytest.approx(90 / 3600)
    assert [line[:10] for line in said] == ["1 stage ha", "1 stage la"]


def test_durations_as_hours_minutes_and_seconds_are_no_ends(written):
    rows = "".join(f'"LM left","11:0{k}:00 PM","0:00:02.5"\n' for k in range(4))
    for head in ('"Event Type","Start Time","Duration"\n', '"Event Type","Start Time","Laenge"\n'):
        found = read_scoring(written(head + rows))
        assert found.leg_movements.duration_s.tolist() == [2.5] * 4
    ends = "".join(f"LM left,00:0{k}:00,00:0{k}:02\n" for k in range(4))
    found = read_scoring(written("Event,Start,End\n" + ends))
    assert found.leg_movements.duration_s.tolist() == [2] * 4


@pytest.mark.parametrize("dated", [False, True])
def test_domino(written, dated):
    """Published lists of this kind: a head, then begin-end; rounded duration; kind; stage."""
    head = "Signal ID: PLM\\Events\r\nStart Time: 13.02.2026 22:00:00\r\nUnit: s\r\n\r\n"
    first, second = ("13.02.2026 ", "14.02.2026 ") if dated else ("", "")
    rows = (
        f"{first}23:59:58,250-00:00:00,750; 3;PLM links; N2\r\n"
        f"{second}00:00:20,000-00:00:21,500; 2;PLM rechts; N2\r\n"
    )
    found = read_scoring(written((head + rows).encode("latin-1")))
    assert (found.source, found.start) == ("DOMINO", at(13, 23, 59, 58, 250_000))
    assert legs(found) == [(0, 2.5, "left", "plm"), (21.75, 1.5, "right", "plm")]
    head = head.replace("PLM\\Events", "SchlafProfil\\profil") + "Rate: 20 s\r\n\r\n"
    profile = f"{second}00:00:00,000; Wach\r\n{second}00:00:20,000; N2\r\n"
    found = read_scoring(written((head + profile).encode("latin-1")))
    assert found.start == at(14, 0, 0)
    assert stages(found) == [(0, 20, "W"), (20, 20, "N2")]


def test_a_plain_table_may_have_ends_instead_of_durations(written):
    found = read_scoring(written("leg,onset_s,offset_s\nL,10,12.5\nR,20,21\n"))
    assert legs(found) == [(10, 2.5, "left", "lm"), (20, 1, "right", "lm")]
    with pytest.raises(UnreadableFile, match="line 3: end_s is 19; it must not be before onset_s"):
        read_scoring(written("leg,onset_s,offset_s\nL,10,12.5\nR,20,19\n"))


@pytest.mark.parametrize("instance", ["series3", "series 3", "run_2", "no 4"])
def test_an_instance_of_luna_leaves_a_leg_movement_one(written, instance):
    found = read_scoring(written(f"PLM\t{instance}\tLAT\t10\t12\t.\n"))
    assert legs(found) == [(10, 2, "left", "plm")]


def test_remlogics_columns_in_another_language(written):
    head = "K\u00f6rperlage\tZeit [hh:mm:ss]\tEreignis\tDauer[ms]\tOrt\n"
    rows = "".join(f"R\t23:0{k}:00\tPLM-LM\t1500\tLeg-Left\n" for k in range(4))
    found = read_scoring(written(("Patient:\tM\u00fcller\n\n" + head + rows).encode("latin-1")))
    assert found.source == "RemLogic"
    assert legs(found) == [(60 * k, 1.5, "left", "lm") for k in range(4)]


@pytest.mark.parametrize(
    ("name", "cells", "side"),
    [
        ("Stage", ["R", "R", "N2", "R"], "unknown"),
        ("Position", ["Right", "Supine", "Right", "Right"], "unknown"),
        ("Lage", ["Rechts", "R\u00fcckenlage", "Rechts", "Rechts"], "unknown"),
        ("Body position", ["Right", "Right", "Right", "Right"], "unknown"),
        ("Side", ["R", "R", "R", "R"], "right"),
        ("X", ["EMG RAT", "EMG RAT", "EMG RAT", "EMG RAT"], "right"),
    ],
)
def test_a_stage_and_a_body_position_tell_no_leg(written, name, cells, side):
    rows = "".join(f"23:0{k}:00,LM,2,{cell}\n" for k, cell in enumerate(cells))
    found = read_scoring(written(f"Start,Event,Duration,{name}\n{rows}"))
    assert found.leg_movements.side.tolist() == [side] * 4


def test_a_swedish_list_tells_the_leg_by_its_place(written):
    head = "Tid [hh:mm:ss]\tH\u00e4ndelse\tVaraktighet[s]\tPlats\n"
    rows = "".join(
        f"23:0{k}:00\tPeriodisk benr\u00f6relse\t2.00\tV\u00e4nster ben\n" for k in range(4)
    )
    found = read_scoring(written(head + rows))
    assert legs(found) == [(60 * k, 2, "left", "plm") for k in range(4)]


def test_years_of_two_digits_are_of_this_century():
    found = read_moments(["14.03.26 23:10:00", "15.03.26 01:10:00"])
    assert found.start == datetime(2026, 3, 14, 23, 10)  # noqa: DTZ001 - as it is written
    assert found.seconds.tolist() == [0.0, 7200.0]


def test_a_plain_table_with_german_names(written):
    found = read_scoring(
        written(
            "Beginn;Dauer (s);Ereignis;Seite\n100,5;2,1;Beinbewegung;links\n"
            "160;1,5;PLM;re\n200;12;Obstruktive Apnoe;\n210;5;Schnarchen;\n"
        )
    )
    assert legs(found) == [(100.5, 2.1, "left", "lm"), (160.0, 1.5, "right", "plm")]
    assert events(found.breathing) == [(200.0, 12.0, "obstructive_apnea")]
    assert found.unused == {"Schnarchen": 1}
    sides = read_scoring(written("Beginn;Dauer;Bein\n1,5;2;links\n9;2;R\n"))
    assert sides.leg_movements.side.tolist() == ["left", "right"]


@pytest.mark.parametrize(
    "lines",
    [
        ["W"] * 6 + ["N2"] * 60 + ["R"] * 54,
        ["Schlafstadium"] + ["Wach"] * 6 + ["S2"] * 60 + ["REM"] * 54,
        ["Epoche;Stadium"]
        + [f"{k};{w}" for k, w in enumerate(["W"] * 6 + ["2"] * 60 + ["5"] * 54, 1)],
        ["0"] * 6 + ["2"] * 60 + ["5"] * 54,
    ],
)
def test_stages_one_a_line_are_epochs_of_30_s_and_that_is_told(written, lines):
    found = read_scoring(written("\n".join(lines) + "\n"))
    assert found.stages is not None
    assert found.stages.onset_s.tolist() == [30.0 * k for k in range(120)]
    assert set(found.stages.duration_s) == {30.0}
    assert found.stages.stage.tolist() == ["W"] * 6 + ["N2"] * 60 + ["R"] * 54
    assert any("30 s, the epoch" in doubt for doubt in found.doubts)


@pytest.mark.parametrize(
    "lines", [["W"] * 9, ["2"] * 119, ["W"] * 60 + ["snoring"], [f"{k};W" for k in (1, 2, 4) * 9]]
)
def test_a_list_that_may_be_anything_is_no_hypnogram(written, lines):
    with pytest.raises(UnreadableFile):
        read_scoring(written("\n".join(lines) + "\n"))


def test_two_events_in_one_row_are_both_there():
    found = scored(
        (10.0, 2.0, "PLM + RERA"), (50.0, 3.0, "Apnea & Arousal"), (90.0, 1, "PLM L + R")
    )
    assert legs(found) == [(10.0, 2.0, "unknown", "plm"), (90.0, 1.0, "both", "plm")]
    assert events(found.breathing) == [(10.0, 2.0, "rera"), (50.0, 3.0, "apnea")]
    assert events(found.arousals) == [(50.0, 3.0, "arousal")]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["10:41:03", "11:02:10", "12:45:10"], True),  # rather 22:41 to 00:45
        (["01:10:00", "03:00:00", "06:40:00"], False),
        (["00:41:03", "09:02:10", "12:45:10"], False),  # hour 0: a clock of 24 hours
        (["09:41:03", "11:02:10", "13:00:00"], False),
        (["10:41:03 AM", "11:02:10 AM"], False),
    ],
)
def test_times_that_may_be_of_the_evening_are_told(cells, told):
    assert any("before noon" in doubt for doubt in read_moments(cells).doubts) is told


def test_numbered_epochs_with_times_are_no_annotations_of_luna(written):
    rows = ["1\t23:59:30\tWake", "2\t00:00:00\tN1", "3\t00:00:30\tREM"]
    found = read_scoring(written("Epoch\tTime\tStage\n" + "\n".join(rows) + "\n"))
    assert found.source == "table"
    assert stages(found) == [(0, 30, "W"), (30, 30, "N1"), (60, 30, "R")]


def asleep_of(found):
    told = found.leg_movements.asleep
    return None if told is None else told.tolist()


BESIDE = "sleep is given beside the events only"


@pytest.mark.parametrize(
    "text",
    [
        "onset_s,duration_s,side,stage\n10,2,L,N2\n40,2,R,W\n",
        "onset_s,duration_s,kind,side,stage\n10,2,lm,L,N2\n40,2,lm,R,W\n",
        "onset_s,duration_s,kind,limbs,asleep\n10,2,plm,ankle_left,1\n40,2,lm,ankle_right,0\n",
        (
            "onset\tduration\ttrial_type\tlimbs\tasleep\n10\t2\tplm\tankle_left\t1\n"
            "40\t2\tlimb_movement\tankle_right\t0\n"
        ),
        "Beginn;Dauer;Ereignis;Seite;Schlafstadium\n10;2;Beinbewegung;li;S2\n40;2;LM;re;Wach\n",
        "onset\tduration\ttrial_type\tsleep stage\n10\t2\tLM left\tN2\n40\t2\tLM right\tW\n",
        "Zeit,Ereignis,Dauer,Seite,Stadium\n23:00:10,LM,2,links,N2\n23:00:40,LM,2,rechts,Wach\n",
        (
            "Sleep Stage\tTime [hh:mm:ss]\tEvent\tDuration[s]\tLocation\n"
            "S2\t23:00:10\tPLM-LM\t2\tLAT\nW\t23:00:40\tPLM-LM\t2\tRAT\n"
        ),
    ],
)
def test_stages_beside_events_tell_which_lay_in_sleep_and_are_no_epochs(written, text):
    found = read_scoring(written(text))
    first = found.leg_movements.onset_s[0]
    assert [(t - first, d, s) for t, d, s, _ in legs(found)] == [(0, 2, "left"), (30, 2, "right")]
    assert found.stages is None
    assert asleep_of(found) == [True, False]
    assert any(BESIDE in doubt for doubt in found.doubts)


def test_stages_beside_events_and_in_rows_of_their_own(written):
    """A row with a stage and no event is an epoch, and then the epochs tell who slept."""
    found = read_scoring(
        written(
            "onset_s,duration_s,kind,stage\n0,30,,N2\n30,30,n/a,W\n"
            "10,2,LM left,N2\n40,2,LM right,W\n50,0,lights on,\n"
        )
    )
    assert stages(found) == [(0, 30, "N2"), (30, 30, "W")]
    assert legs(found) == [(10, 2, "left", "lm"), (40, 2, "right", "lm")]
    assert (asleep_of(found), found.lights_on_s) == (None, 50)
    assert not any(BESIDE in doubt for doubt in found.doubts)


def test_a_hypnogram_with_comments_is_no_list_of_events(written):
    found = read_scoring(written("onset_s,duration_s,stage,description\n0,30,W,sweat\n30,30,N2,\n"))
    assert stages(found) == [(0, 30, "W"), (30, 30, "N2")]


def test_stages_beside_some_events_only_are_not_used_and_that_is_told(written):
    found = read_scoring(written("onset_s,duration_s,side,stage\n10,2,L,N2\n40,2,R,?\n70,2,R,W\n"))
    assert asleep_of(found) is None
    assert any("beside 2 of 3 leg movements" in doubt for doubt in found.doubts)


@pytest.mark.parametrize("place", ["ankle", "ankle+wrist", "ankle+wrist_left"])
def test_an_ankle_without_a_side_is_a_leg_and_an_arm_beside_it_has_none_to_give(written, place):
    """limbwatch refused its own table, or took the side of the wrist for the leg's."""
    found = read_scoring(written(f"onset_s,duration_s,kind,limbs\n10,2,plm,{place}\n"))
    assert legs(found) == [(10, 2, "unknown", "plm")]
    assert not any("leg of" in doubt for doubt in found.doubts)
    luna = "class\tinstance\tchannel\tstart\tstop\tmeta\nplm\tseries2\tankle\t10\t12\tasleep=1\n"
    found = read_scoring(written(luna))
    assert (legs(found), asleep_of(found)) == ([(10, 2, "unknown", "plm")], [True])
    assert not any("leg of" in doubt for doubt in found.doubts)
    listed = read_scoring(written("side,onset_s,duration_s\nankle_left+wrist_right,10,2\n"))
    assert listed.leg_movements.side.tolist() == ["left"]


def test_what_a_table_of_kinds_says_of_sleep_is_1_or_0_or_nothing(written):
    text = "onset_s,duration_s,kind,asleep\n10,2,lm,{}\n"
    for nothing in ("", "n/a", "NA", "NaN"):  # as R and pandas write it
        assert asleep_of(read_scoring(written(text.format(nothing)))) is None
    with pytest.raises(UnreadableFile, match="asleep is 'maybe'; it must be 1"):
        read_scoring(written(text.format("maybe")))


def test_rows_of_both_legs_lie_in_sleep_when_one_does(written):
    found = read_scoring(written("onset_s,duration_s,side,stage\n10,2,L,W\n10,2,R,N1\n"))
    assert (legs(found), asleep_of(found)) == ([(10, 2, "both", "lm")], [True])


def test_a_column_of_legs_is_none_of_stages(written):
    """``R`` is a leg and a stage: a name, or two words, must say which."""
    rows = "".join(f"23:0{k}:00,LM,2,R\n" for k in range(4))
    found = read_scoring(written(f"Zeit,Ereignis,Dauer,Bein\n{rows}"))
    assert (found.leg_movements.side.tolist(), asleep_of(found)) == (["right"] * 4, None)
    assert asleep_of(read_scoring(written(rows))) is None
    stages_too = rows.replace("00,LM,2,R", "00,LM,2,W", 1)
    assert asleep_of(read_scoring(written(stages_too))) == [False, True, True, True]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("onset_s,duration_s,side,stage\n10,2,L,N5\n", "line 2: stage is 'N5'"),
        ("onset_s,duration_s,kind,stage\n10,2,snoring,N2\n", "line 2: kind is 'snoring'"),
        ("onset_s,duration_s,kind,side\n10,2,lm,oben\n", "line 2: side is 'oben'"),
        ("onset_s,duration_s,side\n10,2,oben\n", "line 2: side is 'oben'"),
        ("\n".join(["W"] * 9), "9 lines of stages alone are too few"),
        ("\n".join(["2"] * 119), "119 lines of numbers alone are too few.* 120 epochs"),
        ("\n".join(["W"] * 60 + ["N5", "W"]), "line 61: 'N5' is not a stage; 61 of 62 lines"),
        ("\n".join(f"{k};W" for k in (1, 2, 4) * 9), "numbers that do not go up by one"),
    ],
)
def test_what_keeps_a_file_from_being_read_is_said(written, text, told):
    with pytest.raises(UnreadableFile, match=told):
        read_scoring(written(text))


@pytest.mark.parametrize(
    "text",
    [
        "Beginn;Dauer;Ereignis;Seite\n10;2;LM;oben\n40;2;LM;oben\n70;2;LM;li\n",
        "Zeit;Dauer;Ereignis;Seite\n23:00:10;2;LM;oben\n23:00:40;2;LM;oben\n23:01:10;2;LM;li\n",
    ],
)
def test_a_leg_that_is_not_understood_is_told(written, text):
    found = read_scoring(written(text))
    assert found.leg_movements.side.tolist() == ["unknown", "unknown", "left"]
    assert "the leg of 2 movements is not understood: 'oben' (2)" in found.doubts


def test_dates_in_a_column_of_their_own_are_the_days_of_the_times(written):
    rows = "13-02-2026;23:59:50;LM;2\n14-02-2026;00:00:10;LM;2\n"
    found = read_scoring(written("Datum;Tijd;Gebeurtenis;Duur\n" + rows))
    assert found.start == at(13, 23, 59, 50)
    assert found.leg_movements.onset_s.tolist() == [0, 20]


SLEEPWARE = (
    '<?xml version="1.0"?><PatientStudy xmlns="http://www.respironics.com/PatientStudy.xsd">'
    "<Acquisition><Sessions><Session><RecordingStart>2026-02-13T22:00:05</RecordingStart>"
    "<Duration>120</Duration><LightsOff>30</LightsOff><LightsOn/></Session></Sessions>"
    '</Acquisition><ChannelConfig><Channels><Channel EdfSignal="3"><Label>BeinLi</Label></Channel>'
    '<Channel EdfSignal="4"><Label>Leg_R</Label></Channel></Channels></ChannelConfig>'
    "<ScoringData><StagingData><UserStaging><NeuroAdultAASMStaging>"
    '<Stage Type="NotScored" Start="0"/><Stage Type="Wake" Start="30"/>'
    '<Stage Type="NonREM2" Start="60"/></NeuroAdultAASMStaging></UserStaging><MachineStaging>'
    '<NeuroAdultAASMStaging><Stage Type="REM" Start="0"/></NeuroAdultAASMStaging>'
    "</MachineStaging></StagingData><Events>"
    '<Event Family="Limb" Type="LegMovement" Start="61.5" Duration="2.5" Machine="true">'
    '<LegMovement EdfSignal="3"/></Event>'
    '<Event Family="Limb" Type="LegMovement" Start="80" Duration="1">'
    '<LegMovement EdfSignal="4"/></Event>'
    '<Event Family="Limb" Type="LegMovement" Start="90" Duration="1">'
    '<LegMovement EdfSignal="-1"/></Event><Event Type="LegMovement" Duration="1"/>'
    '<Event Family="Respiratory" Type="ObstructiveApnea" Start="70" Duration="12.5"/>'
    '<Event Family="Neuro" Type="Arousal" Start="82" Duration="4"/>'
    '<Event Family="SpO2" Type="RelativeDesaturation" Start="84" Duration="20"/>'
    "</Events></ScoringData></PatientStudy>"
)


def test_a_study_of_sleepware(written):
    found = read_scoring(written(SLEEPWARE))
    assert (found.source, found.start) == ("Sleepware", at(13, 22, 0, 5))
    assert legs(found) == [
        (61.5, 2.5, "left", "lm"),
        (80, 1, "right", "lm"),
        (90, 1, "unknown", "lm"),
    ]
    assert stages(found) == [(0, 30, "unknown"), (30, 30, "W"), (60, 60, "N2")]
    assert (found.lights_off_s, found.lights_on_s) == (30, None)
    assert events(found.breathing) == [(70, 12.5, "obstructive_apnea")]
    assert events(found.arousals) == [(82, 4, "arousal")]
    assert found.unused == {"Relative Desaturation": 1}
    assert "of 7 events 1 were found by the program, not by a person" in found.doubts
    assert "1 event has no time and was left out" in found.doubts


def test_stages_that_only_a_program_scored_are_told(written):
    found = read_scoring(written(SLEEPWARE.replace("UserStaging", "OtherStaging")))
    assert stages(found) == [(0, 120, "R")]
    assert any("nobody staged it" in doubt for doubt in found.doubts)


def test_a_study_of_sleepware_that_was_cut_is_refused(written):
    with pytest.raises(UnreadableFile, match="cut or damaged"):
        read_scoring(written(SLEEPWARE[: len(SLEEPWARE) // 2]))


@pytest.mark.parametrize(
    ("first", "second", "start"),
    [
        ("13/02/2026 23.59.50", "14/02/2026 00.00.10", at(13, 23, 59, 50)),
        ("13.02.2026 23.59.50", "14.02.2026 00.00.10", at(13, 23, 59, 50)),
        ("23.59.50", "00.00.10", datetime(2000, 1, 1, 23, 59, 50)),  # noqa: DTZ001
    ],
)
def test_times_with_points_are_times(written, first, second, start):
    """As Italy, Denmark and Finland write them; three numbers alone must not be a date."""
    found = read_scoring(written(f"Inizio;Evento;Durata\n{first};LM;2\n{second};LM;2\n"))
    assert (found.start, found.leg_movements.onset_s.tolist()) == (start, [0, 20])
    assert with_colons(["13.02.26", "14.02.26"]) == ["13.02.26", "14.02.26"]


@pytest.mark.parametrize(
    ("theirs", "hours", "said"),
    [
        ("2026-03-29 01:30", 2.5, ""),
        ("2026-03-29 03:30", 3.5, ""),  # two o'clock is not there
        ("2026-03-28 22:00", -1, ""),
        ("2026-03-29 01:30+00:00", 3.5, ""),  # of its own zone, whatever the clocks do
        ("2025-01-14 03:30", 3.5, "date of our night (2026-03-28) but 2025-01-14"),
        ("2025-07-14 22:00", -1, "but 2025-07-14"),  # in summer time, and none of ours
        ("2000-01-01 01:30", 2.5, "times of day without a date"),
        (None, 0, "no time of day"),
    ],
)
def test_a_scoring_lies_on_the_clock_of_the_night_also_where_clocks_change(theirs, hours, said):
    ours = datetime(2026, 3, 28, 23, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    start = None if theirs is None else datetime.fromisoformat(theirs)
    seconds, doubts = second_zero(start, ours)
    assert seconds == hours * 3600
    assert said in "".join(doubts) if said else not doubts


@pytest.mark.parametrize(
    ("theirs", "shift", "expected", "dated"),
    [
        ("2026-03-14 21:58", 0, -120, True),
        ("2026-03-15 21:58", 0, -120, False),  # 23:58 h later, when the night is over
        ("2026-03-13 22:02", 0, 120, False),  # and 23:58 h before, when it has not begun
        ("2026-03-16 22:00:20", 0, 20, False),
        ("2026-03-21 21:58", 0, -120, False),
        ("2026-03-15 21:58+00:00", 0, -120, False),  # also of a zone that it names
        ("2026-03-14 08:00", 0, -50_400, True),  # 14 h before, and 24 h long
        ("2026-03-15 22:00:20", 86_420, 86_420, True),  # its clock is said to be a day ahead
        ("2026-03-15 22:00:20", 20, 20, False),
    ],
)
def test_a_date_is_believed_where_the_scoring_meets_the_night_by_it(theirs, shift, expected, dated):
    ours = datetime(2026, 3, 14, 22, 0, tzinfo=UTC)
    stretch = (0.0, 24 * 3600.0 if theirs.endswith("08:00") else 8 * 3600.0)
    seconds, doubts = second_zero(
        datetime.fromisoformat(theirs), ours, stretch=stretch, length=8 * 3600.0, shift=shift
    )
    assert seconds == expected
    assert not doubts if dated else "so only its time of day is used" in doubts[0]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("posture change, ankle_left+ankle_right", ""),
        ("periodic, series 2, ankle_right", ""),
        ("carried by bed or breath, wrist_left", ""),
        ("not the wearer's movement, wrist_left", ""),  # what it was called before
        ("Recording gap, ankle_left", ""),
        ("asleep, estimated", ""),
        ("gross_movement", "ankle_left ."),
        ("gap", "ankle_left"),
        ("asleep", ". ."),
    ],
)
def test_words_of_our_own_exports_are_told_as_such(text, place):
    row = ListedRow(10.0, 2.0, text, place)
    leg = ListedRow(20.0, 2.0, "LM", "left")
    found = scoring_of([row, leg], source="Luna")
    assert not found.unused
    assert any("1 row is in limbwatch's own words" in one for one in found.doubts)


@pytest.mark.parametrize(("text", "place"), [("tremor", ""), ("gap", ""), ("TA burst P", "")])
def test_words_that_others_may_have_written_are_named(text, place):
    found = scoring_of([ListedRow(10.0, 2.0, text, place)], source="Luna")
    assert found.unused == {text: 1}


@pytest.mark.parametrize(
    ("limbs", "side"),
    [
        ("ankle_right+wrist_left", "right"),
        ("ankle_left+wrist_left", "left"),
        ("ankle_left+wrist_right", "left"),
        ("ankle_left+ankle_right+wrist_left", "both"),
    ],
)
@pytest.mark.parametrize("head", ["kind,limbs", "trial_type,limbs"])
def test_a_leg_that_moved_with_an_arm_is_a_leg(limbs, side, head, tmp_path):
    path = tmp_path / "events.csv"
    rows = "".join(f"{20 * k},2,plm,{limbs}\n" for k in range(4)) + "90,2,plm,wrist_left\n"
    path.write_text(f"onset,duration,{head}\n{rows}", encoding="utf-8")
    found = read_scoring(path)
    assert found.leg_movements.side.tolist() == [side] * 4
    assert not found.unused


def test_our_own_words_are_those_of_the_kinds_of_movement():
    others = [kind for kind in Kind if kind not in LIMB_MOVEMENTS]
    assert {kind.value: kind.words for kind in others} == KINDS


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (gzip.compress(b"side,onset_s,duration_s\nleft,1,2\n"), "compressed.*Unpack"),
        (lzma.compress(b"side,onset_s,duration_s\nleft,1,2\n"), "compressed.*Unpack"),
        (b"PK\x03\x04\x14\x00\x06\x00\xff\xfe", "workbook.*as CSV"),
    ],
    ids=["gzip", "xz", "workbook"],
)
def test_what_is_packed_is_told_with_what_to_do(written, content, said):
    with pytest.raises(UnreadableFile, match=said):
        read_scoring(written(content))


def test_an_onset_that_is_a_date_is_told_and_not_the_leg(written):
    lines = b"side,onset,duration\nleft,2026-03-14T23:11:40,2.0\nleft,2026-03-14T23:12:10,2.0\n"
    with pytest.raises(UnreadableFile, match=r"onset_s is '2026-03-14T23:11:40'"):
        read_scoring(written(lines))


@pytest.mark.parametrize("onset", ["23:11:{}", "2026-03-14 23:11:{}"])
def test_events_in_a_column_of_legs_may_be_told_by_the_clock(onset, written):
    rows = [f"{leg},{onset.format(10 + 10 * i)},2.0" for i, leg in enumerate(["LM left", "PLM"])]
    found = read_scoring(written("\n".join(["leg,start,duration", *rows, ""]).encode()))
    assert found.leg_movements.onset_s.tolist() == [0, 10]
    assert found.leg_movements.kind.tolist() == ["lm", "plm"]


def test_a_right_leg_is_no_stage(written):
    lines = b"side,onset,duration\nR,23:11:40,2.0\nL,23:12:10,2.0\n"
    with pytest.raises(UnreadableFile, match=r"onset_s is '23:11:40'"):
        read_scoring(written(lines))
