"""The `score` command's table, result and errors."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from limbwatch.classify.rules.leg_movements import score
from limbwatch.classify.rules.listed_movements import listed_movements
from limbwatch.classify.rules.periodicity import joining_rules
from limbwatch.classify.rules.published import AASM_3, WASM_2016
from limbwatch.cli.app import run
from limbwatch.cli.screen.scored_list import ScoredList, as_dict, as_text
from limbwatch.cli.words import UNKNOWN
from limbwatch.sensor import UnreadableFile
from limbwatch.sensor.scorings.manual_scoring import Scoring
from limbwatch.sensor.scorings.reading import read_scoring

MOVES = "side,onset_s,duration_s\nL,100,2\nR,120,2\nL,140,2\nR,160.5,2\nL,900,2\n"


@pytest.fixture
def table(tmp_path):
    def write(text):
        path = tmp_path / "moves.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def read_table(path, rules=WASM_2016):
    return listed_movements(read_scoring(path), rules)


def scored_list(path, rules, **hours):
    joined = score(read_table(path, joining_rules()), joining_rules())
    return ScoredList(
        scored=score(read_table(path, rules), rules), joined=joined, rules=rules, **hours
    )


def score_table(path, rules, **hours):
    return as_dict(scored_list(path, rules, **hours))


def columns(path):
    moves = read_table(path)
    return moves.side.tolist(), moves.onset.tolist(), moves.duration.tolist()


def test_result_has_the_documented_keys(table):
    found = score_table(table(MOVES), WASM_2016)
    assert found["rules"] == "wasm2016"
    assert (found["leg_movements"], found["candidates"]) == (5, 5)
    assert found["plm"] == [100.0, 120.0, 140.0, 160.5]
    assert found["series"] == [
        {
            "number": 1,
            "count": 4,
            "onset_s": 100.0,
            "end_s": 162.5,
            "onsets_s": [100.0, 120.0, 140.0, 160.5],
        }
    ]
    assert found["periodicity_index"] == pytest.approx(3 / 4)
    assert found["plm_asleep"] is found["plm_awake"] is None
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_rules_change_the_result(table):
    nine = "side,onset_s,duration_s\n" + "".join(f"L,{100 + 9 * k},1\n" for k in range(5))
    assert score_table(table(nine), WASM_2016)["plm"] == []
    assert len(score_table(table(nine), AASM_3)["plm"]) == 5


def test_plm_are_counted_by_sleep_at_onset(table):
    text = "side,onset_s,duration_s,asleep\nL,100,2,0\nL,120,2,1\nL,140,2,true\nL,160,2,YES\n"
    found = score_table(table(text), WASM_2016)
    assert (found["plm_asleep"], found["plm_awake"]) == (3, 1)
    assert score_table(table(text), AASM_3)["plm"] == []


def test_header_only_is_a_night_without_movements(table):
    found = score_table(table("side,onset_s,duration_s\n"), WASM_2016)
    assert (found["leg_movements"], found["plm"], found["series"]) == (0, [], [])
    assert found["periodicity_index"] is None


@pytest.mark.parametrize(
    "text",
    [
        "side,onset_s,duration_s\nL,100.5,2\nR,120,0.5\n",
        "Side;Onset_s;Duration_s\nleft;100,5;2,0\nRIGHT;120;0,5\n",
        "side\tonset\tduration\nl\t100,5\t2\nr\t120\t,5\n",
        "duration_s,side,onset_s,note\n2,Left,100.5,first\n.5,Right,120,\n",
        "# from another program\n\nL,100.5,2\n# a comment\nR,1.2e2,5e-1\n\n",
        "sep=;\nside;onset_s;duration_s\nL;100.5;2\nR;120;0.5\n",
        '\ufeff"side","onset_s","duration_s"\r\n"L","100.5","2"\r\n"R","120","0.5"\r\n',
        "limb,onset_s,duration_s\nankle_left, 100.5, 2\nankle_right, 120, 0.5\n",
    ],
    ids=["plain", "decimal comma", "tab", "order", "no header", "sep=", "excel", "placements"],
)
def test_spellings_of_the_same_table(table, text):
    assert columns(table(text)) == ([0, 1], [100_500, 120_000], [2000, 500])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["is empty", "side,onset_s,duration_s"]),
        ("# nothing\n\n", ["is empty"]),
        ("side,onset_s,duration_s\nL,100,2\nX,120,2\n", ["line 3", "'X'", "L or R"]),
        ("side,onset_s,duration_s\nL,soon,2\n", ["line 2", "onset_s is 'soon'"]),
        ("side,onset_s,duration_s\nL,,2\n", ["line 2", "onset_s is ''"]),
        ("side,onset_s,duration_s\nL,nan,2\n", ["line 2", "'nan'"]),
        ("side,onset_s,duration_s\nL,1e999,2\n", ["line 2", "'1e999'"]),
        ("side,onset_s,duration_s\nL,100,-2\n", ["line 2", "-2", "not be negative"]),
        ("side,onset_s,duration_s\nL,100\n", ["line 2", "duration_s is missing"]),
        ("side,onset_s,duration_s\nL,100,5,2,0\n", ["line 2", "5 values", "semicolons"]),
        ("L,100,5,2,0\n", ["line 1", "5 values", "semicolons"]),
        ("side,onset_s,duration_s,asleep\nL,1,2,maybe\n", ["line 2", "'maybe'", "1 (asleep)"]),
        ("side,onset_s,extent\nL,1,2\n", ["line 1", "no column duration_s", "extent"]),
        ("time,x,y,z\n0,1,2,3\n", ["no column side", "no column onset_s"]),
        (b"\x89PNG\r\n\x1a\n\x00\x00", ["not a text file"]),
        (b"a\x00b\n", ["not a text file"]),
        ('side,onset_s,duration_s\nL,"' + "9" * 200_000 + '",1\n', ["line 2", "field larger"]),
    ],
)
def test_errors_name_line_and_value(table, text, words):
    with pytest.raises(UnreadableFile) as caught:
        read_table(table(text))
    for word in [*words, "moves.csv"]:
        assert word in str(caught.value)


def test_missing_file_and_folder_are_told(tmp_path):
    with pytest.raises(UnreadableFile, match="There is no file"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(UnreadableFile, match="is a folder"):
        read_table(tmp_path)


def test_text_fits_eighty_columns_and_has_the_figures(table):
    text = "side,onset_s,duration_s,asleep\n" + "".join(
        f"L,{200_000 + 20 * k},2,{k % 2}\n" for k in range(12)
    )
    path = table(text)
    shown = as_text(scored_list(path, WASM_2016))
    assert max(len(line) for line in shown.splitlines()) <= 80
    assert "WASM 2016" in shown
    assert "12 in 1 series (6 asleep, 6 awake)" in shown
    assert "20.0" in shown


def test_text_of_nothing(table):
    path = table("side,onset_s,duration_s\n")
    assert "Leg movements        0" in as_text(scored_list(path, WASM_2016))


NINE_APART = "side,onset_s,duration_s\n" + "".join(f"L,{100 + 9 * k},1\n" for k in range(11))


def test_limits_are_those_of_the_rules_in_force_and_periodicity_has_ferris_own(table):
    path = table(NINE_APART)
    by_wasm, by_aasm = (score_table(path, rules) for rules in (WASM_2016, AASM_3))
    assert (by_wasm["interval_limits_s"], by_aasm["interval_limits_s"]) == ([10, 90], [5, 90])
    assert (by_wasm["periodicity_index"], by_aasm["periodicity_index"]) == (0, 0)
    assert (by_wasm["interval_s"]["short"], by_aasm["interval_s"]["short"]) == (10, 0)
    text = as_text(scored_list(path, AASM_3))
    assert "intervals 5-90 s" in text
    assert "0 below 5 s, 10 of 5-90 s, 0 above 90 s" in text
    # Ferri 2006 counts intervals of 10 to 90 s, beside rules of 5 to 90 s too; so do nights
    assert "Ferri 2006, share of all intervals, 10-90 s" in text


def test_it_is_said_which_intervals_count_where_sleep_is_known(table):
    """The index counts those in sleep, as that of a night; the statistics count all."""
    rows = "".join(f"L,{100 + 20 * k},2,{k % 2}\n" for k in range(12))
    known = as_text(scored_list(table("side,onset_s,duration_s,asleep\n" + rows), WASM_2016))
    assert known.count("all intervals, asleep and awake") == 1
    assert "share of intervals in sleep, 10-90 s" in " ".join(known.split())
    unknown = " ".join(as_text(scored_list(table(MOVES), WASM_2016)).split())
    assert "share of all intervals, 10-90 s" in unknown
    assert "all intervals: median" in unknown
    assert "awake" not in unknown


def test_a_series_has_the_median_of_its_intervals_as_in_a_report(table):
    rows = "".join(f"L,{onset},2\n" for onset in (100, 120, 140, 220))
    shown = as_text(scored_list(table("side,onset_s,duration_s\n" + rows), WASM_2016))
    head, row = (line.split() for line in shown.rstrip().splitlines()[-2:])
    assert head[-2:] == ["Median", "s"]
    assert row[-1] == "20.0"  # the mean is 40


def test_the_histogram_has_its_edges(table):
    found = score_table(table(NINE_APART), WASM_2016)["interval_s"]
    assert len(found["histogram_edges"]) == len(found["histogram"]) + 1
    assert found["histogram"][found["histogram_edges"].index(8)] == 10
    assert "0-10  s     10 ####" in as_text(scored_list(table(NINE_APART), WASM_2016))


def test_hours_of_sleep_give_an_index(table):
    text = "side,onset_s,duration_s,asleep\n" + "".join(
        f"L,{100 + 20 * k},1,{int(k < 8)}\n" for k in range(12)
    )
    found = score_table(table(text), WASM_2016, hours_asleep=0.5, hours_awake=0.25)
    assert (found["plm_per_hour_of_sleep"], found["plm_per_hour_of_wake"]) == (16, 16)
    assert score_table(table(text), WASM_2016)["plm_per_hour_of_sleep"] is None
    assert score_table(table(MOVES), WASM_2016, hours_asleep=2)["plm_per_hour_of_sleep"] == 2
    # Drakatos 2021: below 10 leg movements an hour periodicity is not interpretable
    assert score_table(table(MOVES), WASM_2016, hours_asleep=2)["periodicity_index"] is None


def test_the_command_takes_hours_from_the_stages_of_the_file(table, capsys):
    rows = [f"N2\t.\t.\t{30 * k}\t+30\t." for k in range(120)]
    rows += [f"W\t.\t.\t{3600 + 30 * k}\t+30\t." for k in range(60)]
    rows += [f"LM\tleft\t.\t{3480.5 + 20 * k}\t+1\t." for k in range(12)]
    path = table("\n".join(rows) + "\n")
    assert run(["score", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["source"], found["hours_of_sleep"], found["hours_of_wake"]) == ("Luna", 1, 0.5)
    assert (found["plm_asleep"], found["plm_per_hour_of_sleep"]) == (6, 6)
    assert found["plm_per_hour_of_wake"] == 12
    assert run(["score", str(path), "--sleep-hours", "2"]) == 0
    assert "3.0 per hour of sleep (PLMS; 2.00 h by --sleep-hours)" in capsys.readouterr().out


@pytest.mark.parametrize("column", ["sleep_hours\n{},0.5", "sleep_min\n{},30", "Sleep (h)\n{},0.5"])
def test_the_command_takes_hours_from_a_column(table, capsys, column):
    """``sleep_hours`` was read as whether each moment was asleep."""
    name, row = column.split("\n")
    rows = [row.format(f"left,{100 + 20 * k},1") for k in range(8)]
    path = table("\n".join([f"side,onset_s,duration_s,{name}", *rows]) + "\n")
    assert run(["score", str(path)]) == 0
    assert "16.0 per hour of sleep (all periodic movements; 0.50 h by" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("cells", "said"),
    [(("6", "7"), "is 7 h here and 6 h above"), (("0", "0"), "is 0 h; it must be more than 0"),
     (("25", ""), "is 25 h"), (("many", ""), "is 'many'")],
)  # fmt: skip
def test_hours_of_a_column_that_cannot_be_are_refused(table, cells, said):
    rows = [f"left,{100 + 20 * k},1,{cell}" for k, cell in enumerate(cells)]
    path = table("\n".join(["side,onset_s,duration_s,sleep_hours", *rows]) + "\n")
    with pytest.raises(UnreadableFile, match=said):
        read_scoring(path)


def test_a_movement_of_both_legs_is_one_and_one_without_duration_counts(table, capsys):
    text = "side,onset_s,duration_s\n" + "".join(f"both,{100 + 20 * k},\n" for k in range(4))
    assert run(["score", str(table(text)), "--json"]) == 0
    shown = capsys.readouterr()
    found = json.loads(shown.out)
    assert (found["leg_movements"], len(found["plm"])) == (4, 4)
    assert "4 leg movements without a duration were taken to last 0.5 s" in shown.err


def test_no_index_is_told_where_no_row_is_a_leg_movement(table, capsys):
    rows = ["class\tinstance\tchannel\tstart\tstop", "N2\t.\t.\t0\t3600"]
    rows += [f"Zappelei\t.\t.\t{t}\t{t + 2}" for t in range(100, 220, 20)]
    path = table("\n".join(rows) + "\n")
    assert run(["score", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["plm_per_hour_of_sleep"] is None
    assert found["not_understood"] == {"Zappelei": 6}
    # and nothing that is counted of them is 0
    for name in ("leg_movements", "candidates", "plm", "series", "plm_asleep", "plm_awake"):
        assert found[name] is None
    assert found["distribution"] is found["interval_s"] is found["respiratory"] is None
    assert found["hours_of_sleep"] == 1
    assert run(["score", str(path)]) == 0
    shown = capsys.readouterr()
    assert [line.split()[-1] for line in shown.out.splitlines()[1:4]] == [UNKNOWN] * 3
    assert "Index                unknown: no row was recognised as a leg movement" in shown.out
    assert "6 rows are of kinds not understood or not used here: 'Zappelei' (6)" in shown.err
    assert "write LM or PLM in its place" in " ".join(shown.err.split())


def test_stages_alone_tell_the_hours_and_no_movement(table, capsys):
    path = table("\n".join(["W"] * 60 + ["N2"] * 60) + "\n")
    assert run(["score", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["hours_of_sleep"], found["hours_of_wake"]) == (0.5, 0.5)
    assert found["plm_asleep"] is found["plm_awake"] is found["leg_movements"] is None
    assert run(["score", str(path)]) == 0
    assert "share of intervals in sleep" in capsys.readouterr().out


def test_a_list_without_rows_has_an_index_of_zero(table, capsys):
    path = table("side,onset_s,duration_s\n")
    assert run(["score", str(path), "--sleep-hours", "7", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["plm_per_hour_of_sleep"] == 0


def refusal_or_keys(path):
    try:
        return set(score_table(path, WASM_2016))
    except UnreadableFile as refusal:
        return str(refusal)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_a_clear_refusal(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "moves.csv"
    path.write_bytes(content)
    found = refusal_or_keys(path)
    assert "moves.csv" in found or "leg_movements" in found


@given(st.text(alphabet="LRlr0123456789.,;-\t\n #eside_onsturayp", max_size=80))
def test_any_near_table_is_a_table_or_a_clear_refusal(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("near") / "moves.csv"
    path.write_text("side,onset_s,duration_s\n" + content)
    found = refusal_or_keys(path)
    assert "moves.csv" in found or "leg_movements" in found


def test_a_series_has_its_time_of_day_where_the_list_tells_one(tmp_path, capsys):
    """Who looks it up in the laboratory's program looks for a time, and not for a second."""
    clock = "".join(f"23:{59 - (k < 2)}:{k % 2 * 30:02d},2,left,LM\n" for k in range(4))
    path = tmp_path / "clock.csv"
    path.write_text("onset,duration_s,side,kind\n" + clock, encoding="utf-8")
    assert run(["score", str(path), "-q"]) == 0
    head, row = (line.split() for line in capsys.readouterr().out.rstrip().splitlines()[-2:])
    assert head[2] == "Begins"
    assert row[:3] == ["1", "4", "23:58:00"]
    assert run(["score", str(path), "-q", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["start"].startswith("23:")


def test_a_list_of_seconds_has_no_time_of_day(table, capsys):
    path = table("side,onset_s,duration_s\n" + "".join(f"L,{20 * k},2\n" for k in range(4)))
    assert "Begins" not in as_text(scored_list(path, WASM_2016))
    assert run(["score", str(path), "-q", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["start"] is None


def test_a_start_is_told_with_its_date_where_it_has_one():
    dated = datetime(2026, 3, 14, 22, 1, tzinfo=UTC)
    told = Scoring(start=dated, source="x", resolution_s=1)
    assert told.start_words == "2026-03-14T22:01:00+00:00"


BREATHING = """onset_s,duration_s,kind,side
100,2,LM,left
120,2,LM,left
140,2,LM,left
160,2,LM,left
180,2,LM,left
161.9,2,LM,right
150,{duration},{kind},
"""


@pytest.mark.parametrize(
    ("duration", "kind", "wasm", "aasm"),
    [
        # ends at 165.5: the right leg's part touches -2 s around it, and takes the candidate along
        (15.5, "hypopnea", 4, 4),
        (16.0, "hypopnea", 5, 4),
        (16.0, "rera", 5, 4),
        # from 149.5: nothing is left of 160 and 161.9
        (1.0, "rera", 5, 5),
    ],
)
def test_a_list_with_breathing_is_scored_without_respiratory_movements_too(
    table, capsys, duration, kind, wasm, aasm
):
    """SCORING.md 1.1: first all, then PLMnr; 1.2: an LM around an apnoea is not scored."""
    path = str(table(BREATHING.format(duration=duration, kind=kind)))
    assert run(["score", path, "--json", "--sleep-hours", "2"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["plm"]) == 5
    without = {one["window"]: one["plm_without"] for one in found["respiratory"]}
    assert without == {"wasm2016": wasm, "aasm": aasm}
    assert found["respiratory"][0]["plm_without_per_hour"] == wasm / 2
    assert not any("breathing" in clause for clause in found["not_assessed"])
    assert run(["score", path]) == 0
    assert f"{wasm} periodic (WASM 2016" in capsys.readouterr().out


def test_a_list_is_not_said_to_be_of_acceleration(table, capsys):
    assert run(["score", str(table(MOVES)), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["respiratory"] is None
    assert "breathing" in found["not_assessed"][0]
    assert not any("acceleration" in clause for clause in found["not_assessed"])


def test_what_is_no_candidate_ends_a_series_beside_breathing_too(table, capsys):
    """WASM 2016: CLMr are left out, and no movement of 11 s is a CLM."""
    rows = "".join(f"{t},{d},LM,left\n" for t, d in [(100, 2), (120, 2), (140, 11), (160, 2)])
    text = f"onset_s,duration_s,kind,side\n{rows}180,2,LM,left\n130,12,hypopnea,\n"
    assert run(["score", str(table(text)), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["plm_without"] for one in found["respiratory"]] == [0, 4]
