"""Which sensor is which: a tap on one of them must be felt by that one."""

from dataclasses import dataclass, field

from limbwatch.cli.recording.monitor import LiveSensor
from limbwatch.sensor.placement import Placement

_TAP_G = 0.5
_CLEARLY = 3.0
_WAIT_S = 30.0


@dataclass(slots=True)
class TapTest:
    """Asks for a tap on each sensor in turn and says which one felt it."""

    _order: list[Placement] | None = None
    _asked: Placement | None = None
    _asked_s: float = 0.0
    _said: list[str] = field(default_factory=list)

    def step(self, sensors: dict[Placement, LiveSensor], now_s: float) -> list[str]:
        """Go on with the test.

        Parameters
        ----------
        sensors : dict
            What each sensor feels.
        now_s : float
            Host clock, seconds.

        Returns
        -------
        list of str
            Lines for the person.
        """
        if self._order is None:
            self._order = list(sensors)
        lines: list[str] = []
        if self._asked is not None:
            verdict = self._verdict(sensors, now_s)
            if verdict is None:
                return lines
            lines.append(verdict)
            self._asked = None
        if self._order:
            self._asked, self._asked_s = self._order.pop(0), now_s
            for live in sensors.values():
                live.jolt_g = 0.0
            lines.append(f"Tap test: tap the sensor at the {self._asked.words} hard, three times.")
        return lines

    def _verdict(self, sensors: dict[Placement, LiveSensor], now_s: float) -> str | None:
        if self._asked is None:
            return None
        felt = max(sensors, key=lambda placement: sensors[placement].jolt_g)
        jolt = sensors[felt].jolt_g
        others = max((one.jolt_g for p, one in sensors.items() if p is not felt), default=0.0)
        if jolt >= _TAP_G and jolt >= _CLEARLY * others:
            if felt is self._asked:
                return f"Tap test: {felt.words} is right ({jolt:.1f} g)."
            return (
                f"Tap test: WRONG. The sensor named {felt.words} felt the tap at the "
                f"{self._asked.words}; swap the two sensors or their names."
            )
        if now_s - self._asked_s > _WAIT_S:
            return f"Tap test: no clear tap at the {self._asked.words} in {_WAIT_S:.0f} s."
        return None
