"""The thresholds above which something in a night is reported as a finding."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """Thresholds above which something is reported."""

    plm_adult: float = 15.0
    """PLMS per hour of sleep above which an adult's are reported (ICSD-3: above 15)."""
    plm_child: float = 5.0
    """PLMS per hour of sleep above which a child's are reported (ICSD-3: above 5)."""
    adult_age: float = 18.0
    """Age from which the adult threshold applies, years."""
    hypnic_jerks: int = 4
    """Fewest sleep starts in one night; most people have none or one, and 62 were seen in 16 of 66
    patients, that is 4 in a night of those who have them (PMID 28007358)."""
    evening_rate: float = 40.0
    """Least rate of movements of the legs alone, per hour of lying awake before sleep; the
    suggested immobilisation test calls 40 per hour of rest suggestive of restless legs (Michaud et
    al. 2002)."""
    evening_minutes: float = 10.0
    """Least time awake before sleep for that rate, minutes."""
    evening_least: int = 15
    """Fewest such movements for a finding."""
    evening_moving: float = 0.06
    """Least share of that time in which the legs move: restless legs are hardly still, while a
    person who fidgets lies still in between. Of 842 nights of ten simulated worlds left out 76, 194
    and 68 were reported without cause, with three sensors, two ankles and one, and 8, 3 and 8 with
    this and `evening_alone`; of 41 with restless legs 28, 31 and 27, and 26, 28 and 24."""
    evening_alone: float = 0.09
    """The same for each ankle where no wrist sensor shows what the arms did."""
    evening_arms: float = 0.4
    """Longest time that the arms alone may move before sleep, as a share of that of the legs alone:
    a person who fidgets, reaches and scratches moves an arm as long. Of development nights of nine
    simulated worlds and four acceptance tests, three sensors, it is at most .26 on 13 of 14 with
    restless legs, and more than .4 on 19 of 20 that were reported without cause; chosen on
    these."""
    foot_tremor: int = 3
    """Fewest trains of foot tremor in one night; a third of healthy sleepers have some, and of ten
    one has more than 4 (Yang and Winkelman 2010)."""
    foot_tremor_within_s: float = 7200.0
    """Longest time within which these trains must occur, seconds: true trains follow each other,
    chance ones are spread over the night. Of 245 nights of 8 hours without trains (eight worlds
    left out and two outsiders') 17 hold three, and 8 within this time, three sensors; of 11 with
    trains 10 and 10."""
    falling_s: float = 600.0
    """Longest time from a train to sleep, seconds: trains occur while falling asleep, and people
    who cannot keep the legs still waggle them awake. Of 869 simulated trains of seventeen
    simulators 85 in 100 lie in sleep or come as near to falling asleep."""
    tremor: int = 2
    """Fewest shakings in one night; a single shudder is not reported."""
    tremor_s: float = 50.0
    """Least total time of these shakings, seconds. Chosen on worlds left out (585 nights, of which
    57 hold tremor or a shudder): at 15 s three sensors gave 44 right and 16 wrong findings, two
    ankles 6 and 4, one 6 and 10, a wrist 40 and 17; at this 40 and 3, 5 and 0, 4 and 2, 38 and
    2."""
    tremor_arm_s: float = 10.0
    """Shortest shaking of an arm alone that counts, seconds: scratching shakes a wrist at 3 to 5 Hz
    for some seconds, and a shudder shakes more than an arm. Of the nights of nine worlds left out
    and two outsiders', three sensors, 55 of 56 right findings stay, and 8 of 15 wrong ones."""
    tremor_peak: float = 0.03
    """Weakest shaking that counts, g: a truck or a washing machine that hums through the bed for a
    minute stays below it."""
    shaking_s: float = 60.0
    """Total time at which fewer shakings are reported too, seconds."""
    enactment: int = 8
    """Fewest vigorous arm-led bursts in the last two thirds of the night within
    `enactment_within_s`."""
    enactment_within_s: float = 1800.0
    """Time within which these bursts must occur, seconds: REM sleep comes in periods of some ten to
    thirty minutes, while chance strong movements of an arm are spread over the night. Of 84 nights
    of 8 hours of two outsiders' without dream enactment 14 hold 1.5 in each hour of the night, and
    none eight in half an hour (of 4 with it 2 and 1); of 482 shorter ones of seven outsiders' 4 and
    1 (of 22 with it 3 and 1, and bursts close together reveal 11)."""
    enactment_peak: float = 1.2
    """Least peak of a vigorous burst, g: turning over in bed reaches 1 g."""
    enactment_s: float = 20.0
    """Longest burst, seconds."""
    enactment_wake_s: float = 300.0
    """Longest wake period around such a burst, seconds: the burst itself looks like wakefulness."""
    enactment_asleep_peak: float = 0.3
    """Least peak of a vigorous burst out of estimated sleep, with sensors on legs, g. Of the nights
    of nine worlds left out and three outsiders' (832 without dream enactment, 20 with) 11 and 6
    hold six bursts; by 1.2 g alone one of those with did."""
    enactment_asleep: int = 5
    """Fewest bursts of `enactment_peak` in that time that all come out of estimated sleep, with
    sensors on legs. None of 394 nights of eight worlds and five outsiders' without dream enactment,
    most of 8 hours, holds five, nor of 1252 of 1.5 hours; of 22 and 56 with it two and none, and
    five of twelve of our own simulator. Chosen on these."""
    enactment_dense: int = 8
    """Fewest bursts close together, found by the movements near them
    (`limbwatch.classify.findings.dreams`)."""
    enactment_dense_rate: float = 2.5
    """Fewest bursts close together per hour of the night (of 24 nights of 8 h, six worlds left out,
    2 hold eight and none twenty; of 6 with dream enactment 6 and 5)."""
    enactment_sure: float = 0.95
    """Least probability of a burst close to others. On development nights of nine worlds, each
    judged by the others, and of five outsiders' by the nine, 17 of 33 and 10 of 20 nights with
    dream enactment are reported, and 2 of 632 and 1 of 346 without; with six bursts 18 and 11, and
    3 and 2; from a probability of 0.9 on 20 and 10, and 6 and 2."""
    enactment_after_s: float = 1800.0
    """Least time of such a burst after falling asleep, seconds: the first REM period comes later in
    all but narcolepsy (ICSD-3)."""
    one_sided: float = 0.85
    """Least share of one leg's movements among those of a single leg."""
    one_sided_least: int = 20
    """Fewest movements of a single leg for a finding about sides."""
    coverage: float = 0.9
    """Share of the night that every sensor should cover."""
    sleep_hours: float = 2.0
    """Fewest hours of sleep for an index: those of an apnoea index (CMS National Coverage
    Determination 240.4 as of 2005); applied to leg movements by us."""
    sleep_error_h: float = 0.5
    """Assumed error of the estimate of sleep, hours (``docs/sleep.md``)."""
    infant_age: float = 2.0
    """Age below which jolts in groups are urgent, years: epileptic spasms mostly begin in the first
    two years (24 infants of 1 to 43 months, Kellaway 1979)."""
    short_wake_s: float = 360.0
    """Longest wake period around an event that still came out of sleep, seconds: shaking itself
    looks like wakefulness; chosen. At 300 s stiffenings on two of 512 development nights were no
    longer reported when sleep came to need more than even odds, which makes wake periods longer."""
    unnamed_s: float = 30.0
    """Shortest movement of several limbs that is reported although it could not be named, seconds:
    on 444 simulated nights of five worlds, most of them made to mislead, there were about 50 such
    movements of at least `unnamed_peak`, most of them shaking or stiffening. Chosen."""
    unnamed_peak: float = 0.3
    """Least peak of such a movement, g."""
    unnamed_wake_s: float = 300.0
    """The same for a movement that could not be named: with 360 s five more of 221 outsiders'
    nights, with one of four sets of sensors, had one without an attack. Chosen."""
    unnamed_longest_s: float = 120.0
    """Longest such movement with one sensor that stayed in doubt, seconds: of 120 tonic-clonic
    seizures the mean length was 62 s, and one of more than 2 min is exceptional (Theodore et al.
    1994, Neurology 44:1403). On 220 nights of five outsiders four lasted longer, all walks."""
    unnamed_before_s: float = 60.0
    """Time before such a movement in which the wearer may not have been stirring, seconds.
    Chosen."""
    unnamed_stirred_s: float = 10.0
    """Longest time for which the wearer moved in it, seconds: of six convulsions and stiffenings
    that one arm left in doubt none had more than 6 s. Chosen."""
    shaken_peak: float = 0.1
    """Least peak of a tremor of both legs and an arm that is reported in the same way if it lasts
    as long, g: it was a convulsion on two of seven nights of our simulator. Out of sleep, and this
    strong, it occurs on none of 512 development nights without a convulsion, nor on 138 of others'.
    Chosen."""
    shaken_arms: int = 3
    """Ratio of tremors of arms alone to these at which they are those of a hand, which the bed
    carries to the legs: on four outsiders' nights with a trembling hand there were 23 to 109
    tremors of the arm alone and one to four of all limbs; chosen below."""
    cluster: int = 4
    """Fewest sleep starts of a group."""
    cluster_step_s: float = 120.0
    """Longest time from one sleep start of a group to the next, seconds: groups of 20 to 29 within
    4 to 15 min were described (Fusco et al., Epileptic Disord 1999;1:63); chosen to notice smaller
    ones too."""
    jolts: int = 6
    """Fewest jolts of legs and arm together in a run."""
    jolt_s: float = 3.0
    """Longest jolt of a run, seconds: spasms last 1 to 3 s (Epilepsy Foundation)."""
    jolt_least_step_s: float = 3.0
    """Shortest time from one jolt of a run to the next, seconds."""
    jolt_step_s: float = 16.0
    """Longest time from one jolt of a run to the next, seconds: spasms follow each other every 5 to
    10 s (Epilepsy Foundation), periodic limb movements mostly every 20 to 40 s; chosen below
    these."""
    crowd: int = 5
    """Fewest jolts out of sleep of all limbs with a sensor, in no rhythm, that are a group within
    `jolts` times `jolt_step_s`, whatever lies between them: some spasms are joined, or recorded at
    fewer limbs. Of 785 simulated nights with three sensors those without spasms or groups of starts
    hold at most three."""
    cluster_sure: float = 0.5
    """Least mean confidence of a group that is reported for an adult."""
    cluster_sure_alone: float = 0.62
    """The same for a group recorded by one sensor."""
    cluster_many: int = 8
    """Fewest jolts, mostly `jolt_step_s` or less apart, of a group recorded by one sensor that is
    reported with less confidence: on 512 development nights of nine worlds one ankle or a wrist
    alone shows groups on 6 nights with less than four starts or spasms, with a confidence of at
    most 0.60 and at most 7 jolts, and on 36 with more, of which 35 have one that is reported."""
    cramp_s: float = 20.0
    """Shortest cramp that is reported, seconds: a cramp holds a leg for tens of seconds or longer;
    chosen."""
    cramp_rest_s: float = 5.0
    """Least rest before a cramp, seconds: it wakes people, or seizes them at rest. Chosen, with
    `cramp_long_s`, on nine worlds left out and two outsiders': with three sensors and two ankles 9
    and 13 right findings became 7 and 12, and 4 and 16 wrong ones none and 8."""
    cramp_long_s: float = 60.0
    """Shortest cramp without that rest before it, seconds."""
    focal_cramp_s: float = 300.0
    """Time after a cramp in which the shaking of an arm is not jerking, seconds: a hand rubs the
    calf. Seen on the two nights with cramps of an outsider's; chosen."""
    focal: int = 2
    """Fewest jerkings of one limb in one night that are reported together."""
    focal_s: float = 55.0
    """Shortest single jerking of a leg that is reported, seconds: a calf that trembles in a cramp
    and a foot that waggles before sleep last as long, and occur once. Of 56 nights reported
    correctly in twelve outsiders' beds, any sensors, 53 stay, and of 7 reported wrongly 2."""
    focal_arm_s: float = 30.0
    """Shortest single jerking of an arm that is reported, seconds."""
    focal_together_s: float = 40.0
    """Least total time of several jerkings, seconds."""
    focal_leg_s: float = 20.0
    """Shortest jerking of a leg that counts, seconds: trains of foot tremor last 10 to 15 s, seldom
    20 (Wichniak et al. 2001), and differ in little else."""
    focal_trains: int = 3
    """Ratio of trains of foot tremor, each below `focal_leg_s`, to jerkings of legs at which the
    jerkings are long trains. On nights of six outsiders and nine simulated worlds, any sensors,
    jerking legs were reported on four nights without them, with four to eight times as many trains,
    and on 25 with them, with at most as many; chosen between."""
    focal_alike: float = 4.0
    """Largest ratio of the strongest jerking of a night to the weakest: seizures of one person are
    stereotyped (Derry et al. 2006, Arch Neurol 63:705). On 512 development nights of nine simulated
    worlds, any sensors, it is at most 2.9 on the 25 reported; for a hand that rubbed restless legs,
    recorded by a wrist alone, 8.7 and 11."""
    bed_shaken: int = 15
    """Fewest shakings of the bed by something else in one night. Chosen, with `bed_rest_s`, on 560
    nights of four worlds left out: with three sensors 37 right and 5 wrong findings, where 20
    shakings at any time gave 35 and 11; with two ankles 64 and 4, where it was 63 and 9."""
    bed_rest_s: float = 5.0
    """Least rest before each of these shakings, seconds."""
    bed_steps_s: tuple[float, float] = (10.0, 90.0)
    """Shortest and longest interval of periodic movements, seconds."""
    bed_rhythm: float = 0.6
    """Least share of the shakings at such intervals that is a rhythm; chosen."""
    breathing_least: int = 20
    """Fewest movements of arm and legs together, with breath that swells around them
    (`limbwatch.classify.evidence.breath`), that indicate breathing pauses."""
    breathing_share: float = 0.25
    """Least share of these movements among all limb movements in sleep."""
    breathing_step_s: float = 30.0
    """Least median interval of these movements, seconds: pauses last 10 s and more and are followed
    by breaths (AASM), so that a pause and its end take 30 s or more; chosen."""
    swapped_least: int = 30
    """Fewest movements in a rhythm at a wrist that suggest swapped sensors; chosen on simulated
    nights of five worlds."""
    swapped_per_hour: float = 12.0
    """Least number of them per hour of sleep: of the seven nights of five worlds whose swapped
    sensors are found the fewest are 20, and two outsiders' nights, on which an arm fidgets, have 8
    and 5. Chosen."""
    swapped_times: float = 3.0
    """Least ratio of these movements to those at the ankles; chosen on the same nights."""
    swapped_alone: float = 0.25
    """Least share of those at the wrist in which no leg took part; chosen. On an outsider's night
    with periodic movements that the arm joined, and on one with spasms, it was .03 and .06."""
    swapped_s: tuple[float, float] = (0.5, 10.0)
    """Shortest and longest movement considered, seconds: candidates of WASM 2016."""
    swapped_share: float = 0.4
    """Least share of these movements that is in the rhythm; chosen on the same nights."""
    swapped_spread: float = 0.6
    """Largest standard deviation of the logarithm of their intervals; chosen on the same nights."""

    def plm(self, age: float | None) -> float:
        """Return the PLMS per hour of sleep above which they are reported; None is an adult."""
        return self.plm_child if age is not None and age < self.adult_age else self.plm_adult


CONCERN = Concern()
