"""The scoring of a night by a sleep laboratory or a home breathing test, and its figures."""

from dataclasses import dataclass

from limbwatch.sensor.arrays import Span
from limbwatch.sensor.one_line import one_line
from limbwatch.sensor.scorings.manual_scoring import Hypnogram


@dataclass(frozen=True, slots=True, kw_only=True)
class BreathingEvent:
    """An apnoea, hypopnoea or RERA; seconds from the recording's start, the end None if unknown."""

    kind: str
    start_s: float
    end_s: float | None

    __repr__ = one_line


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Laboratory:
    """A laboratory's scoring of a night; times in seconds from the recording's start.

    Parameters
    ----------
    files : tuple of str
        Names of the files it was read from, with their formats in brackets.
    clock_offset_s, clock_drift_ppm : float
        How far the laboratory's clock was ahead of ours, and how much faster it ran.
    clock_from : str
        How offset and drift were found.
    stages : Hypnogram or None
        None when sleep was not staged, or the stages are already part of the night's sleep.
    staged : bool
        Whether the night's sleep is the laboratory's.
    lights_off, lights_on : float or None
    breathing : tuple of BreathingEvent or None
        In order; None when breathing was not scored.
    arousals : tuple of (float, float) or None
        None when arousals were not scored.
    remarks : tuple of str
        How the reader interpreted the files.
    """

    files: tuple[str, ...]
    clock_offset_s: float = 0.0
    clock_drift_ppm: float = 0.0
    clock_from: str = "as written"
    stages: Hypnogram | None = None
    staged: bool = False
    lights_off: float | None = None
    lights_on: float | None = None
    breathing: tuple[BreathingEvent, ...] | None = None
    arousals: tuple[Span, ...] | None = None
    remarks: tuple[str, ...] = ()

    __repr__ = one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class RespiratoryFigures:
    """Respiratory leg movements in sleep by one window, and periodic movements without them.

    ``window`` names the rules that define it: `limbwatch.classify.associations.WINDOWS`.
    """

    window: str
    leg_movements: int
    plm: int
    plm_without: int
    plm_without_per_hour: float | None

    __repr__ = one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class ArousalFigures:
    """Leg movements in sleep associated with an arousal."""

    leg_movements: int
    plm: int
    plm_per_hour: float | None

    __repr__ = one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class LaboratoryFigures:
    """A laboratory's or home test's scoring of the night, with the figures derived from it.

    ``clock_offset_s`` is how far its clock was ahead; all times are on ours. Offset and drift are
    None only in an anonymous export.
    """

    files: tuple[str, ...]
    clock_offset_s: float | None
    clock_drift_ppm: float | None
    clock_from: str
    staged: bool
    lights_off_s: float | None
    lights_on_s: float | None
    breathing: tuple[BreathingEvent, ...] | None
    arousals_s: tuple[Span, ...] | None
    respiratory: tuple[RespiratoryFigures, ...]
    arousal: ArousalFigures | None
    remarks: tuple[str, ...] = ()

    __repr__ = one_line
