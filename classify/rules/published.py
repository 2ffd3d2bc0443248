"""The published rules of periodic limb movements, as data."""

from dataclasses import replace
from typing import Final

from limbwatch.classify.night import Night
from limbwatch.classify.rules.rule_set import BY_NAME, Rules, ShortInterval
from limbwatch.sensor.typed_words import meant

WASM_2016 = Rules(
    name="wasm2016",
    title="WASM 2016",
    source=(
        "Ferri R. et al., World Association of Sleep Medicine (WASM) 2016 standards for recording "
        "and scoring leg movements in polysomnograms, Sleep Med 2016;26:86-95"
    ),
    same_leg_gap=500,  # offset: start of a rest of at least 0.5 s, so less rest is the same LM
    shortest=500,  # 3.2.1
    longest=10_000,  # 3.3.1
    long_ends_series=True,  # 3.2.1 (a LM has no longest duration) and 3.3.6
    bilateral_from="offset",  # bilateral LM: overlap, or onset after the earlier offset by
    bilateral_gap=500,  # less than 0.5 s, strictly
    bilateral_parts=4,  # bilateral CLM: at most four monolateral parts, each a CLM,
    bilateral_longest=15_000,  # of 0.5-15 s together
    interval_shortest=10_000,  # IMI of consecutive CLM: 10.0 to 90.0 s, inclusive
    interval_longest=90_000,  # as above, inclusive
    short_interval="end",  # 3.3.6
    series_shortest=4,  # 3.3.5
    sleep_required=False,  # 2.4.4: series run across sleep and wake
)
"""WASM / IRLSSG / ESRS standards of 2016."""

AASM_3 = Rules(
    name="aasm",
    title="AASM manual version 3",
    short_title="AASM",
    source=(
        "American Academy of Sleep Medicine, The AASM Manual for the Scoring of Sleep and "
        "Associated Events, version 3, Movement rules 1: periodic limb movements in sleep"
    ),
    same_leg_gap=500,  # 1.A: the offset starts a period of at least 0.5 s at rest
    shortest=500,  # 1.A: minimum duration
    longest=10_000,  # 1.A: maximum duration
    long_ends_series=False,  # 1.A: what is longer is no significant LM
    bilateral_from="onset",  # 1.B: LMs on two legs
    bilateral_gap=5_000,  # with less than 5 s between their onsets are a single LM
    bilateral_parts=None,  # the manual has no limit
    bilateral_longest=None,  # the manual has no limit
    interval_shortest=5_000,  # 1.B: period length
    interval_longest=90_000,  # 1.B: period length
    short_interval="ignore",  # the manual is silent; this is how WASM 2006 resolved it
    series_shortest=4,  # 1.B: minimum number of consecutive LMs
    sleep_required=True,  # version 3: at least part of each LM lies in an epoch of sleep
)
"""AASM manual; where its text is silent on short intervals, the later movement is ignored."""

COLEMAN_1982 = Rules(
    name="coleman1982",
    title="Coleman 1982",
    source=(
        "Coleman R.M., Periodic movements in sleep (nocturnal myoclonus) and restless legs "
        "syndrome, in Guilleminault C., Sleeping and Waking Disorders, Addison-Wesley "
        "1982:265-295, as quoted in the manual of CHAT (sleepdata.org), 6.8.4"
    ),
    same_leg_gap=500,  # the quotation is silent on this and on two legs: as in WASM 2016
    shortest=500,  # "four or more consecutive movements lasting 0.5
    longest=5_000,  #  to 5.0 seconds
    long_ends_series=False,  # silent; as in the AASM's, which replaced it
    bilateral_from="offset",  # silent; with intervals from 4 s, onsets 5 s apart may be two
    bilateral_gap=500,
    bilateral_parts=None,
    bilateral_longest=None,
    interval_shortest=4_000,  #  with an inter-movement interval of 4
    interval_longest=90_000,  #  to 90 seconds"; from onset to onset, on which it is silent
    short_interval="ignore",  # silent; as for the AASM's
    series_shortest=4,
    sleep_required=True,  # they define movements in sleep; the manual deletes those awake
)
"""Coleman's criteria, by which movements were scored before 2007; a comment gives the choice where
the quotation is silent."""

MICHAUD_2001 = Rules(
    name="sit2001",
    title="Michaud 2001, movements awake",
    short_title="Michaud 2001",
    source=(
        "Michaud M. et al., Restless legs syndrome: scoring criteria for leg movements recorded "
        "during the suggested immobilization test, Sleep Med 2001;2:317-321"
    ),
    same_leg_gap=500,  # its abstract is silent on this and on two legs: as in WASM 2016
    shortest=500,  # "a duration criterion of 0.5-10 s"
    longest=10_000,  # as above
    long_ends_series=False,  # silent; as in the criteria of sleep it takes over
    bilateral_from="offset",  # silent; with intervals from 4 s, onsets 5 s apart may be two
    bilateral_gap=500,
    bilateral_parts=None,
    bilateral_longest=None,
    interval_shortest=4_000,  # "movements separated by 4-90 s
    interval_longest=90_000,  #  and occurring in series of four consecutive movements"
    short_interval="ignore",  # silent; as for the AASM's
    series_shortest=4,
    sleep_required=False,  # the test is one of wakefulness
)
"""Rules of the suggested immobilisation test; a comment gives the choice where the text is
silent."""

FOR_NIGHTS: Final = (WASM_2016, AASM_3, COLEMAN_1982)
"""Rules that a night may be scored by, the default first."""

PUBLISHED: Final = (*FOR_NIGHTS, MICHAUD_2001)
"""All published rules; names on offer, titles and tables are made from them."""

BY_NAME.update({rules.name: rules for rules in PUBLISHED})


def rules_by_name(name: str, *, short_interval: ShortInterval | None = None) -> Rules:
    """Return the rules of a name as typed; case, outer spaces and ``-`` for ``_`` do not matter.

    Parameters
    ----------
    name : str
        ``wasm2016``, ``aasm``, ``coleman1982``, or ``sit2001`` of the immobilisation test.
    short_interval : {"end", "ignore"}, optional
        Replaces the rules' own treatment of an interval that is too short.

    Raises
    ------
    ValueError
        If there are no rules of that name.
    """
    known = meant(name, BY_NAME) if isinstance(name, str) else None
    if known is None:
        raise ValueError(f"no rules are called {name!r}; the rules are {', '.join(BY_NAME)}")
    rules = BY_NAME[known]
    return rules if short_interval is None else replace(rules, short_interval=short_interval)


def is_published(rules: Rules) -> bool:
    """Return whether rules are those of a publication, unchanged."""
    return BY_NAME.get(rules.name) == rules


def rules_of(night: Night) -> Rules:
    """Return the rules that a night was scored by."""
    return night.own_rules if isinstance(night.own_rules, Rules) else rules_by_name(night.rules)
