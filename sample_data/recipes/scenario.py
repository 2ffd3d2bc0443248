"""The nights that the simulator can make: plain ones, hard ones, and one per kind."""

from dataclasses import replace
from types import MappingProxyType

from limbwatch.sample_data.recipes.recipe import Periodic, Scenario, Shape, Surroundings, Wear
from limbwatch.sample_data.sensor_model import SensorModel

_PARTNER = Surroundings(partner_per_hour=(20.0, 60.0), partner_peak_g=(0.004, 0.03))
_KNOCKS = Surroundings(knocks_per_hour=(3.0, 12.0), knock_peak_g=(0.03, 0.6))
_VIBRATION = Surroundings(vibration_share=(0.3, 0.9), vibration_peak_g=(0.003, 0.015))

_CHEAP = SensorModel(
    counts_per_g=1 / 0.0039,
    noise_mg_rthz=(0.45, 0.6),
    offset_mg=40.0,
    gain_error=0.02,
    rate_error=0.015,
)
"""3.9 mg per count and 0.6 mg/rtHz, as an Analog Devices ADXL345 at a low rate."""

_FINE = SensorModel(counts_per_g=4096.0, noise_mg_rthz=(0.08, 0.12), offset_mg=8.0)
_MIDDLING = SensorModel(counts_per_g=1 / 0.0156, noise_mg_rthz=(0.2, 0.4), range_g=4.0)
"""15.6 mg per count, as the 8-bit modes of cheap watches."""

_CLIPPING = SensorModel(range_g=2.0, counts_per_g=1024.0)
_MISSING = SensorModel(gaps_per_hour=6.0, gap_s=(0.1, 180.0))
_CLOCKS = SensorModel(clock_offset_s=0.2, clock_drift_ppm=15.0)

_DOUBLETS: MappingProxyType[Shape, float] = MappingProxyType(
    {"flexion": 0.3, "hold": 0.15, "kick": 0.1, "doublet": 0.35, "clonic": 0.1}
)

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

_EVERYTHING = Scenario(
    name="hard_everything",
    description="Faint and strong series, a partner, knocks, loose straps, poor sensors, gaps.",
    group="hard",
    periodic=Periodic(per_hour=(8.0, 40.0), peak_g=(0.02, 0.12), peak_log_sd=(0.5, 0.7)),
    hypnic_jerks=(1.0, 5.0),
    hypnic_peak_g=(0.1, 1.2),
    isolated_per_hour=(3.0, 8.0),
    arms_per_hour=(3.0, 8.0),
    isolated_peak_g=(0.01, 0.4),
    vitals_mg=(0.4, 3.0),
    surroundings=Surroundings(
        partner_per_hour=(8.0, 30.0),
        partner_peak_g=(0.003, 0.02),
        knocks_per_hour=(0.5, 3.0),
        vibration_share=(0.0, 0.2),
        vibration_peak_g=(0.001, 0.006),
    ),
    wear=Wear(
        sensors=(
            SensorModel(gaps_per_hour=1.0),
            replace(_CHEAP, gaps_per_hour=1.0),
            replace(_FINE, clock_offset_s=0.05, clock_drift_ppm=10.0),
        ),
        strap_ring=(0.0, 0.4),
        slips=(0.0, 1.0),
    ),
    episodes={
        "stir": (10.0, 30.0),
        "twitch": (2.0, 20.0),
        "adjustment": (5.0, 25.0),
        "startle": (2.0, 10.0),
        "short_interval": (2.0, 8.0),
        "scratching": (1.0, 8.0),
    },
)

_HARD = (
    Scenario(
        name="hard_amplitudes",
        description="Series whose strength spreads over a decade, many movements of 5-20 mg.",
        group="hard",
        periodic=Periodic(per_hour=(12.0, 45.0), peak_g=(0.012, 0.06), peak_log_sd=(0.6, 0.85)),
        isolated_peak_g=(0.006, 0.4),
    ),
    Scenario(
        name="hard_partner",
        description="A partner who moves the mattress by up to 30 mg, dozens of times an hour.",
        group="hard",
        periodic=Periodic(per_hour=(8.0, 35.0), peak_g=(0.03, 0.2)),
        surroundings=_PARTNER,
    ),
    Scenario(
        name="hard_knocks",
        description="Knocks against the bed that reach every sensor at once, like jolts.",
        group="hard",
        periodic=_SERIES,
        hypnic_jerks=(2.0, 7.0),
        surroundings=_KNOCKS,
    ),
    Scenario(
        name="hard_vibration",
        description="A pump or an engine that hums for hours.",
        group="hard",
        periodic=replace(_SERIES, peak_g=(0.03, 0.2)),
        hypnic_jerks=(0.0, 3.0),
        surroundings=_VIBRATION,
    ),
    Scenario(
        name="hard_pulse",
        description="Breath and pulse of several mg at every sensor, and faint series.",
        group="hard",
        periodic=replace(_SERIES, peak_g=(0.02, 0.12)),
        vitals_mg=(2.0, 6.0),
    ),
    Scenario(
        name="hard_straps",
        description="Loose straps that swing on after each movement.",
        group="hard",
        periodic=_SERIES,
        hypnic_jerks=(1.0, 5.0),
        wear=Wear(strap_ring=(0.3, 0.9)),
    ),
    Scenario(
        name="hard_adjustments",
        description="Small adjustments of single limbs that do not return.",
        group="hard",
        periodic=_SERIES,
        episodes={"stir": (10.0, 30.0), "adjustment": (40.0, 110.0)},
    ),
    Scenario(
        name="hard_startles",
        description="Single limbs that jerk, deep in sleep too.",
        group="hard",
        periodic=_SERIES,
        hypnic_jerks=(2.0, 7.0),
        episodes={"stir": (10.0, 30.0), "startle": (10.0, 40.0)},
    ),
    Scenario(
        name="hard_doublets",
        description="Doublets, holds and flexions in two phases.",
        group="hard",
        periodic=replace(_SERIES, shapes=_DOUBLETS),
        isolated_shapes=_DOUBLETS,
    ),
    Scenario(
        name="hard_short_interval",
        description="Clusters of leg movements 2 to 8 s apart, within and between series.",
        group="hard",
        periodic=_SERIES,
        episodes={"stir": (10.0, 30.0), "short_interval": (15.0, 50.0)},
    ),
    Scenario(
        name="hard_scratching",
        description="Wrists that scratch.",
        group="hard",
        periodic=_SERIES,
        hypnic_jerks=(1.0, 4.0),
        episodes={"stir": (10.0, 30.0), "scratching": (15.0, 60.0)},
    ),
    Scenario(
        name="hard_cheap_sensors",
        description="Noisy, coarse and unequal sensors.",
        group="hard",
        periodic=replace(_SERIES, peak_g=(0.03, 0.2)),
        hypnic_jerks=(0.0, 3.0),
        wear=Wear(sensors=(_CHEAP, _CHEAP, _MIDDLING, SensorModel())),
    ),
    Scenario(
        name="hard_clipping",
        description="Sensors that end at 2 g, and strong movements.",
        group="hard",
        periodic=replace(_SERIES, peak_g=(0.15, 0.9)),
        hypnic_jerks=(2.0, 7.0),
        hypnic_peak_g=(0.8, 3.5),
        wear=Wear(sensors=(_CLIPPING,)),
    ),
    Scenario(
        name="hard_missing",
        description="Samples missing for a tenth of a second to minutes.",
        group="hard",
        periodic=_SERIES,
        hypnic_jerks=(0.0, 3.0),
        wear=Wear(sensors=(_MISSING,)),
    ),
    Scenario(
        name="hard_slip",
        description="A sensor that turns on its limb or falls off.",
        group="hard",
        periodic=_SERIES,
        wear=Wear(slips=(1.0, 4.0), falls_off=0.4),
    ),
    Scenario(
        name="hard_charged",
        description="A sensor that spends an hour or so on its charger.",
        group="hard",
        periodic=_SERIES,
        wear=Wear(off_share=(0.1, 0.25)),
    ),
    Scenario(
        name="hard_clocks",
        description="Clocks that disagree and drift.",
        group="hard",
        periodic=_SERIES,
        hypnic_jerks=(2.0, 6.0),
        wear=Wear(sensors=(_CLOCKS,)),
    ),
    _EVERYTHING,
    Scenario(
        name="hard_none_partner",
        description="A restless partner, nothing periodic of one's own.",
        group="hard",
        surroundings=_PARTNER,
    ),
    Scenario(
        name="hard_none_knocks",
        description="Knocks, and nothing periodic.",
        group="hard",
        hypnic_jerks=(0.0, 3.0),
        surroundings=_KNOCKS,
    ),
    Scenario(
        name="hard_none_restless",
        description="Isolated movements, adjustments and startles without any rhythm.",
        group="hard",
        isolated_per_hour=(4.0, 9.0),
        arms_per_hour=(3.0, 9.0),
        postures_per_hour=(3.0, 6.0),
        awakenings=(5, 12),
        episodes={"stir": (20.0, 40.0), "adjustment": (20.0, 60.0), "startle": (5.0, 20.0)},
    ),
    Scenario(
        name="hard_none_short_interval",
        description="Clusters of leg movements too close to be periodic.",
        group="hard",
        episodes={"stir": (10.0, 30.0), "short_interval": (15.0, 50.0)},
    ),
    Scenario(
        name="hard_none_scratching",
        description="Scratching and twitching, nothing periodic.",
        group="hard",
        episodes={"stir": (10.0, 30.0), "scratching": (15.0, 60.0), "twitch": (20.0, 100.0)},
    ),
    Scenario(
        name="hard_none_cheap_vibration",
        description="Cheap sensors on a humming bed, nothing periodic.",
        group="hard",
        surroundings=replace(_VIBRATION, partner_per_hour=(5.0, 20.0)),
        wear=Wear(sensors=(_CHEAP, _MIDDLING), strap_ring=(0.0, 0.5)),
    ),
    replace(
        _EVERYTHING,
        name="hard_none_everything",
        description="All the troubles of hard_everything, and nothing periodic.",
        periodic=None,
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
    {scenario.name: scenario for scenario in (*_PLAIN, *_HARD, *_KINDS)}
)
"""Every scenario by name, plain ones first."""
