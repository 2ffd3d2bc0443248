"""What a person is told about a night: nothing unsafe, nothing that was not measured."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from limbwatch.classify.findings.advice import ADVICE
from limbwatch.classify.findings.child_advice import CHILD_ADVICE, INFANT_ADVICE, advice_for
from limbwatch.classify.findings.concern import CONCERN
from limbwatch.classify.findings.night_findings import findings_of
from limbwatch.classify.kind import Kind
from limbwatch.classify.night import Event
from limbwatch.cli.kinds import EXPLANATIONS
from limbwatch.cli.words import figure
from limbwatch.sensor import Placement

LEFT, RIGHT, WRIST = Placement.ANKLE_LEFT, Placement.ANKLE_RIGHT, Placement.WRIST_LEFT
ALL = (LEFT, RIGHT, WRIST)
BETWEEN = "between convulsive movement and posture change: 31.0 s, 3 of 3 limbs, peak 1.1 g"
"""Why a movement is uncertain that may be an attack."""


def event(onset, kind, *limbs, duration=1.0, asleep=True):
    return Event(
        onset=onset,
        duration=duration,
        kind=kind,
        limbs=limbs,
        series=None,
        asleep=asleep,
        confidence=0.9,
        peak=0.3,
        reason=BETWEEN if kind is Kind.UNCERTAIN else "",
    )


def deep(_) -> bool:
    """Breath that swells around whatever moves."""
    return True


@pytest.fixture
def findings(example_night):
    """Find in a night of the given movements, worn by the given limbs, asleep all night."""

    def find(events, *, worn=ALL, age=None, hours=4.0, unseen=(), slept=True, breathing=True):
        count = int(hours * 120)
        sleep = replace(
            example_night.sleep,
            epoch=30.0,
            asleep=np.full(count, slept),
            valid=np.ones(count, bool),
        )
        coverage = [
            replace(
                example_night.coverage[0],
                placement=place,
                worn_s=hours * 3600,
                gaps=unseen if place.limb == "ankle" else (),
                not_worn=(),
            )
            for place in worn
        ]
        found = findings_of(
            sorted(events, key=lambda one: one.onset),
            sleep,
            coverage,
            length=hours * 3600,
            age=age,
            breath_swells=lambda _: breathing,
        )
        return {one.code: one for one in found}

    return find


SPASMS = [
    event(start + 10.0 * k, Kind.HYPNIC_JERK, *ALL)
    for start in (3000, 6000, 9000)
    for k in range(14)
]
"""Three clusters of 14 spasms, every 10 s, as they were once named: 42 hypnic jerks."""


class TestJoltsInGroups:
    @pytest.mark.parametrize("kind", [Kind.HYPNIC_JERK, Kind.LIMB_MOVEMENT, Kind.UNCERTAIN])
    def test_are_a_finding_of_their_own_whatever_each_was_called(self, findings, kind) -> None:
        found = findings([event(one.onset, kind, *ALL) for one in SPASMS])
        assert "42 brief jolts in 3 groups, mostly 10 s" in found["sleep_start_cluster"].evidence
        assert "frequent_hypnic_jerks" not in found

    @pytest.mark.parametrize(
        ("change", "age", "told"),
        [
            ({}, None, False),
            ({}, 40, False),
            ({}, 3, True),
            ({"asleep": True}, None, True),
            ({"kind": Kind.UNCERTAIN}, None, True),
        ],
    )
    def test_of_who_settles_awake_are_none_but_of_a_child(
        self, findings, change, age, told
    ) -> None:
        """Epileptic spasms come on waking; an adult who rubbed the legs moved as fast."""
        awake = [
            event(100.0 + 8 * k, Kind.WAKE_MOVEMENT, *ALL, duration=2.0, asleep=False)
            for k in range(8)
        ]
        found = findings([*awake[:-1], replace(awake[-1], **change)], age=age)
        assert ("sleep_start_cluster" in found) == told

    def test_out_of_sleep_are_a_group_whatever_lies_between_them(self, findings) -> None:
        """Of 14 spasms of a simulated night some were joined, or were felt at fewer limbs."""
        steps = (0, 4, 9, 29, 44, 69)
        spasms = [event(6000.0 + at, Kind.WAKE_MOVEMENT, *ALL) for at in steps]
        between = [
            event(6014.0, Kind.WAKE_MOVEMENT, *ALL, duration=10.0),
            event(6034.0, Kind.UNCERTAIN, LEFT, RIGHT),
        ]
        said = findings([*spasms, *between])["sleep_start_cluster"].evidence
        assert said.startswith("6 brief jolts in one group, mostly 15 s from one to the next")

    @pytest.mark.parametrize(
        "change",
        [{"asleep": False}, {"kind": Kind.PLM}, {"limbs": ALL[1:]}, {"duration": 4.0}],
        ids=["awake", "in a rhythm", "not of all limbs", "long"],
    )
    def test_with_others_between_them_are_no_group_where(self, findings, change) -> None:
        spasms = [event(6000.0 + 20 * k, Kind.WAKE_MOVEMENT, *ALL) for k in range(5)]
        assert "sleep_start_cluster" in findings(spasms)
        assert "sleep_start_cluster" not in findings([replace(one, **change) for one in spasms])

    def test_felt_by_two_sensors_with_others_between_them_are_no_group(self, findings) -> None:
        spasms = [event(6000.0 + 20 * k, Kind.WAKE_MOVEMENT, LEFT, WRIST) for k in range(5)]
        assert "sleep_start_cluster" not in findings(spasms, worn=(LEFT, WRIST))

    @pytest.mark.parametrize("age", [None, 0, 3, 40])
    def test_are_never_called_harmless(self, findings, age) -> None:
        said = findings(SPASMS, age=age)["sleep_start_cluster"]
        for word in ("harmless", "common", "caffeine", "exercise"):
            assert word not in said.advice
        assert "EEG" in said.advice
        assert "ilm" in said.advice

    def test_of_a_baby_are_urgent(self, findings) -> None:
        assert "today" in findings(SPASMS, age=0)["sleep_start_cluster"].advice

    def test_single_sleep_starts_are_no_group(self, findings) -> None:
        found = findings([event(600.0 * k, Kind.HYPNIC_JERK, *ALL) for k in range(1, 6)])
        assert "sleep_start_cluster" not in found
        assert "frequent_hypnic_jerks" in found

    def test_single_sleep_starts_are_counted_within_half_an_hour_of_falling_asleep(
        self, findings
    ) -> None:
        """Asleep from second 0: two before the half hour, at 500 s and 1795 s, and four after."""
        moments = (500, 1795, 1805, 4000, 6000, 8000)
        found = findings([event(moment, Kind.HYPNIC_JERK, *ALL) for moment in moments])
        assert found["frequent_hypnic_jerks"].evidence.startswith("6 sleep starts, 2 of them")

    def test_periodic_movements_of_legs_and_arm_are_no_group(self, findings) -> None:
        found = findings([event(25.0 * k, Kind.PLM, *ALL) for k in range(1, 100)])
        assert "sleep_start_cluster" not in found


class TestTheIndex:
    def test_is_counted_in_the_hours_in_which_a_leg_was_seen_as_everywhere_else(
        self, findings
    ) -> None:
        """Hours in which the wrist alone was seen made 120 an hour into 60."""
        events = [event(30.0 * k, Kind.PLM, LEFT) for k in range(240)]
        found = findings(events, unseen=((7200.0, 14_400.0),))["plm_index_high"]
        assert found.evidence.startswith("120.0 periodic limb movements per hour")
        assert "240 in 2.0 h" in found.evidence
        # five minutes less of legs that were seen are no two hours
        assert "plm_index_high" not in findings(events, unseen=((6900.0, 14_400.0),))


class TestAlarms:
    """None of more than one limb from one limb."""

    def test_stiffening_of_several_limbs_out_of_sleep_is_told(self, findings) -> None:
        one = [event(4000, Kind.TONIC, *ALL, duration=12)]
        assert "once out of estimated sleep, for 12 s" in findings(one)["tonic_event"].evidence
        assert "tonic_event" not in findings([event(4000, Kind.TONIC, WRIST, duration=12)])
        found = findings([*one, event(8000, Kind.TONIC, *ALL, duration=18)])
        assert "2 times out of estimated sleep, for 12 to 18 s" in found["tonic_event"].evidence
        assert "3 of 3 sensors" in found["tonic_event"].evidence

    def test_a_strong_movement_in_a_bed_that_is_shaken_for_long_does_not_make_that_strong(
        self, findings
    ) -> None:
        """Two minutes of a night train at 20 mg, with one movement of the sleeper's in them."""
        train = [
            replace(event(6000.0 + 10 * k, Kind.EXTERNAL, *ALL, duration=9.0), peak=0.02)
            for k in range(13)
        ]
        moved = replace(event(6055.0, Kind.UNCERTAIN, *ALL, duration=4.0), peak=1.4)
        assert "unnamed_shaking" not in findings([*train, moved])
        strong = [replace(one, peak=0.4) for one in train]
        assert "unnamed_shaking" in findings([*strong, moved])

    def test_jerking_of_an_arm_is_told_whatever_the_feet_do(self, findings) -> None:
        """Trains of foot tremor explain what legs do, and nothing else."""
        trains = [event(60.0 * k, Kind.FOOT_TREMOR, LEFT, duration=12) for k in range(60, 80)]
        legs = [event(t, Kind.FOCAL, LEFT, duration=25) for t in (3000, 3100)]
        arm = [event(t, Kind.FOCAL, WRIST, duration=25) for t in (6000, 6100)]
        assert "focal_event" in findings(legs)
        assert "focal_event" not in findings([*legs, *trains])
        # what lasts longer than such trains do explains nothing
        assert "focal_event" in findings([*legs, *(replace(one, duration=25.0) for one in trains)])
        assert "of left wrist" in findings([*legs, *arm, *trains])["focal_event"].evidence

    def test_jerking_of_one_arm_is_not_of_the_whole_body(self, findings) -> None:
        shaking = [event(t, Kind.FOCAL, WRIST, duration=55) for t in (3000, 6000, 9000)]
        found = findings(shaking)
        assert "convulsive_event" not in found
        assert "of left wrist, always the same limb" in found["focal_event"].evidence

    def test_convulsive_shaking_of_one_limb_is_no_convulsion(self, findings) -> None:
        assert findings([event(3000, Kind.CONVULSIVE, WRIST, duration=60)]) == {}

    def test_long_strong_shaking_that_nobody_could_name_is_told(self, findings) -> None:
        """A tonic-clonic pattern was once called walking, and nothing stood out."""
        for kind in (Kind.UNCERTAIN, Kind.EXTERNAL):
            said = findings([replace(event(3000, kind, *ALL, duration=66), peak=1.2)])
            assert "the longest for 66 s and up to 1.2 g" in said["unnamed_shaking"].evidence
        assert findings([replace(event(3000, Kind.UNCERTAIN, LEFT, duration=66), peak=1.2)]) == {}

    def test_tremor_of_both_legs_and_an_arm_that_lasts_is_no_shudder(self, findings) -> None:
        """A convulsion at 6 Hz and 0.2 g was tremor, and nothing stood out."""
        shaken = replace(event(3000, Kind.TREMOR, *ALL, duration=55), peak=0.2)
        assert (
            "the longest for 55 s and up to 0.2 g" in findings([shaken])["unnamed_shaking"].evidence
        )
        assert findings([replace(shaken, duration=29.0)]) == {}
        assert "unnamed_shaking" not in findings([shaken], slept=False)
        assert "unnamed_shaking" not in findings([replace(shaken, limbs=(LEFT, WRIST))])
        assert "unnamed_shaking" not in findings([shaken], worn=(LEFT, WRIST))

    def test_shaking_like_a_convulsion_is_told_by_one_sensor_as_what_it_cannot_name(
        self, findings
    ) -> None:
        """Shaking of 66 s at 1.8 g, felt by the one ankle worn, was in no finding."""
        shaken = replace(event(3000, Kind.CONVULSIVE, LEFT, duration=66), peak=1.8)
        said = findings([shaken], worn=(LEFT,))
        assert set(said) == {"unnamed_shaking"}
        assert "one sensor cannot show what other limbs did" in said["unnamed_shaking"].evidence
        assert "once out of estimated sleep, the longest" in said["unnamed_shaking"].evidence
        unsure = replace(event(3000, Kind.UNCERTAIN, LEFT, duration=66), peak=1.8)
        assert findings([unsure], worn=(LEFT,)) == {}

    def test_shaking_that_is_named_counts_whatever_sleep_there_seems_to_be(self, findings) -> None:
        """Shaking for two minutes looks like wakefulness itself: 14 of 60 convulsions did."""
        shaken = replace(event(3000, Kind.CONVULSIVE, LEFT, duration=118), peak=1.7)
        said = findings([shaken], worn=(LEFT,), slept=False)
        assert "once, the longest for 118 s" in said["unnamed_shaking"].evidence
        nameless = replace(event(3000, Kind.UNCERTAIN, *ALL, duration=118), peak=1.7)
        assert "unnamed_shaking" not in findings([nameless], slept=False)

    @pytest.mark.parametrize(
        ("one", "other", "told"),
        [
            ("movement while awake", "convulsive movement", True),
            ("sustained stiffening", "posture change", True),
            ("tremor", "rhythmic jerking of one limb", True),
            ("posture change", "movement while awake", False),
            ("cramp-like movement", "tremor", False),
        ],
    )
    def test_what_is_left_open_is_told_where_an_attack_is_one_of_the_two_kinds(
        self, findings, one, other, told
    ) -> None:
        reason = f"between {one} and {other}: 66.0 s, 3 of 3 limbs, peak 1.2 g"
        doubt = replace(event(3000, Kind.UNCERTAIN, *ALL, duration=66), peak=1.2, reason=reason)
        assert ("unnamed_shaking" in findings([doubt])) == told

    def test_what_a_wrist_alone_cannot_name_is_told_and_what_an_ankle_cannot_is_not(
        self, findings
    ) -> None:
        """68 s at 3.7 g of a convulsion, and nothing stood out; an ankle also walks."""
        for limb, told in ((WRIST, True), (LEFT, False)):
            unsure = replace(event(3000, Kind.UNCERTAIN, limb, duration=68), peak=3.7)
            assert ("unnamed_shaking" in findings([unsure], worn=(limb,))) == told
            assert "unnamed_shaking" not in findings([unsure], worn=(limb,), slept=False)
            shaken = replace(unsure, kind=Kind.EXTERNAL)
            assert "unnamed_shaking" not in findings([shaken], worn=(limb,))

    def test_a_walk_and_a_wearer_who_stirs_leave_no_doubt_at_a_wrist_alone(self, findings):
        """8 of 220 outsiders' nights had such a finding, none of them an attack."""
        doubt = replace(event(3000, Kind.UNCERTAIN, WRIST, duration=68), peak=3.7)
        assert "unnamed_shaking" in findings([doubt], worn=(WRIST,))
        assert "unnamed_shaking" not in findings([replace(doubt, duration=156)], worn=(WRIST,))
        stirring = event(2960, Kind.WAKE_MOVEMENT, WRIST, duration=29)
        assert "unnamed_shaking" not in findings([stirring, doubt], worn=(WRIST,))
        of_bed = replace(stirring, kind=Kind.EXTERNAL)
        assert "unnamed_shaking" in findings([of_bed, doubt], worn=(WRIST,))

    @pytest.mark.parametrize(("shakings", "doubt"), [(15, True), (14, False)])
    def test_jolts_in_a_bed_that_is_shaken_may_be_that(self, findings, shakings, doubt) -> None:
        """A partner's shakes were 13 jolts in one group, in a bed that was shaken 81 times."""
        jolts = [event(9000.0 + 19 * k, Kind.HYPNIC_JERK, *ALL) for k in range(13)]
        bed = [event(25.0 * k, Kind.EXTERNAL, LEFT, RIGHT) for k in range(1, shakings + 1)]
        said = findings([*jolts, *bed])["sleep_start_cluster"].evidence
        assert said.endswith("some of these may be that") == doubt

    def test_one_sensor_says_what_it_cannot_know(self, findings) -> None:
        one = [event(3000, Kind.FOCAL, WRIST, duration=70)]
        said = findings(one, worn=(WRIST,))["focal_event"].evidence
        assert "one sensor cannot show what other limbs did" in said

    def test_the_limbs_and_sensors_are_named(self, findings) -> None:
        said = findings([event(3000, Kind.CONVULSIVE, LEFT, RIGHT, duration=60)])
        assert "left ankle and right ankle" in said["convulsive_event"].evidence
        assert "2 of 3 sensors" in said["convulsive_event"].evidence


class TestPeriodicMovements:
    @pytest.fixture
    def many(self):
        return [event(25.0 * k, Kind.PLM, LEFT) for k in range(1, 400)]

    def test_of_one_ankle_may_be_a_bed_partners(self, findings, many) -> None:
        said = findings(many, worn=(LEFT,))["plm_index_high"].evidence
        assert "one ankle sensor, which cannot tell them from a bed partner's" in said

    def test_the_line_is_that_of_a_sleep_laboratory(self, findings, many) -> None:
        said = findings(many)["plm_index_high"].evidence
        assert "Counted from the muscles in a sleep laboratory, more than 15" in said

    def test_the_index_has_the_range_that_half_an_hour_of_sleep_makes(self, findings, many) -> None:
        assert "89 to 114 an hour" in findings(many)["plm_index_high"].evidence

    def test_breathing_is_named_first(self, findings) -> None:
        together = [event(40.0 * k, Kind.PLM, *ALL) for k in range(1, 200)]
        assert list(findings(together))[:2] == ["breathing_first", "plm_index_high"]

    def test_without_breath_that_swells_they_are_no_ends_of_breathing_pauses(
        self, findings
    ) -> None:
        """Legs and an arm moved every 34 s in even breath: breathing was named first, 8 of 8."""
        together = [event(40.0 * k, Kind.PLM, *ALL) for k in range(1, 200)]
        assert "breathing_first" not in findings(together, breathing=False)

    def test_without_a_wrist_nothing_is_said_of_breathing(self, findings) -> None:
        legs = [event(40.0 * k, Kind.PLM, LEFT, RIGHT) for k in range(1, 200)]
        assert "breathing_first" not in findings(legs, worn=(LEFT, RIGHT))

    def test_a_shaken_bed_says_its_rhythm(self, findings) -> None:
        bed = [event(24.0 * k, Kind.EXTERNAL, LEFT, RIGHT) for k in range(1, 60)]
        said = findings(bed)
        assert "in a rhythm of 24 s" in said["bed_shaken"].evidence
        assert "plm_index_high" not in said

    @pytest.mark.parametrize(("shakings", "among"), [(15, True), (14, False)])
    def test_in_a_bed_that_is_shaken_some_movements_may_be_a_partners(
        self, findings, shakings, among
    ) -> None:
        """Two ankles: a partner's shakes that all sensors felt alike were counted, 264 of 344."""
        legs = [event(40.0 * k, Kind.PLM, LEFT, RIGHT) for k in range(1, 200)]
        bed = [event(40.0 * k + 20, Kind.EXTERNAL, LEFT, RIGHT) for k in range(1, shakings + 1)]
        said = findings([*legs, *bed], worn=(LEFT, RIGHT))["plm_index_high"].evidence
        assert ("some may be a bed partner's" in said) == among


class TestChildren:
    @pytest.mark.parametrize("age", [0.5, 3, 12])
    @pytest.mark.parametrize("code", sorted(ADVICE))
    def test_get_no_advice_for_adults(self, code, age) -> None:
        said = advice_for(code, age=age).text
        for word in ("caffeine", "nicotine", "alcohol", "sleeping pills", "Parkinson"):
            assert word not in said

    def test_every_finding_has_advice_for_parents(self) -> None:
        """A child of 4 that shook was told to see a doctor "if anyone saw you shake"."""
        assert set(CHILD_ADVICE) == set(ADVICE)
        assert set(INFANT_ADVICE) <= set(ADVICE)
        for code, said in ADVICE.items():
            assert CHILD_ADVICE[code].text != said.text

    @pytest.mark.parametrize("code", ["convulsive_event", "tonic_event", "focal_event"])
    def test_what_was_seen_by_nobody_is_shown_to_a_doctor_all_the_same(self, code) -> None:
        child, baby = (advice_for(code, age=age) for age in (4, 0.5))
        assert "to a paediatrician within days, also if nobody saw it" in child.text
        assert "a paediatrician or a children's hospital today" in baby.text
        assert "also if nobody saw it" in baby.text
        assert baby.title.endswith("call a doctor today")

    def test_of_every_movement_of_a_baby_it_is_said_how_little_is_known(self) -> None:
        for said in INFANT_ADVICE.values():
            assert said.text.endswith("limbwatch was not made or tested for babies.")


def test_what_it_means_says_how_long_shaking_lasts_that_is_a_finding() -> None:
    """Also of one alone: 55 s of it were none, and the page named 50 s for all."""
    page = (Path(__file__).parents[1] / "docs" / "what-it-means.md").read_text("utf-8")
    assert (
        f"It becomes a finding from {CONCERN.tremor_s:g} s in a night, or from "
        f"{CONCERN.shaking_s:g} s if there is only one"
    ) in page


@pytest.mark.parametrize("age", [40, 4])
def test_an_ambulance_is_called_as_early_as_the_docs_say(age) -> None:
    """The report said five minutes alone, and the docs a first fit too."""
    rule = "for a first fit, or one of five minutes or longer, call an ambulance"
    assert rule in (Path(__file__).parents[1] / "docs" / "what-it-means.md").read_text("utf-8")
    for code in ("convulsive_event", "tonic_event", "focal_event")[: 1 if age == 40 else 3]:
        said = advice_for(code, age=age).text
        assert "Call an ambulance for a first fit, " in said
        assert "one of five minutes or longer" in said
    assert "for a first fit, or one of five minutes or longer" in EXPLANATIONS[
        Kind.CONVULSIVE
    ].doctor  # fmt: skip
    assert "Call an ambulance at once if you see a fit" in advice_for(code, age=1).text


def test_an_adult_who_sleeps_alone_is_sent_to_a_doctor_too() -> None:
    assert advice_for("convulsive_event", age=None).text.startswith(
        "See a doctor soon and show this, unless you know what it was"
    )


def test_the_glossary_says_of_a_childs_jerks_what_the_finding_says() -> None:
    both = "come in groups, come back every night, or wake "
    assert both in EXPLANATIONS[Kind.HYPNIC_JERK].doctor
    assert both in CHILD_ADVICE["frequent_hypnic_jerks"].text
    assert "in a baby, show a film of them soon" in EXPLANATIONS[Kind.HYPNIC_JERK].doctor


UNSAFE = ("harmless", "need nothing", "nothing to worry", "you have", "no illness")


def pieces(kind, *starts, limbs=(LEFT,)):
    """Return movements of 16 s, each as short as a train of foot tremor."""
    return [
        replace(event(7200.0 + start, kind, *limbs, duration=16.0), peak=0.4) for start in starts
    ]


def test_a_finding_says_which_limb_and_how_many_sensors_saw_it(findings) -> None:
    """Of a hand that trembled it was said "4 times, 204 s in all", and of a left arm and a left
    leg that they were always the same limb.
    """
    jerks = [replace(event(3600.0 * k, Kind.FOCAL, WRIST, duration=40.0), peak=0.4) for k in (1, 2)]
    said = findings(jerks)["focal_event"].evidence
    assert said.endswith("of left wrist, always the same limb, seen by 1 of 3 sensors")
    other = replace(jerks[1], limbs=(LEFT,))
    said = findings([jerks[0], other])["focal_event"].evidence
    assert said.endswith("of left ankle and left wrist, seen by 1 of 3 sensors")
    shakes = [replace(event(60.0 * k, Kind.TREMOR, WRIST, duration=40.0), peak=0.2) for k in (1, 2)]
    assert findings(shakes)["tremor"].evidence == "2 times, 80 s in all, of left wrist"
    bed = [event(25.0 * k, Kind.EXTERNAL, LEFT, RIGHT, duration=1.0) for k in range(1, 30)]
    said = findings(bed)["bed_shaken"].evidence
    assert said.endswith("in a rhythm of 25 s, seen by 2 of 3 sensors")


def test_a_jerking_that_pauses_is_counted_once(findings) -> None:
    said = findings(pieces(Kind.FOCAL, 0.0, 18.0, 37.0, 56.0))["focal_event"].evidence
    assert said.startswith("once in 4 pieces out of")
    assert "72 s in all" in said
    apart = findings(pieces(Kind.FOCAL, 0.0, 60.0, 120.0, limbs=(WRIST,)))["focal_event"].evidence
    assert apart.startswith("3 times out of")
    assert "focal_event" not in findings(pieces(Kind.FOCAL, 0.0, 20.0, 40.0))


def test_a_convulsion_that_pauses_is_of_all_limbs_that_took_part(findings) -> None:
    shaking = [
        *pieces(Kind.CONVULSIVE, 0.0, 37.0),
        *pieces(Kind.CONVULSIVE, 18.0, limbs=(RIGHT,)),
    ]
    said = findings(shaking)["convulsive_event"].evidence
    assert said.startswith("once in 3 pieces, the longest for 53 s, of left ankle and right ankle")


def test_what_nobody_could_name_counts_with_its_pauses(findings) -> None:
    doubt = pieces(Kind.UNCERTAIN, 0.0, 18.0, limbs=(LEFT, WRIST))
    assert "the longest for 34 s" in findings(doubt)["unnamed_shaking"].evidence
    assert "unnamed_shaking" not in findings(doubt[:1])


def test_half_a_minute_awake_is_not_out_of_sleep(findings) -> None:
    """Real tests of a trembling hand fill their 32 s: one was a movement that nobody could name."""
    doubt = [replace(event(10.0, Kind.UNCERTAIN, WRIST, duration=31.0), peak=0.4)]
    assert "unnamed_shaking" in findings(doubt, worn=(WRIST,), hours=0.05)
    assert "unnamed_shaking" not in findings(doubt, worn=(WRIST,), hours=0.05, slept=False)


@pytest.mark.parametrize("texts", [ADVICE, CHILD_ADVICE, INFANT_ADVICE])
def test_no_advice_comforts_or_diagnoses(texts) -> None:
    for said in texts.values():
        assert not [word for word in UNSAFE if word in said.text]


def test_one_ankle_does_not_know_what_the_arms_did(findings, example_night) -> None:
    awake = [
        event(20.0 * k, Kind.WAKE_MOVEMENT, LEFT, asleep=False, duration=4.0) for k in range(1, 100)
    ]
    sleep = replace(
        example_night.sleep, epoch=30.0, asleep=np.arange(480) > 120, valid=np.ones(480, bool)
    )
    coverage = [replace(example_night.coverage[0], placement=LEFT, worn_s=14400.0)]
    (said,) = (
        one
        for one in findings_of(awake, sleep, coverage, length=14400.0, age=None, breath_swells=deep)
        if one.code == "evening_restlessness"
    )
    assert "legs alone" not in said.evidence
    assert "no wrist sensor shows what the arms did" in said.evidence


@pytest.mark.parametrize(
    ("worn", "duration", "told"),
    [(ALL, 1.3, True), (ALL, 1.1, False), ((LEFT, RIGHT), 3.7, True), ((LEFT, RIGHT), 3.5, False)],
)
def test_legs_are_restless_that_are_hardly_still_not_those_that_fidget(
    findings, example_night, worn, duration, told
) -> None:
    """Of 26 nights of people who fidget, two ankles, 14 were told; the whole body counted too."""
    restless = [
        event(20.0 * k, Kind.WAKE_MOVEMENT, LEFT, asleep=False, duration=duration)
        for k in range(180)
    ]
    sleep = replace(
        example_night.sleep, epoch=30.0, asleep=np.arange(480) >= 120, valid=np.ones(480, bool)
    )
    coverage = [
        replace(example_night.coverage[0], placement=place, worn_s=14400.0) for place in worn
    ]
    found = findings_of(restless, sleep, coverage, length=14400.0, age=None, breath_swells=deep)
    assert ("evening_restlessness" in [one.code for one in found]) == told


@pytest.mark.parametrize(("kind", "told"), [(Kind.EXTERNAL, True), (Kind.WAKE_MOVEMENT, False)])
def test_what_the_bed_passes_on_to_a_wrist_is_no_fidgeting(
    findings, example_night, kind, told
) -> None:
    """Legs that rub shake the wrist: on none of three nights of an outsider's they were told."""
    evening = sorted(
        [event(20.0 * k, Kind.WAKE_MOVEMENT, LEFT, duration=2.0) for k in range(180)]
        + [event(20.0 * k + 5.0, kind, WRIST, duration=2.0) for k in range(180)],
        key=lambda one: one.onset,
    )
    sleep = replace(
        example_night.sleep, epoch=30.0, asleep=np.arange(480) >= 120, valid=np.ones(480, bool)
    )
    coverage = [
        replace(example_night.coverage[0], placement=place, worn_s=14400.0) for place in ALL
    ]
    found = findings_of(evening, sleep, coverage, length=14400.0, age=None, breath_swells=deep)
    assert ("evening_restlessness" in [one.code for one in found]) == told


def test_where_nobody_slept_no_legs_moved_before_sleep(findings, example_night) -> None:
    """Eight of nine real recordings of daily living, by the ankle alone, were told as restless."""
    busy = [event(20.0 * k, Kind.WAKE_MOVEMENT, LEFT, duration=8.0) for k in range(60)]
    coverage = [replace(example_night.coverage[0], placement=LEFT, worn_s=1500.0)]
    for slept in (True, False):
        asleep = (np.arange(50) >= 40) & slept
        sleep = replace(example_night.sleep, epoch=30.0, asleep=asleep, valid=np.ones(50, bool))
        found = findings_of(busy, sleep, coverage, length=1500.0, age=None, breath_swells=deep)
        assert ("evening_restlessness" in [one.code for one in found]) is slept


@pytest.mark.parametrize(("worn", "told"), [(ALL, True), ((LEFT, WRIST), True), ((WRIST,), False)])
def test_weaker_bursts_of_an_arm_out_of_sleep_count_where_a_leg_has_a_sensor(findings, worn, told):
    """A wrist alone cannot tell them from turning over: 40 of 576 nights without held six."""
    bursts = [event(9000 + 60.0 * k, Kind.LIMB_MOVEMENT, WRIST) for k in range(8)]
    assert ("dream_enactment_like" in findings(bursts, worn=worn)) == told


@pytest.mark.parametrize(
    ("worn", "peak", "told"),
    [(ALL, 1.2, True), ((LEFT, WRIST), 1.2, True), ((WRIST,), 1.2, False), (ALL, 1.1, False)],
)
def test_five_blows_out_of_sleep_are_told_where_a_leg_has_a_sensor(findings, worn, peak, told):
    bursts = [
        replace(event(9000 + 60.0 * k, Kind.LIMB_MOVEMENT, WRIST), peak=peak) for k in range(5)
    ]
    assert ("dream_enactment_like" in findings(bursts, worn=worn)) == told


class TestSensorsElsewhere:
    def kicks(self, limb, count=60, step=24.0):
        return [event(600 + step * k, Kind.LIMB_MOVEMENT, limb) for k in range(count)]

    def test_the_rhythm_of_legs_at_a_wrist_asks_whether_sensors_were_swapped(self, findings):
        found = findings(self.kicks(WRIST), worn=(LEFT, WRIST))["sensors_swapped"]
        assert "60 movements at the wrist, 0 at the ankle, " in found.evidence
        assert "about 24 s" in found.evidence

    def test_the_hand_of_somebody_who_lies_awake_with_a_telephone_asks_nothing(self, findings):
        """Five of five such nights of an outsider's simulator were asked."""
        found = findings(self.kicks(WRIST), worn=(LEFT, WRIST), slept=False)
        assert "sensors_swapped" not in found

    @pytest.mark.parametrize("count", [29, 20])
    def test_few_such_movements_ask_nothing(self, findings, count):
        assert "sensors_swapped" not in findings(self.kicks(WRIST, count), worn=(LEFT, WRIST))

    def test_an_arm_that_fidgets_now_and_then_asks_nothing(self, findings):
        """53 and 36 of an outsider's nights of eight hours seemed to be in a rhythm."""
        found = findings(self.kicks(WRIST, 53), worn=(LEFT, WRIST), hours=8.0)
        assert "sensors_swapped" not in found

    @pytest.mark.parametrize("worn", [(WRIST,), (WRIST, Placement.WRIST_RIGHT)])
    def test_without_a_sensor_on_a_leg_nothing_can_be_swapped(self, findings, worn):
        """A partner's rhythm reaches a wrist through the bed: 6 of 8 such nights were asked."""
        assert "sensors_swapped" not in findings(self.kicks(WRIST), worn=worn)

    def test_a_bed_that_something_else_shakes_asks_nothing(self, findings):
        shaken = [event(612 + 24.0 * k, Kind.EXTERNAL, LEFT, WRIST) for k in range(60)]
        found = findings([*self.kicks(WRIST), *shaken], worn=(LEFT, WRIST))
        assert "sensors_swapped" not in found
        assert "bed_shaken" in found

    def test_a_wrist_that_moves_with_the_legs_asks_nothing(self, findings):
        both = [event(600 + 24.0 * k, Kind.PLM, LEFT, WRIST) for k in range(60)]
        assert "sensors_swapped" not in findings(both)

    def test_a_wrist_that_moves_with_legs_that_keep_no_time_of_their_own_asks_nothing(
        self, findings
    ):
        """The legs moved by themselves as well, so that only what the arm joined kept a rhythm."""
        joined = [event(600 + 24.0 * k, Kind.PLM, LEFT, WRIST) for k in range(60)]
        steps = np.tile([1.7, 5.1, 33.0, 2.3, 71.0, 12.7, 3.1, 140.0], 15)
        legs = [event(3600 + at, Kind.LIMB_MOVEMENT, RIGHT) for at in np.cumsum(steps).tolist()]
        assert "sensors_swapped" not in findings([*joined, *legs])
        alone = [replace(one, limbs=(WRIST,)) for one in joined]
        assert "sensors_swapped" in findings([*alone, *legs])

    def test_a_wrist_in_the_place_of_one_of_two_ankles_is_asked_for_too(self, findings):
        """With the right leg where it was said to be, only "mostly one leg" was found."""
        kicks = [(RIGHT, WRIST), (RIGHT,), (WRIST,)]
        found = findings([event(600 + 24.0 * k, Kind.PLM, *kicks[k % 3]) for k in range(90)])
        said = found["sensors_swapped"].evidence
        assert said.startswith("60 movements at the wrist, 0 at the left ankle, came in a rhythm")
        # with the arm's own movements a fifth of them, it goes along with a leg
        kicks = [(RIGHT, WRIST)] * 4 + [(WRIST,)]
        found = findings([event(600 + 24.0 * k, Kind.PLM, *kicks[k % 5]) for k in range(90)])
        assert "sensors_swapped" not in found

    def test_legs_a_third_as_often_ask_nothing(self, findings):
        legs = [event(4000 + 24.0 * k, Kind.PLM, LEFT) for k in range(30)]
        worn = (LEFT, WRIST)
        assert "sensors_swapped" not in findings([*self.kicks(WRIST, 90), *legs], worn=worn)
        assert "sensors_swapped" in findings([*self.kicks(WRIST, 100), *legs], worn=worn)

    def test_a_wrist_without_a_rhythm_asks_nothing(self, findings):
        steps = np.random.default_rng(1).exponential(90.0, 80).cumsum()
        busy = [event(600 + step, Kind.LIMB_MOVEMENT, WRIST) for step in steps]
        assert "sensors_swapped" not in findings(busy)

    @pytest.mark.parametrize("duration", [0.4, 11.0])
    def test_what_is_no_candidate_of_the_rules_asks_nothing(self, findings, duration):
        odd = [
            event(600 + 24.0 * k, Kind.WAKE_MOVEMENT, WRIST, duration=duration) for k in range(40)
        ]
        assert "sensors_swapped" not in findings(odd)

    def test_a_sensor_on_the_table_was_not_worn(self, example_night):
        table = replace(
            example_night.coverage[0],
            placement=LEFT,
            recorded_s=7200.0,
            worn_s=0.0,
            not_worn=((0.0, 7200.0),),
        )
        (found,) = findings_of(
            [], example_night.sleep, [table], length=7200.0, age=None, breath_swells=deep
        )
        assert "left ankle not at all (it recorded, and lay as still as on a table)" in (
            found.evidence
        )

    def test_how_long_a_sensor_was_off_is_told(self, example_night):
        half = replace(
            example_night.coverage[0],
            placement=LEFT,
            recorded_s=7200.0,
            worn_s=3600.0,
            not_worn=((3600.0, 7200.0),),
        )
        (found,) = findings_of(
            [], example_night.sleep, [half], length=7200.0, age=None, breath_swells=deep
        )
        assert "left ankle 50 % (not worn for 50 %)" in found.evidence


def test_a_posture_held_out_of_bed_is_no_cramp(example_night) -> None:
    sleep = replace(example_night.sleep, in_bed=(1000.0, 9000.0))

    def told(onset: float) -> bool:
        held = [event(onset, Kind.CRAMP, LEFT, duration=120.0, asleep=False)]
        found = findings_of(
            held,
            sleep,
            example_night.coverage,
            length=10_000.0,
            age=None,
            breath_swells=deep,
        )
        return "cramp_like" in {one.code for one in found}

    assert [told(at) for at in (999.0, 1000.0, 8999.0, 9000.0)] == [False, True, True, False]
    sleep = replace(sleep, in_bed=None)
    assert told(999.0), "where nobody knows when somebody was in bed, it is told"


class TestMostlyOneLeg:
    def test_what_one_leg_did_while_the_other_was_not_seen_tells_nothing(self, findings) -> None:
        kicks = [event(600 + 60.0 * k, Kind.LIMB_MOVEMENT, LEFT) for k in range(40)]
        assert "40 movements" in findings(kicks)["one_sided"].evidence
        assert "one_sided" not in findings(kicks, unseen=((1000.0, 3600.0),))
        unseen = ((600.0, 660.0),)
        assert "39 movements" in findings(kicks, unseen=unseen)["one_sided"].evidence


def test_a_finding_says_the_index_as_it_is_shown_beside_it(findings):
    """16.3455 an hour is 16.3 everywhere: it was kept as 16.35 and told as 16.4."""
    many = [event(60.0 * k, Kind.PLM, LEFT) for k in range(41)]
    said = findings(many, hours=301 / 120)["plm_index_high"].evidence
    assert said.startswith(f"{figure(round(41 * 120 / 301, 6), 1)} periodic limb movements")
    assert said.startswith("16.3 ")


def test_the_german_page_says_as_often_when_to_see_a_doctor_as_the_english_one() -> None:
    """Four rows were missing, a wet bed or a bitten tongue "even once" among them."""
    docs = Path(__file__).parents[1] / "docs"

    def rows(page: Path, title: str) -> int:
        section = page.read_text("utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]
        return sum(line.startswith("|") for line in section.splitlines())

    english = rows(docs / "what-it-means.md", "See a doctor")
    assert english > 10
    assert rows(docs / "de" / "README.md", "Wann zum Arzt") == english
