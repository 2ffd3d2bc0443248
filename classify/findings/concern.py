"""Above what something in a night is worth a person's attention."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """Thresholds above which something is reported.

    Parameters
    ----------
    plm_adult, plm_child : float
        PLMS per hour of sleep (ICSD-3: above 15 in adults, above 5 in children).
    adult_age : float
        Years from which the adult threshold applies.
    hypnic_jerks : int
        Sleep starts in one night; most people have none or one, and 62 were seen in 16 of 66
        patients, that is 4 in a night of those who have them (PMID 28007358).
    evening_rate, evening_minutes : float
        Movements of the legs alone per hour of lying awake before sleep, and the least time awake
        for that; the suggested immobilisation test calls 40 per hour of rest suggestive of
        restless legs (Michaud et al. 2002).
    evening_least : int
        Fewest such movements that carry a statement.
    foot_tremor : int
        Trains of foot tremor in one night; a third of healthy sleepers have some, and of ten one
        has more than 4 (Yang and Winkelman 2010).
    tremor : int
        Shakings in one night; a single shudder is nothing.
    shaking_s : float
        Fewer than that count when they last this long in all, seconds.
    enactment : int
        Vigorous arm-led bursts in the last two thirds of the night: on simulated nights without
        dream enactment there are at most 5.
    enactment_peak, enactment_s : float
        What counts as vigorous, g, and as a burst, seconds: turning over in bed reaches 1 g.
    enactment_wake_s : float
        Longest wakefulness around such a burst, seconds: it looks like wakefulness itself.
    one_sided : float
        Share of one leg's movements among those of a single leg, and
    one_sided_least : int
        the fewest such movements that carry a statement about sides.
    coverage : float
        Share of the night that every sensor should have seen.
    sleep_hours : float
        Fewest hours of sleep that carry an index.
    """

    plm_adult: float
    plm_child: float
    adult_age: float
    hypnic_jerks: int
    evening_rate: float
    evening_minutes: float
    evening_least: int
    foot_tremor: int
    tremor: int
    shaking_s: float
    enactment: int
    enactment_peak: float
    enactment_s: float
    enactment_wake_s: float
    one_sided: float
    one_sided_least: int
    coverage: float
    sleep_hours: float


CONCERN = Concern(
    plm_adult=15.0,
    plm_child=5.0,
    adult_age=18.0,
    hypnic_jerks=4,
    evening_rate=40.0,
    evening_minutes=10.0,
    evening_least=15,
    foot_tremor=3,
    tremor=2,
    shaking_s=60.0,
    enactment=6,
    enactment_peak=1.2,
    enactment_s=20.0,
    enactment_wake_s=300.0,
    one_sided=0.85,
    one_sided_least=20,
    coverage=0.9,
    sleep_hours=2.0,
)
