"""Nights that are made to break the method, each in one way or in all of them."""

from dataclasses import replace
from types import MappingProxyType

from limbwatch.sample_data.recipes.recipe import Periodic, Scenario, Shape, Surroundings, Wear
from limbwatch.sample_data.recipes.scenario import SCENARIOS
from limbwatch.sample_data.sensor_model import SensorModel

_PARTNER = Surroundings(partner_per_hour=(20.0, 60.0), partner_peak_g=(0.004, 0.03))
_KNOCKS = Surroundings(knocks_per_hour=(3.0, 12.0), knock_peak_g=(0.03, 0.6))
_TOUCHES = Surroundings(touches_per_hour=(30.0, 90.0))
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

_EVERYTHING = Scenario(
    name="hard_everything",
    description="Faint and strong series, a partner, knocks, loose straps, poor sensors, gaps.",
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
        periodic=Periodic(per_hour=(12.0, 45.0), peak_g=(0.012, 0.06), peak_log_sd=(0.6, 0.85)),
        isolated_peak_g=(0.006, 0.4),
    ),
    Scenario(
        name="hard_partner",
        description="A partner who moves the mattress by up to 30 mg, dozens of times an hour.",
        periodic=Periodic(per_hour=(8.0, 35.0), peak_g=(0.03, 0.2)),
        surroundings=_PARTNER,
    ),
    Scenario(
        name="hard_knocks",
        description="Knocks against the bed that reach every sensor at once, like jolts.",
        periodic=_SERIES,
        hypnic_jerks=(2.0, 7.0),
        surroundings=_KNOCKS,
    ),
    Scenario(
        name="hard_touches",
        description="A pet or a foot that pushes one limb or another again and again.",
        periodic=_SERIES,
        hypnic_jerks=(0.0, 3.0),
        surroundings=_TOUCHES,
    ),
    Scenario(
        name="hard_vibration",
        description="A pump or an engine that hums for hours.",
        periodic=replace(_SERIES, peak_g=(0.03, 0.2)),
        hypnic_jerks=(0.0, 3.0),
        surroundings=_VIBRATION,
    ),
    Scenario(
        name="hard_pulse",
        description="Breath and pulse of several mg at every sensor, and faint series.",
        periodic=replace(_SERIES, peak_g=(0.02, 0.12)),
        vitals_mg=(2.0, 6.0),
    ),
    Scenario(
        name="hard_straps",
        description="Loose straps that swing on after each movement.",
        periodic=_SERIES,
        hypnic_jerks=(1.0, 5.0),
        wear=Wear(strap_ring=(0.3, 0.9)),
    ),
    Scenario(
        name="hard_adjustments",
        description="Small adjustments of single limbs that do not return.",
        periodic=_SERIES,
        episodes={"stir": (10.0, 30.0), "adjustment": (40.0, 110.0)},
    ),
    Scenario(
        name="hard_startles",
        description="Single limbs that jerk, deep in sleep too.",
        periodic=_SERIES,
        hypnic_jerks=(2.0, 7.0),
        episodes={"stir": (10.0, 30.0), "startle": (10.0, 40.0)},
    ),
    Scenario(
        name="hard_doublets",
        description="Doublets, holds and flexions in two phases.",
        periodic=replace(_SERIES, shapes=_DOUBLETS),
        isolated_shapes=_DOUBLETS,
    ),
    Scenario(
        name="hard_short_interval",
        description="Clusters of leg movements 2 to 8 s apart, within and between series.",
        periodic=_SERIES,
        episodes={"stir": (10.0, 30.0), "short_interval": (15.0, 50.0)},
    ),
    Scenario(
        name="hard_scratching",
        description="Wrists that scratch.",
        periodic=_SERIES,
        hypnic_jerks=(1.0, 4.0),
        episodes={"stir": (10.0, 30.0), "scratching": (15.0, 60.0)},
    ),
    Scenario(
        name="hard_cheap_sensors",
        description="Noisy, coarse and unequal sensors.",
        periodic=replace(_SERIES, peak_g=(0.03, 0.2)),
        hypnic_jerks=(0.0, 3.0),
        wear=Wear(sensors=(_CHEAP, _CHEAP, _MIDDLING, SensorModel())),
    ),
    Scenario(
        name="hard_clipping",
        description="Sensors that end at 2 g, and strong movements.",
        periodic=replace(_SERIES, peak_g=(0.15, 0.9)),
        hypnic_jerks=(2.0, 7.0),
        hypnic_peak_g=(0.8, 3.5),
        wear=Wear(sensors=(_CLIPPING,)),
    ),
    Scenario(
        name="hard_missing",
        description="Samples missing for a tenth of a second to minutes.",
        periodic=_SERIES,
        hypnic_jerks=(0.0, 3.0),
        wear=Wear(sensors=(_MISSING,)),
    ),
    Scenario(
        name="hard_slip",
        description="A sensor that turns on its limb or falls off.",
        periodic=_SERIES,
        wear=Wear(slips=(1.0, 4.0), falls_off=0.4),
    ),
    Scenario(
        name="hard_charged",
        description="A sensor that spends an hour or so on its charger.",
        periodic=_SERIES,
        wear=Wear(off_share=(0.1, 0.25)),
    ),
    Scenario(
        name="hard_clocks",
        description="Clocks that disagree and drift.",
        periodic=_SERIES,
        hypnic_jerks=(2.0, 6.0),
        wear=Wear(sensors=(_CLOCKS,)),
    ),
    _EVERYTHING,
    Scenario(
        name="hard_none_partner",
        description="A restless partner, nothing periodic of one's own.",
        surroundings=_PARTNER,
    ),
    Scenario(
        name="hard_none_knocks",
        description="Knocks, and nothing periodic.",
        hypnic_jerks=(0.0, 3.0),
        surroundings=_KNOCKS,
    ),
    Scenario(
        name="hard_none_touches",
        description="Touches of single limbs, nothing periodic of one's own.",
        surroundings=_TOUCHES,
    ),
    Scenario(
        name="hard_none_restless",
        description="Isolated movements, adjustments and startles without any rhythm.",
        isolated_per_hour=(4.0, 9.0),
        arms_per_hour=(3.0, 9.0),
        postures_per_hour=(3.0, 6.0),
        awakenings=(5, 12),
        episodes={"stir": (20.0, 40.0), "adjustment": (20.0, 60.0), "startle": (5.0, 20.0)},
    ),
    Scenario(
        name="hard_none_short_interval",
        description="Clusters of leg movements too close to be periodic.",
        episodes={"stir": (10.0, 30.0), "short_interval": (15.0, 50.0)},
    ),
    Scenario(
        name="hard_none_scratching",
        description="Scratching and twitching, nothing periodic.",
        episodes={"stir": (10.0, 30.0), "scratching": (15.0, 60.0), "twitch": (20.0, 100.0)},
    ),
    Scenario(
        name="hard_none_cheap_vibration",
        description="Cheap sensors on a humming bed, nothing periodic.",
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

HARD: MappingProxyType[str, Scenario] = MappingProxyType(
    {scenario.name: scenario for scenario in _HARD}
)
"""By name."""

NIGHTS: MappingProxyType[str, Scenario] = MappingProxyType({**SCENARIOS, **HARD})
"""Those and the ones that a person may ask for."""

PLAIN = tuple(name for name, scenario in SCENARIOS.items() if scenario.group == "plain")
"""Names of nights of a usual kind."""
