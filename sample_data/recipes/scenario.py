"""The nights that the simulator can make: plain ones, and one per kind of movement."""

from types import MappingProxyType

from limbwatch.sample_data.recipes.recipe import Periodic, Scenario, Surroundings, Wear

_SERIES = Periodic(per_hour=(10.0, 40.0))

_PLAIN = (
    Scenario(name="healthy", description="A quiet night of a healthy sleeper."),
    Scenario(
        name="hypnic",
        description="Frequent sleep starts.",
        hypnic_jerks=(4.0, 12.0),
        latency_min=(12.0, 35.0),
        awakenings=(4, 8),
    ),
    Scenario(
        name="plm_mild",
        description="Periodic limb movements, 5 to 15 an hour.",
        periodic=Periodic(per_hour=(5.0, 15.0)),
    ),
    Scenario(
        name="plm_moderate",
        description="Periodic limb movements, 15 to 40 an hour.",
        periodic=Periodic(per_hour=(15.0, 40.0)),
    ),
    Scenario(
        name="plm_severe",
        description="Periodic limb movements, 40 to 80 an hour.",
        periodic=Periodic(per_hour=(40.0, 80.0), interval_s=(16.0, 30.0)),
        awakenings=(4, 9),
    ),
    Scenario(
        name="faint",
        description="Periodic limb movements of a few hundredths of a g.",
        periodic=Periodic(per_hour=(15.0, 45.0), peak_g=(0.018, 0.04), peak_log_sd=(0.2, 0.3)),
    ),
    Scenario(
        name="slow_rhythm",
        description="Periodic limb movements nearly a minute apart.",
        periodic=Periodic(
            per_hour=(10.0, 25.0), interval_s=(45.0, 65.0), interval_log_sd=(0.1, 0.18)
        ),
    ),
    Scenario(
        name="both",
        description="Periodic limb movements and sleep starts.",
        periodic=Periodic(per_hour=(15.0, 45.0)),
        hypnic_jerks=(3.0, 8.0),
        vigour=(1.0, 1.0),
        latency_min=(12.0, 30.0),
    ),
    Scenario(
        name="restless_legs",
        description="Restless legs in the evening, then periodic limb movements.",
        periodic=Periodic(per_hour=(20.0, 60.0)),
        latency_min=(25.0, 60.0),
        restless_per_min=(1.5, 4.0),
        awakenings=(4, 9),
    ),
    Scenario(
        name="restless_sleeper",
        description="Many posture changes and single movements, no rhythm.",
        isolated_per_hour=(5.0, 12.0),
        arms_per_hour=(5.0, 12.0),
        postures_per_hour=(3.0, 7.0),
        awakenings=(6, 14),
        episodes={"stir": (20.0, 50.0), "twitch": (0.0, 10.0)},
    ),
    Scenario(
        name="bed_partner",
        description="A partner who shakes the mattress; periodic limb movements of one's own.",
        periodic=Periodic(per_hour=(8.0, 30.0)),
        surroundings=Surroundings(partner_per_hour=(6.0, 20.0)),
    ),
)

_KINDS = (
    Scenario(
        name="foot_tremor",
        description="Foot tremor and alternating leg movements while falling asleep.",
        group="kinds",
        latency_min=(15.0, 35.0),
        awakenings=(4, 8),
        episodes={"stir": (10.0, 30.0), "foot_tremor": (8.0, 30.0), "alternating": (3.0, 15.0)},
    ),
    Scenario(
        name="tremor",
        description="Shaking at 3 to 12 Hz, and shudders.",
        group="kinds",
        episodes={"stir": (10.0, 30.0), "tremor": (5.0, 20.0), "shudder": (2.0, 8.0)},
    ),
    Scenario(
        name="convulsion",
        description="Whole-body convulsions, one or a few.",
        group="kinds",
        episodes={"stir": (10.0, 30.0), "convulsion": (1.0, 3.0)},
    ),
    Scenario(
        name="cramp",
        description="Leg cramps that wake the sleeper.",
        group="kinds",
        awakenings=(4, 8),
        episodes={"stir": (10.0, 30.0), "cramp": (1.0, 4.0)},
    ),
    Scenario(
        name="twitches",
        description="Very small and very short movements of single limbs.",
        group="kinds",
        episodes={"stir": (10.0, 30.0), "twitch": (40.0, 200.0)},
    ),
    Scenario(
        name="evening_restlessness",
        description="An urge to move the legs in the evening; nothing periodic in sleep.",
        group="kinds",
        latency_min=(25.0, 60.0),
        restless_per_min=(1.5, 4.0),
    ),
    Scenario(
        name="dream_enactment",
        description="Dreams acted out with the arms, in the last two thirds of the night.",
        group="kinds",
        episodes={"stir": (10.0, 30.0), "dream_enactment": (5.0, 20.0), "twitch": (10.0, 60.0)},
    ),
    Scenario(
        name="walking",
        description="Up and about before bed and in the night.",
        group="kinds",
        awakenings=(4, 9),
        episodes={"stir": (10.0, 30.0), "walking": (3.0, 8.0)},
    ),
    Scenario(
        name="scratching",
        description="Bouts of scratching.",
        group="kinds",
        episodes={"stir": (10.0, 30.0), "scratching": (15.0, 60.0)},
    ),
    Scenario(
        name="not_worn",
        description="One sensor is left on the table for most of the night.",
        group="kinds",
        periodic=_SERIES,
        wear=Wear(off_share=(0.5, 0.95)),
    ),
)

SCENARIOS: MappingProxyType[str, Scenario] = MappingProxyType(
    {scenario.name: scenario for scenario in (*_PLAIN, *_KINDS)}
)
"""Every scenario by name, plain ones first."""
