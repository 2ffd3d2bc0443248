"""What is withheld is said to be, with the number found; and whose movements they may be."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from limbwatch.classify.figures import Summary
from limbwatch.classify.findings.legs import plm_index
from limbwatch.classify.findings.scene import Scene
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event, Finding, Night
from limbwatch.classify.origin import IMMOBILISATION, TEST
from limbwatch.classify.summary import summarise
from limbwatch.cli.history.nights import HistoryNight
from limbwatch.cli.judgement import caution_on_index, nothing_stood_out, unjudged
from limbwatch.cli.kinds import EXPLANATIONS
from limbwatch.cli.night.answers.notes import DayNotes
from limbwatch.cli.night.scored.contents import read_night
from limbwatch.cli.night.scored.events_table import events_table
from limbwatch.cli.night.scored.summary import summary_bytes
from limbwatch.cli.report.document import options_note, report
from limbwatch.cli.report.lead import sentence
from limbwatch.cli.report.sheet import doctors_pages
from limbwatch.cli.report.tables import clinical
from limbwatch.cli.report.take_along import take_along_texts
from limbwatch.cli.screen.first_screen import first_screen
from limbwatch.sensor import Placement

LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT
Made = Callable[..., Summary]
NO_MORE = ("Nothing that limbwatch looks for stood out", "None of what the program looks for")
"""What a night of which something was withheld is never told alone."""
PARTNER = "One ankle sensor cannot tell them from a bed partner's or the bed's."


@pytest.fixture
def made(example_night: Night) -> Made:
    """Make the summary of a night of which sensors saw some hours of sleep."""

    def make(
        hours: float, *, worn: Sequence[Placement] = (LEFT, RIGHT, WRIST), **plm: object
    ) -> Summary:
        coverage = tuple(one for one in example_night.coverage if one.placement in worn)
        found = summarise(replace(example_night, coverage=coverage, findings=()))
        figures = {"count": 119, "index_per_hour": 119 / hours if hours else None} | plm
        return replace(found, plm=replace(found.plm, hours_of_sleep=hours, **figures))

    return make


def folded(text: str) -> str:
    return " ".join(text.split())


def test_a_number_of_little_sleep_is_named_and_said_not_to_be_judged(made: Made) -> None:
    """Under a head of 119 movements an hour stood that nothing stood out."""
    said = folded(first_screen(made(1.0)))
    assert (
        "What stands out 119 periodic limb movements in 1 h 00 min of sleep, 119.0 an hour: "
        "whether that is many is not judged, as it takes 2 hours of sleep" in said
    )
    assert "Nothing else that limbwatch looks for stood out" in said
    assert not any(words in said for words in NO_MORE)


def test_what_counts_is_the_sleep_that_worn_sensors_saw(made: Made) -> None:
    """Seven hours asleep, and an ankle sensor that was worn for one of them."""
    night = made(1.0)
    assert night.sleep.minutes == 420
    assert unjudged(night).startswith("119 periodic limb movements in 1 h 00 min of sleep")
    assert "Too little sleep was seen to judge that by" in sentence(night)


def test_too_little_sleep_is_never_rounded_up_to_enough(made: Made) -> None:
    assert "in 1 h 59 min of sleep" in unjudged(made(1.999))
    assert unjudged(made(2.0)) == ""


@pytest.mark.parametrize(("seconds", "said"), [(45, "45 s"), (59, "59 s"), (61, "1 min")])
def test_sleep_of_less_than_a_minute_is_told_in_seconds(
    made: Made, seconds: int, said: str
) -> None:
    assert f"in {said} of sleep" in unjudged(made(seconds / 3600))


def test_it_is_said_beside_other_findings_too(made: Made) -> None:
    """A night with any other finding said nothing of the number at all."""
    other = Finding(code="one_sided", title="Mostly one leg", evidence="some", advice="Look.")
    said = folded(first_screen(replace(made(1.0), findings=(other,))))
    assert "119.0 an hour: whether that is many is not judged" in said
    assert said.index("Mostly one leg: some.") < said.index("119.0 an hour"), "most pressing first"


def test_the_first_sentence_holds_no_unjudged_number_against_the_line(made: Made) -> None:
    assert "above the 15 an hour" in sentence(made(2.0))
    said = sentence(made(1.0))
    assert "119 periodic leg movements: 119.0 in each hour. Too little sleep was seen" in said
    assert "an hour that sleep laboratories" not in said


@pytest.mark.parametrize(
    ("hours", "plm", "told"),
    [
        (1.0, {"count": 0, "index_per_hour": 0.0}, "No periodic limb movement in 1 h 00 min"),
        (0.0, {"count": 0}, "The sensors saw no sleep"),
        (
            0.0,
            {"count": 0, "wake_count": 40, "wake_index_per_hour": 80.0},
            "Awake in bed there were 40 periodic limb movements, 80.0 an hour.",
        ),
        (5.0, {"count": 0, "index_per_hour": None}, "Gaps are too close together for a series"),
    ],
)
def test_every_way_to_withhold_a_number_is_said(
    made: Made, hours: float, plm: dict[str, object], told: str
) -> None:
    night = made(hours, **plm)
    assert told in unjudged(night)
    assert nothing_stood_out(night).startswith("Nothing else that limbwatch looks for")


def test_arms_alone_count_no_leg_movements(made: Made) -> None:
    """Of a wrist the report said "without periodic arm movements", which nobody counts."""
    night = made(5.0, worn=[WRIST], count=0, index_per_hour=0.0)
    assert "sensors on the legs. None was worn there" in unjudged(night)
    assert "without a sensor on a leg to count periodic movements" in sentence(night)
    assert "No sensor was on a leg to count them." in folded(first_screen(night))


@pytest.mark.parametrize(
    ("hours", "worn", "told"),
    [
        (5.0, [LEFT, RIGHT, WRIST], ()),
        (5.0, [LEFT, RIGHT], ("arms", "breathing")),
        (5.0, [LEFT], ("arms", "breathing", "several limbs")),
        (5.0, [WRIST], ("breathing", "several limbs")),
        (1.0, [LEFT, RIGHT, WRIST], ("arms", "breathing")),
    ],
)
def test_what_was_not_looked_for_is_named(
    made: Made, hours: float, worn: list[Placement], told: tuple[str, ...]
) -> None:
    said = nothing_stood_out(made(hours, worn=worn))
    assert [one for one in ("arms", "breathing", "several limbs") if one in said] == list(told)
    assert ("Not looked for here: " in said) is bool(told)


def test_what_was_not_looked_for_is_named_beside_a_finding_too(
    made: Made, example_night: Night, tmp_path: Path
) -> None:
    """Of a night whose one finding was that part of it is missing nobody was told."""
    lost = Finding(code="low_coverage", title="Part is missing", evidence="90 %", advice="Charge.")
    night = replace(made(5.0, worn=[WRIST]), findings=(lost,))
    (tmp_path / "night.json").write_bytes(summary_bytes(night))
    (tmp_path / "events.csv").write_bytes(events_table(example_night))
    for text in (first_screen(night), report(read_night(tmp_path), corrected=False)):
        assert folded(text).count("Not looked for here: movements like those that end") == 1


@pytest.mark.parametrize(
    ("kind", "worn", "age", "told"),
    [
        (Kind.TONIC, [WRIST], None, "show the film and this to a doctor"),
        (Kind.CONVULSIVE, [LEFT], 30.0, "show the film and this to a doctor"),
        (Kind.TONIC, [WRIST], 3.0, "show this to a paediatrician"),
        (Kind.TONIC, [WRIST], 0.5, "call a paediatrician or a children's hospital today and show"),
        (Kind.TONIC, [LEFT, RIGHT], None, ""),
        (Kind.TREMOR, [WRIST], None, ""),
    ],
)
def test_what_one_sensor_lists_and_no_finding_tells_is_not_passed_over(
    made: Made, kind: Kind, worn: list[Placement], age: float | None, told: str
) -> None:
    """Below three stiffenings of one wrist stood that nothing stood out."""
    night = replace(made(5.0, worn=worn), age=age, counts={kind: 3})
    said = folded(first_screen(night))
    assert ("does name stiffening or shaking: 3." in said) is bool(told)
    assert told in said
    finding = Finding(code="unnamed_shaking", title="t", evidence="e", advice="a")
    assert "all the same" not in folded(first_screen(replace(night, findings=(finding,))))


@pytest.mark.parametrize("kind", [Kind.TONIC, Kind.CONVULSIVE])
def test_a_word_on_several_limbs_says_what_it_means_with_one_sensor(kind: Kind) -> None:
    """Of one wrist that jerked the report said "shaking of the whole body"."""
    assert "with one sensor" in EXPLANATIONS[kind].what


@pytest.mark.parametrize(
    ("worn", "hours", "code", "told"),
    [
        ([LEFT, RIGHT, WRIST], 5.0, None, True),
        ([LEFT, RIGHT, WRIST], 5.0, "low_coverage", True),
        ([LEFT, RIGHT, WRIST], 5.0, "dream_enactment_like", False),
        ([LEFT, RIGHT, WRIST], 5.0, "one_sided", False),
        ([LEFT, RIGHT], 5.0, None, False),
        ([LEFT, RIGHT, WRIST], 1.0, None, False),
    ],
)
def test_that_dreams_acted_out_are_often_missed_is_said_where_they_are_not_told(
    made: Made, worn: list[Placement], hours: float, code: str | None, told: bool
) -> None:
    night = made(hours, worn=worn)
    if code is not None:
        found = Finding(code=code, title="t", evidence="e", advice="a")
        night = replace(night, findings=(found,))
    assert ("Single blows of an arm are not detected" in folded(first_screen(night))) is told


def test_movements_called_awake_are_said_to_look_so(made: Made) -> None:
    """A blow in a dream was counted under "Movement while awake" without a word."""
    night = made(5.0)
    assert "or movement like it" not in folded(first_screen(night))
    counted = replace(night, counts={**night.counts, Kind.WAKE_MOVEMENT: 51})
    assert "Movement while awake 51 or movement like it" in folded(first_screen(counted))


@pytest.mark.parametrize(
    ("age", "told", "not_told"),
    [
        (None, "If you sleep badly", "paediatrician"),
        (18.0, "If you sleep badly", "paediatrician"),
        (4.0, "to a paediatrician", "If you sleep"),
        (0.0, "limbwatch was not made or tested for babies", "If you sleep"),
        (1.9, "call a paediatrician or a children's hospital today", "one night is not enough"),
    ],
)
def test_that_nothing_stood_out_is_said_to_parents_otherwise(
    made: Made, age: float | None, told: str, not_told: str
) -> None:
    """Of a baby it was said that "if you sleep badly, are tired by day", take this to a doctor."""
    said = nothing_stood_out(replace(made(5.0), age=age))
    assert "This is not an all-clear" in said
    assert told in said
    assert not_told not in said


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, True),
        ({"age": 0.0}, False),
        ({"age": 40.0}, False),
        ({"simulated": True}, False),
        ({"asked": {TEST: IMMOBILISATION}}, False),
    ],
)
def test_a_night_scored_without_an_age_says_so_and_how_it_is_a_childs(
    example_night: Night, tmp_path: Path, facts: dict[str, object], told: bool
) -> None:
    """Only the list of methods at the foot of the report told it, and no command."""
    folder = tmp_path / "2026-03-14"
    folder.mkdir()
    summary = replace(summarise(example_night), **facts)  # type: ignore[arg-type]
    (folder / "night.json").write_bytes(summary_bytes(summary))
    (folder / "events.csv").write_bytes(events_table(example_night))
    page = re.sub("<[^>]*>", "", report(read_night(folder)))
    for text in (page, folded(first_screen(summary))):
        assert ("Scored without an age, as an adult" in text) is told
        assert ("rescore NIGHT --age YEARS" in text) is told
    assert ("limbwatch or -- is for the computer that scored the night" in page) is told
    assert ("NIGHT is the name of its folder" in page) is told


def test_a_report_with_an_option_in_a_warning_says_what_that_is(example_night: Night) -> None:
    """Read on a phone, "--keep-clocks leaves them." was a riddle."""
    summary = replace(summarise(example_night), age=40.0)
    assert options_note(summary, ()) == ""
    first, *others = summary.coverage
    warned = replace(first, warnings=("Its clock was 3 h off. --keep-clocks leaves it.",))
    said = options_note(replace(summary, coverage=(*others, warned)), ())
    assert "-- after limbwatch replay or rescore" in said


def test_the_report_itself_says_with_what_to_see_a_doctor_sooner(
    example_night: Night, tmp_path: Path
) -> None:
    """It stood in the documentation alone, which who reads a report may not have."""
    for age, said in (
        (None, ("asleep at the wheel", "Loss of awareness", "ALS", "grow over weeks")),
        (4.0, ("loss of awareness", "of a baby today", "limp", "grow over weeks")),
    ):
        summary = replace(summarise(example_night), age=age)
        (tmp_path / "night.json").write_bytes(summary_bytes(summary))
        (tmp_path / "events.csv").write_bytes(events_table(example_night))
        page = report(read_night(tmp_path), corrected=False)
        assert all(words in page for words in said)
        assert ("wheel" in page) is (age is None)


@pytest.mark.parametrize("age", [0.5, 4.0])
def test_what_to_bring_and_to_try_is_fit_for_the_age(age: float) -> None:
    """Parents of a child of 4 were told of nicotine, alcohol and pregnancy."""
    adults, young = take_along_texts(None), take_along_texts(age)
    words = " ".join([*young["bring"], young["helps"]])
    for word in ("nicotine", "alcohol", "pregnancy", "caffeine", "exercise"):
        assert word in " ".join([*adults["bring"], adults["helps"]])
        assert word not in words
    assert ("on its back" in young["helps"]) is (age < 2)


def test_of_an_hour_awake_it_is_told_how_little_is_looked_for(example_night: Night) -> None:
    found = summarise(replace(example_night, findings=()))
    awake = replace(found, asked={TEST: IMMOBILISATION})
    assert unjudged(awake) == ""
    assert "In an hour awake limbwatch looks only for shaking" in nothing_stood_out(awake)


@pytest.mark.parametrize(
    ("worn", "shaken", "told"),
    [
        ([LEFT], False, PARTNER),
        ([LEFT, WRIST], False, PARTNER),
        ([LEFT, RIGHT], False, ""),
        ([LEFT, RIGHT], True, "Something else shook the bed as well"),
    ],
)
@pytest.mark.parametrize("hours", [1.0, 5.0])
def test_whose_movements_a_number_may_count_is_said_beside_it(
    made: Made, worn: list[Placement], shaken: bool, told: str, hours: float
) -> None:
    """Only a finding said so, which a night of less than two hours of sleep does not have."""
    night = made(hours, worn=worn)
    if shaken:
        night = replace(
            night, findings=(Finding(code="bed_shaken", title="t", evidence="e", advice="a"),)
        )
    assert caution_on_index(night).startswith(told)
    assert bool(caution_on_index(night)) is bool(told)
    for said in (folded(first_screen(night)), sentence(night)):
        assert said.count(caution_on_index(night)) == 1 or not told


def test_where_nothing_was_counted_nobody_is_named(made: Made) -> None:
    assert caution_on_index(made(5.0, worn=[LEFT], count=0, index_per_hour=0.0)) == ""


def test_the_report_and_the_doctors_pages_say_the_same(
    made: Made, example_night: Night, tmp_path: Path
) -> None:
    (tmp_path / "night.json").write_bytes(summary_bytes(made(1.0, worn=[LEFT])))
    (tmp_path / "events.csv").write_bytes(events_table(example_night))
    night = read_night(tmp_path)
    for page in (report(night, corrected=False), doctors_pages(night, corrected=False)):
        said = folded(page).replace("&#39;", "'")
        assert "119.0 an hour: whether that is many is not judged" in said
        assert said.count(PARTNER) == 1
        assert "Nothing else" in said
        assert not any(words in said for words in NO_MORE)


def test_a_share_is_never_said_to_be_of_more_than_was_observed(example_night: Night) -> None:
    """Of 165 min in bed 40 were left out, and 91 min of sleep were 73 % "of it"."""
    found = summarise(example_night)
    sleep = replace(
        found.sleep,
        minutes=91.0,
        efficiency=0.728,
        time_in_bed_minutes=165.0,
        observed_in_bed_minutes=125.0,
    )
    said = folded(first_screen(replace(found, sleep=sleep)))
    assert "In bed 2 h 45 min, 2 h 05 min of it observed" in said
    assert "1 h 31 min, 73 % of the observed time in bed" in said
    assert "% of it" not in said


@pytest.mark.parametrize("observed", [164.5, 164.0])
def test_what_changes_no_percent_is_not_told_beside_it(
    example_night: Night, observed: float
) -> None:
    found = summarise(example_night)
    sleep = replace(
        found.sleep,
        minutes=91.0,
        efficiency=0.551,
        time_in_bed_minutes=165.0,
        observed_in_bed_minutes=observed,
    )
    said = folded(first_screen(replace(found, sleep=sleep)))
    assert "In bed 2 h 45 min Asleep" in said
    assert "55 % of it" in said


@pytest.mark.parametrize(("share", "told"), [(0.19, True), (0.89, True), (0.9, False)])
def test_a_leg_that_was_hardly_seen_is_told_beside_the_number(
    share: float, told: bool, made: Made
) -> None:
    """With 19 % of the left leg stood "left 2, right 73" as if both had been seen."""
    whole = made(3.0, left=2, right=73, bilateral=1)
    coverage = tuple(
        replace(one, worn_share=share if one.placement is LEFT else 1.0) for one in whole.coverage
    )
    night = replace(whole, coverage=coverage)
    words = f"Seen of the recording: left ankle {100 * share:.0f} %."
    assert (words in caution_on_index(night)) is told
    assert (words in folded(first_screen(night))) is told
    assert (words in sentence(night)) is told
    of_legs = {entry.name: entry.basis for entry in clinical(night)[0].entries}
    said = f"its sensor saw {100 * share:.0f} % of the recording" if told else ""
    assert (of_legs["PLMS left only"], of_legs["PLMS both legs"]) == (said, said)
    assert of_legs["PLMS right only"] == ""
    point = HistoryNight(name="n", day=date(2026, 3, 14), summary=night, notes=DayNotes())
    assert (point.left_share is None) is told


def test_the_finding_on_the_index_names_a_leg_that_was_hardly_seen(example_night: Night) -> None:
    length = 28_800.0
    legs = [one for one in example_night.coverage if one.placement.limb == "ankle"]
    beats = [
        Event(
            onset=2000.0 + 30 * number,
            duration=2.0,
            kind=Kind.PLM,
            limbs=(RIGHT,),
            series=1,
            asleep=True,
            confidence=0.9,
            peak=0.1,
            reason="",
        )
        for number in range(200)
    ]

    def told(left: float) -> str:
        coverage = [
            replace(one, worn_s=length * (left if one.placement is LEFT else 1)) for one in legs
        ]
        scene = Scene(
            events=beats,
            sleep=example_night.sleep,
            coverage=coverage,
            breath_swells=lambda _: False,
            length=length,
            age=40.0,
        )
        return plm_index(scene) or ""

    assert "by 2 ankle sensors. Counted" in told(1.0)
    assert "by 2 ankle sensors; seen of the night: left ankle 19 %. Counted" in told(0.19)
