"""Above what something in a night is worth a person's attention."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """Thresholds above which something is reported."""

    plm_adult: float = 15.0
    plm_child: float = 5.0
    """PLMS per hour of sleep (ICSD-3: above 15 in adults, above 5 in children)."""
    adult_age: float = 18.0
    """Years from which the adult threshold applies."""
    hypnic_jerks: int = 4
    """Sleep starts in one night; most people have none or one, and 62 were seen in 16 of 66
    patients, that is 4 in a night of those who have them (PMID 28007358)."""
    evening_rate: float = 40.0
    evening_minutes: float = 10.0
    """Movements of the legs alone per hour of lying awake before sleep, and the least time awake
    for that; the suggested immobilisation test calls 40 per hour of rest suggestive of restless
    legs (Michaud et al. 2002)."""
    evening_least: int = 15
    """Fewest such movements that carry a statement."""
    evening_moving: float = 0.06
    evening_alone: float = 0.09
    """Least share of that time in which they move, and for each ankle where no wrist sensor tells
    what the arms did: restless legs are hardly still, and who fidgets lies still between. Of 842
    nights of ten simulated worlds left out 76, 194 and 68 were told without cause, with three
    sensors, two ankles and one, and 8, 3 and 8 with this; of 41 with restless legs 28, 31 and 27,
    and 26, 28 and 24."""
    evening_arms: float = 0.4
    """For how long the arms alone may move in that time, as a part of what the legs alone do: who
    fidgets, reaches and scratches moves an arm as long. Of development nights of nine simulated
    worlds and four acceptance tests, three sensors, it is at most .26 on 13 of 14 with restless
    legs, and more than .4 on 19 of 20 that were told without cause; chosen on these."""
    foot_tremor: int = 3
    """Trains of foot tremor in one night; a third of healthy sleepers have some, and of ten one has
    more than 4 (Yang and Winkelman 2010)."""
    foot_tremor_within_s: float = 7200.0
    """The time in which as many must come, seconds: trains come one after the other, and what looks
    like one by chance comes all night long. Of 245 nights of 8 hours without them (eight worlds
    left out and two outsiders') 17 hold three, and 8 within this time, three sensors; of 11 with
    them 10 and 10."""
    falling_s: float = 600.0
    """Longest time from a train to sleep, seconds: these come while falling asleep, and who cannot
    keep the legs still waggles them awake. Of 869 simulated trains of seventeen simulators 85 in
    100 lie in sleep or come as near to falling asleep."""
    tremor: int = 2
    """Shakings in one night; a single shudder is nothing."""
    tremor_s: float = 50.0
    """Least time that they last in all, seconds. Chosen on worlds left out (585 nights, of which 57
    hold tremor or a shudder): at 15 s three sensors told 44 right and 16 wrong, two ankles 6 and 4,
    one 6 and 10, a wrist 40 and 17; at this 40 and 3, 5 and 0, 4 and 2, 38 and 2."""
    tremor_arm_s: float = 10.0
    """Shortest shaking of an arm alone that counts, seconds: who scratches shakes a wrist at 3 to 5
    Hz for some seconds, and a shudder shakes more than an arm. Of the nights of nine worlds left
    out and two outsiders', three sensors, 55 of 56 right findings stay, and 8 of 15 wrong ones."""
    tremor_peak: float = 0.03
    """Weakest shaking that counts, g: a truck or a washing machine that hums through the bed for a
    minute stays below it."""
    shaking_s: float = 60.0
    """Fewer than that count when they last this long in all, seconds."""
    enactment: int = 8
    enactment_within_s: float = 1800.0
    """Vigorous arm-led bursts in the last two thirds of the night, and the time in which as many
    must come, seconds: REM sleep comes in periods of some ten to thirty minutes, and strong
    movements of an arm by chance come all night long. Of 84 nights of 8 hours of two outsiders'
    without dream enactment 14 hold 1.5 in each hour of the night, and none eight in half an hour
    (of 4 with it 2 and 1); of 482 shorter ones of seven outsiders' 4 and 1 (of 22 with it 3 and 1,
    and bursts close together tell of 11)."""
    enactment_peak: float = 1.2
    enactment_s: float = 20.0
    """What counts as vigorous, g, and as a burst, seconds: turning over in bed reaches 1 g."""
    enactment_wake_s: float = 300.0
    """Longest wakefulness around such a burst, seconds: it looks like wakefulness itself."""
    enactment_asleep_peak: float = 0.3
    """What counts as vigorous out of estimated sleep, with sensors on legs, g. Of the nights of
    nine worlds left out and three outsiders' (832 without dream enactment, 20 with) 11 and 6 hold
    six bursts; by 1.2 g alone one of those with did."""
    enactment_asleep: int = 5
    """Fewest bursts of `enactment_peak` in that time that all come out of estimated sleep, with
    sensors on legs. None of 394 nights of eight worlds and five outsiders' without dream enactment,
    most of 8 hours, holds five, nor of 1252 of 1.5 hours; of 22 and 56 with it two and none, and
    five of twelve of our own simulator. Chosen on these."""
    enactment_dense: int = 8
    """Bursts that are told by what happens near them (`limbwatch.classify.findings.dreams`),"""
    enactment_dense_rate: float = 2.5
    """the least number of them for each hour of the night, 1/h (of 24 nights of 8 h, six worlds
    left out, 2 hold eight and none twenty; of 6 with dream enactment 6 and 5),"""
    enactment_sure: float = 0.95
    """the least probability of one, and"""
    enactment_after_s: float = 1800.0
    """the least time after falling asleep, seconds: the first REM period comes later in all but
    narcolepsy (ICSD-3). On development nights of nine worlds, each judged by the others, and of
    five outsiders' by the nine, 17 of 33 and 10 of 20 nights with dream enactment are told of, and
    2 of 632 and 1 of 346 without; with six bursts 18 and 11, and 3 and 2; from a probability of 0.9
    on 20 and 10, and 6 and 2."""
    one_sided: float = 0.85
    """Share of one leg's movements among those of a single leg, and"""
    one_sided_least: int = 20
    """the fewest such movements that carry a statement about sides."""
    coverage: float = 0.9
    """Share of the night that every sensor should have seen."""
    sleep_hours: float = 2.0
    """Fewest hours of sleep that carry an index: those of an apnoea index (CMS National Coverage
    Determination 240.4 as of 2005); taken over for leg movements by us."""
    sleep_error_h: float = 0.5
    """What the estimate of sleep may be off by, hours (``docs/sleep.md``)."""
    infant_age: float = 2.0
    """Years below which jolts in groups are urgent: epileptic spasms mostly begin in the first two
    years (24 infants of 1 to 43 months, Kellaway 1979)."""
    short_wake_s: float = 300.0
    """Longest wakefulness around an event that still came out of sleep, seconds: shaking looks like
    wakefulness itself; chosen."""
    unnamed_s: float = 30.0
    unnamed_peak: float = 0.3
    """Shortest and weakest movement of several limbs, seconds and g, that is told although it could
    not be named: on 444 simulated nights of five worlds, most of them made to mislead, about 50
    such movements were there, and most of them were shaking or stiffening. Chosen."""
    shaken_peak: float = 0.1
    """Weakest tremor of both legs and an arm, g, that is told like that if it lasts as long: it was
    a convulsion on two of seven nights of our simulator. Out of sleep, and this strong, it lies on
    none of 512 development nights without a convulsion, nor on 138 of others'. Chosen."""
    shaken_arms: int = 3
    """How many times as many tremors of arms alone make such ones those of a hand, which the bed
    carries to the legs: on four outsiders' nights with a hand that trembles 23 to 109 tremors of
    the arm alone stood beside one to four of all limbs; chosen below."""
    cluster: int = 4
    cluster_step_s: float = 120.0
    """Sleep starts of a group, and the longest time from one to the next, seconds: groups of 20 to
    29 within 4 to 15 min were described (Fusco et al., Epileptic Disord 1999;1:63); chosen to
    notice the smaller ones too."""
    jolts: int = 6
    jolt_s: float = 3.0
    jolt_least_step_s: float = 3.0
    jolt_step_s: float = 16.0
    """Jolts of legs and arm together in a run, the longest of them, and the shortest and longest
    time from one to the next, seconds: spasms last 1 to 3 s and follow each other every 5 to 10 s
    (Epilepsy Foundation); periodic limb movements mostly every 20 to 40 s, so chosen below
    these."""
    crowd: int = 5
    """Jolts out of sleep of all limbs with a sensor, in no rhythm, that are a group within `jolts`
    times `jolt_step_s` whatever lies between them: some spasms are joined, or felt at fewer limbs.
    Of 785 simulated nights with three sensors those without spasms or groups of starts hold at
    most three."""
    cluster_sure: float = 0.5
    cluster_sure_alone: float = 0.62
    cluster_many: int = 8
    """Least mean confidence of a group that is told, but for a child's; of one that one sensor saw;
    and how many jolts, mostly `jolt_step_s` or less from one to the next, stand for that: on 512
    development nights of nine worlds one ankle or a wrist alone sees groups on 6 nights with less
    than four starts or spasms, at most 0.60 sure and of at most 7, and on 36 with more, of which 35
    have one that is told."""
    cramp_s: float = 20.0
    """Shortest strained posture that is told as a cramp, seconds: a cramp holds a leg for tens of
    seconds or longer; chosen."""
    cramp_rest_s: float = 5.0
    cramp_long_s: float = 60.0
    """Rest before it, seconds, and how long one must last that goes on from another movement; a
    cramp wakes people, or seizes them at rest. Chosen on nine worlds left out and two outsiders':
    with three sensors and two ankles 9 and 13 right findings became 7 and 12, and 4 and 16 wrong
    ones none and 8."""
    focal_cramp_s: float = 300.0
    """For how long after a cramp the shaking of an arm is no jerking, seconds: a hand rubs the
    calf. Seen on the two nights with cramps of an outsider's; chosen."""
    focal: int = 2
    focal_s: float = 55.0
    focal_arm_s: float = 30.0
    focal_together_s: float = 40.0
    focal_leg_s: float = 20.0
    """Jerkings of one limb in one night; how long one must last that comes alone, seconds, of a leg
    and of an arm, and as many together (a calf that trembles in a cramp and a foot that waggles
    before sleep last as long, and come once: of 56 nights told rightly in twelve outsiders' beds,
    any sensors, 53 stay, and of 7 told wrongly 2); and from how long on one of a leg counts:
    trains of foot tremor last 10 to 15 s, seldom 20 (Wichniak et al. 2001), and are told from them
    by little else."""
    focal_trains: int = 3
    """How many times as many trains of foot tremor, each below `focal_leg_s`, as jerkings of legs
    make these trains that last longer. Told of jerking legs were, on nights of six outsiders and
    nine simulated worlds, any sensors, four without them and with four to eight times as many
    trains, and 25 with them and with at most as many; chosen between."""
    focal_alike: float = 4.0
    """How many times as strong as the weakest the strongest jerking of a night may be: seizures of
    one person are stereotyped (Derry et al. 2006, Arch Neurol 63:705). On 512 development nights of
    nine simulated worlds, any sensors, it is at most 2.9 on the 25 told of; of a hand that rubbed
    restless legs, felt by a wrist alone, 8.7 and 11."""
    bed_shaken: int = 15
    bed_rest_s: float = 5.0
    """Shakings of the bed by something else in one night that are worth telling, and the rest
    before each, seconds. Chosen on 560 nights of four worlds left out: with three sensors 37 right
    and 5 wrong findings, where 20 shakings at any time gave 35 and 11; with two ankles 64 and 4,
    where it was 63 and 9."""
    bed_steps_s: tuple[float, float] = (10.0, 90.0)
    bed_rhythm: float = 0.6
    """Intervals of periodic movements, seconds, and the share of the shakings that follow at one of
    these which makes a rhythm; chosen."""
    breathing_least: int = 20
    breathing_share: float = 0.25
    breathing_step_s: float = 30.0
    """Movements of arm and legs together, their share of all limb movements in sleep, and the least
    interval, seconds, which speak for breathing pauses, with breath that swells around them
    (`limbwatch.classify.evidence.breath`): these last 10 s and more and are followed by breaths
    (AASM), so that a pause and its end take 30 s or more; chosen."""
    swapped_least: int = 30
    swapped_times: float = 3.0
    """Movements in a rhythm at a wrist, and how many times as many as at the ankles, which ask
    whether sensors were swapped; chosen on simulated nights of five worlds."""
    swapped_alone: float = 0.25
    """Least share of those at the wrist in which no leg took part; chosen. On an outsider's night
    with periodic movements that the arm joined, and on one with spasms, it was .03 and .06."""
    swapped_s: tuple[float, float] = (0.5, 10.0)
    """Durations of the movements looked at, seconds: candidates of WASM 2016."""
    swapped_share: float = 0.4
    swapped_spread: float = 0.6
    """Least share of them that is in the rhythm, and the largest standard deviation of the
    logarithm of their intervals; chosen likewise."""

    def plm(self, age: float | None) -> float:
        """Tell the PLMS per hour of sleep above which many are told; no age is an adult's."""
        return self.plm_child if age is not None and age < self.adult_age else self.plm_adult


CONCERN = Concern()
