"""Scorings in the forms and words that programs have: columns, arms, elapsed time, ends, stages."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from limbwatch.cli.app import run
from limbwatch.sensor import UnreadableFile
from limbwatch.sensor.files.times.writing.patterns import AFTERNOON, MORNING
from limbwatch.sensor.scorings.languages import LANGUAGES
from limbwatch.sensor.scorings.moments import read_moments
from limbwatch.sensor.scorings.reading import read_scoring
from limbwatch.sensor.scorings.shared_start import with_shared_start
from limbwatch.sensor.scorings.vocabulary import meaning_of, stage_of

UPPER_LIMBS = {
    "English": ("Upper Limb Movement (Left)", "PLM (upper limb)", "LM UE", "LM RUE", "LM forearm"),
    "German": ("Bewegung obere Extremität", "Bewegung der oberen Extremität", "PLM Unterarm li"),
    "French": ("Mouvement membre supérieur", "mouvements des membres supérieurs", "PLM bras"),
    "Spanish": ("movimiento extremidad superior izquierda", "movimientos de miembros superiores"),
    "Italian": ("movimento arto superiore", "movimenti arti superiori dx", "PLM braccia"),
    "Portuguese": ("movimento membro sup. esq.", "movimento do membro superior", "PLM braço"),
    "Dutch": ("beweging bovenste ledematen", "PLM bovenarm"),
    "Danish": ("bevægelse øvre ekstremitet", "PLM overarm"),
    "Norwegian": ("bevegelse i øvre ekstremitet", "PLM armer"),
    "Swedish": ("rörelse övre extremitet", "PLM armar"),
    "Finnish": ("PLM yläraaja", "LM käsi"),
    "Polish": ("ruch kończyny górnej", "ruch kończyn górnych", "PLM ręka"),
    "Czech": ("pohyb horní končetiny", "pohyb horních končetin", "PLM ruka"),
    "Icelandic": ("útlima hreyfing, efri útlimir", "PLM handleggur"),
}


@pytest.fixture
def written(tmp_path):
    def write(content, name="scored.txt"):
        path = tmp_path / name
        path.write_text(content, "utf-8")
        return path

    return write


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_movement_of_an_upper_limb_is_none_of_a_leg(language):
    assert LANGUAGES[language].upper_limb
    for text in UPPER_LIMBS[language]:
        assert meaning_of(text) is None, text
        assert meaning_of("LM", place=text) is None, text


LOWER_LIMBS = ("Lower limb movement", "Bewegung untere Extremität", "ruch kończyny dolnej")
LOWER_LIMBS += ("mouvement membre inférieur", "movimento arto inferiore", "PLM upper leg")


@pytest.mark.parametrize("text", [*LOWER_LIMBS, "LM biceps femoris"])
def test_a_movement_of_a_lower_limb_stays_one_of_a_leg(text):
    assert meaning_of(text).family == "leg"


STANFORD = (
    "#scoreDir=SCORED SS\n"
    "Start Sample,End Sample,Start Time (elapsed),End Time (elapsed),Event,File Name\n"
    '1026027,1040721,00:33:23.960,00:33:52.660,"Obstructive Apnea",resp.evt\n'
    '1301340,1311938,00:42:21.680,00:42:42.380,"Hypopnea",resp.evt\n'
)
SNOOZ = (
    "group\tname\tstart_sec\tduration_sec\tchannels\ttime elapsed (HH:MM:SS)\n"
    "respiratory\tObstructive apnea\t2003.96\t28.7\t['Flow']\t00:33:23.960\n"
    "respiratory\tHypopnea\t2541.68\t20.7\t['Flow']\t00:42:21.680\n"
)
REMLOGIC = (
    "Time (elapsed)\tEvent\tDuration[s]\n"
    "00:33:23.960\tAPNEA-OBSTRUCTIVE\t28.7\n00:42:21.680\tHYPOPNEA\t20.7\n"
)


@pytest.mark.parametrize("text", [STANFORD, SNOOZ, REMLOGIC])
def test_a_column_that_says_elapsed_is_no_time_of_day(written, text):
    found = read_scoring(written(text))
    assert found.start is None
    assert found.breathing.onset_s.tolist() == [2003.96, 2541.68]
    np.testing.assert_allclose(found.breathing.duration_s, [28.7, 20.7])


def test_a_time_of_day_beside_elapsed_time_is_the_start(written):
    rows = "".join(f"LM,00:0{k}:00,23:5{k}:00,2\n" for k in range(3))
    found = read_scoring(written(f"Event,Elapsed,Start,Duration\n{rows}"))
    assert (found.start.hour, found.start.minute) == (23, 50)
    assert found.leg_movements.duration_s.tolist() == [2, 2, 2]


def test_snooz_names_stages_by_numbers_beside_their_group(written):
    head = SNOOZ.splitlines()[0]
    rows = [f"stage\t{stage}\t{30 * k}\t30\t[]\t00:0{k // 2}:{k % 2 * 30:02d}.000"
            for k, stage in enumerate((0, 2, 5, 9))]  # fmt: skip
    found = read_scoring(written("\n".join([head, *rows, ""])))
    assert found.stages.stage.tolist() == ["W", "N2", "R", "unknown"]
    assert found.stages.duration_s.tolist() == [30, 30, 30, 30]


@pytest.mark.parametrize(
    ("begin", "end", "event"),
    [
        ("Hora inicio", "Hora fin", "Evento"),
        ("Hora de inicio", "Hora de fin", "Evento"),
        ("Hora de início", "Hora de término", "Evento"),
        ("Hora inicial", "Hora final", "Evento"),
        ("Heure début", "Heure fin", "Évènement"),
        ("Heure de début", "Heure de fin", "Événement"),
        ("Ora inizio", "Ora fine", "Evento"),
        ("Tempo início", "Tempo fim", "Evento"),
        ("Uhrzeit Anfang", "Uhrzeit Ende", "Ereignis"),
    ],
)
@pytest.mark.parametrize("first", ["begin", "end"])
@pytest.mark.parametrize("mark", ["\t", ";"])
def test_an_end_is_read_by_any_word_of_its_name(written, begin, end, event, first, mark):
    names = [begin, end, event]
    rows = [["23:10:00.50", "23:10:02.00", "LM"], ["23:11:00.00", "23:11:12.00", "Hypopnea"]]
    if first == "end":
        names[:2], rows = [end, begin], [[row[1], row[0], row[2]] for row in rows]
    text = "\n".join(mark.join(row) for row in [names, *rows]) + "\n"
    found = read_scoring(written(text))
    assert found.leg_movements.duration_s.tolist() == [1.5]
    assert found.breathing.duration_s.tolist() == [12]


@pytest.mark.parametrize("names", ["Início;Fim;Evento", "onset;stop;event", "alku;loppu;evento"])
def test_plain_tables_know_the_same_names_of_ends_as_others(written, names):
    found = read_scoring(written(f"{names}\n10;12.5;LM\n40;43;LM\n"))
    assert found.leg_movements.duration_s.tolist() == [2.5, 3]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("LM - DUR: 2.1 SEC. - LEFT", 2.1),
        ("LM - DUR: 2,1 SEC. - LEFT", 2.1),
        ("LM (Dauer 1500 ms)", 1.5),
        ("LM durée 3 s", 3),
    ],
)
def test_a_duration_in_the_text_of_an_event_counts(written, text, seconds):
    found = read_scoring(written(f"23:00:00.00\t{text}\n23:01:00.00\t{text}\n"))
    assert found.leg_movements.duration_s.tolist() == [seconds, seconds]


APNEAS = "Time,Event\n23:00:00,Hypopnea\n23:00:12,LM\n23:00:42,LM\n23:01:12,LM\n23:01:42,LM\n"


def test_breathing_without_an_end_leaves_respiratory_movements_unknown(written, capsys):
    assert run(["score", str(written(APNEAS)), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["respiratory"] is None
    assert "breathing" in found["not_assessed"][0]
    assert any("breathing events without a duration: 1 of 1" in doubt for doubt in found["doubts"])
    assert any("without a duration were taken to last" in doubt for doubt in found["doubts"])


def test_of_stages_in_words_or_numbers_seven_and_below_zero_are_unknown():
    assert [stage_of(word, bare=True) for word in ("7", "-1", "-2", "ART", "WK")] == [
        *["unknown"] * 4,
        "W",
    ]
    assert stage_of("-1") is None


@pytest.mark.parametrize("mark", [" ", "    ", "\t"])
def test_numbered_epochs_may_be_parted_by_blanks(written, mark):
    rows = "".join(f"{k + 1:7d}{mark}{(0, 2, 5, 7)[k % 4]}\n" for k in range(120))
    found = read_scoring(written(rows)).stages
    assert (len(found.stage), found.stage[:4].tolist()) == (120, ["W", "N2", "R", "unknown"])


def test_columns_beside_the_one_named_for_stages_are_left_out(written):
    rows = "".join(f"{k},{'W' if k < 3 else 'N2'},0.6{k % 10}\n" for k in range(20))
    found = read_scoring(written(f"Epoch,Stage,Confidence\n{rows}")).stages
    assert found.stage[2:4].tolist() == ["W", "N2"]
    with pytest.raises(UnreadableFile, match="no column onset_s"):
        read_scoring(written(f"Seconds,Stage,Confidence\n{rows}"))


@pytest.mark.parametrize(("word", "stages"), [("N2", ["N2", "N2"]), ("LM", None)])
def test_rows_of_onset_and_duration_need_no_names(written, word, stages):
    found = read_scoring(written(f"0,30,{word}\n30,30,{word}\n"))
    assert stages == (None if found.stages is None else found.stages.stage.tolist())
    assert len(found.leg_movements) == (2 if stages is None else 0)


RDANN = '    [22:20:30.000 04/03/2026]     0     "    0    0\tW\n'


@pytest.mark.parametrize("text", [" 255,10,\n 255,10,\n", "1,2,3\n2,3,4\n", 2 * RDANN])
def test_rows_without_names_are_refused_for_that(written, text):
    with pytest.raises(UnreadableFile, match="no line above the rows names their columns"):
        read_scoring(written(text))


def test_visbrain_lists_the_ends_of_stages(written):
    head = "*Duration_sec\t900\n*Datafile\tunspecified\n"
    found = read_scoring(written(f"{head}Wake\t300\nN2\t690.5\nArt\t900\n"))
    assert (found.source, found.start) == ("Visbrain", None)
    assert found.stages.onset_s.tolist() == [0, 300, 690.5]
    assert found.stages.duration_s.tolist() == [300, 390.5, 209.5]
    assert found.stages.stage.tolist() == ["W", "N2", "unknown"]
    with pytest.raises(UnreadableFile, match="line 4: a stage ends at '300'; it must end later"):
        read_scoring(written(f"{head}Wake\t300\nN2\t300\n"))
    with pytest.raises(UnreadableFile, match="line 3: 'Walk' is not a stage"):
        read_scoring(written(f"{head}Walk\t300\n"))


def test_elan_lists_epochs_of_its_time_base(written):
    head = "time_base 20\nsampling_period 1/0.05\nepoch_nb 3\nepoch_list\n"
    found = read_scoring(written(f"{head}0\n2\n-1\n"))
    assert found.stages.onset_s.tolist() == [0, 20, 40]
    assert found.stages.stage.tolist() == ["W", "N2", "unknown"]
    with pytest.raises(UnreadableFile, match="no line time_base states their length"):
        read_scoring(written("epoch_nb 3\nepoch_list\n0\n2\n-1\n"))


def test_unix_seconds_are_times(written):
    found = read_scoring(written("timestamp,duration,event\n1772662830,30,N2\n1772662860.5,2,LM\n"))
    assert found.start == datetime(2026, 3, 4, 22, 20, 30, tzinfo=UTC)
    assert found.leg_movements.onset_s.tolist() == [30.5]
    assert any("Unix" in doubt for doubt in found.doubts)


@pytest.mark.parametrize(("onset", "unix"), [(999_999_999, False), (1_000_000_000, True)])
def test_seconds_from_a_thousand_million_on_are_unix_seconds(written, onset, unix):
    found = read_scoring(written(f"onset_s,duration_s,kind\n{onset},2,LM\n"))
    assert (found.start is not None) == unix


def test_counts_of_activity_are_no_seconds(written):
    rows = "".join(f"03/04/2026,22:2{k}:30,{20 + k % 2},LM\n" for k in range(4))
    found = read_scoring(written(f"Date,Time,Axis1,Event\n{rows}"))
    assert np.isnan(found.leg_movements.duration_s).all()
    assert not any("taken for it" in doubt for doubt in found.doubts)


def test_sleep_without_stages_is_refused_and_not_left_out(written):
    rows = "".join(f"03/04/2026,22:2{k}:30,20,{'WS'[k % 2]}\n" for k in range(6))
    with pytest.raises(UnreadableFile, match="it marks sleep as 'S', without stages"):
        read_scoring(written(f"Date,Time,Axis1,Sleep\n{rows}"))


def test_a_column_of_dates_is_not_taken_for_the_events(written):
    rows = "".join(f'{k},3/04/2026,10:2{k}:30 PM,0,20,"REST"\n' for k in range(4))
    with pytest.raises(UnreadableFile, match=r"'REST' \(4\)"):
        read_scoring(written(f"Line,Date,Time,Off-Wrist Status,Activity,Interval Status\n{rows}"))


def test_a_stage_beside_movements_that_is_not_understood_is_named(written):
    rows = "".join(
        f"LM,{stage},23:0{k}:00,2\n" for k, stage in enumerate(("N2", "WK", "XY", "N2", "R", "N2"))
    )
    found = read_scoring(written(f"Event,Stage,Time,Duration\n{rows}"))
    assert any("'XY' (1)" in doubt for doubt in found.doubts)
    assert any("beside 5 of 6" in doubt for doubt in found.doubts)


@pytest.mark.parametrize(
    ("word", "hour"), [*((w, 10) for w in MORNING), *((w, 22) for w in AFTERNOON)]
)
def test_halves_of_the_day_are_those_of_recorded_files(word, hour):
    behind = read_moments([f"10:41:03 {word.upper() if word.isascii() else word}"]).start
    before = read_moments([f"{word} 10:41:03"]).start
    assert (behind or before).hour == hour


@pytest.mark.parametrize("word", ["μμ", "μ.μ.", "PM", "p.m."])
def test_halves_of_the_day_stand_behind_points_too(word):
    assert read_moments([f"10.41.03 {word}"]).start.hour == 22


EPOCHS = "W\n" * 8 + "N2\n" * 8
STATED = "# start: 2026-03-04 22:20:30\n"


@pytest.mark.parametrize(
    "text",
    [
        EPOCHS,
        "onset_s,duration_s,stage\n0,300,W\n300,30,N2\n",
        "*Duration_sec\t900\nWake\t300\nN2\t900\n",
        "time_base 30\nepoch_list\n0\n2\n",
        STANFORD,
        SNOOZ,
    ],
)
def test_a_start_that_a_comment_states_is_that_of_second_0(written, text):
    assert read_scoring(written(text)).start is None
    found = read_scoring(written(STATED + text))
    assert found.start.isoformat() == "2026-03-04T22:20:30"
    assert not any("does not state" in doubt for doubt in found.doubts)


def test_a_file_without_times_begins_with_the_recording_that_a_file_beside_it_states(written):
    bare = read_scoring(written(EPOCHS))
    stated = read_scoring(written(STATED + EPOCHS))
    assert stated.from_recording
    found = with_shared_start(bare, [("bare", bare), ("psg.edf", stated)])
    assert found.start == stated.start
    assert "begin with the recording of psg.edf, at 2026-03-04T22:20:30" in found.doubts[-1]
    assert with_shared_start(stated, [("other", found)]) is stated
    later = replace(stated, start=stated.start + timedelta(seconds=30))
    apart = with_shared_start(bare, [("one", stated), ("other", later)])
    assert apart.start is None
    assert "different starts" in apart.doubts[-1]


def test_the_time_of_a_first_event_is_no_start_of_a_recording(written):
    events = read_scoring(written(APNEAS))
    bare = read_scoring(written(EPOCHS))
    assert (events.start is not None, events.from_recording) == (True, False)
    assert with_shared_start(bare, [("events", events)]) is bare
