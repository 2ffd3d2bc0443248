"""The tap test: the sensor that was tapped must be the one that feels it."""

from dataclasses import dataclass

from limbwatch.cli.language.spoken import tr
from limbwatch.cli.recording.watch.monitor import LiveSensor
from limbwatch.sensor.placement import Placement

_TAP_G = 0.5
"""Least jolt that counts as a tap, g."""
_CLEARLY = 3.0
"""Least ratio of a tap to the jolt of any other sensor."""
_WAIT_S = 30.0
"""Longest wait for a tap, seconds."""


@dataclass(slots=True)
class TapTest:
    """Asks for a tap on each sensor in turn and reports which one felt it."""

    _order: list[Placement] | None = None
    _asked: Placement | None = None
    _asked_s: float = 0.0

    def step(self, sensors: dict[Placement, LiveSensor], now_s: float) -> list[str]:
        """Continue the test at a time of the host's clock in seconds; return new lines."""
        if self._order is None:
            self._order = list(sensors)
        lines: list[str] = []
        if self._asked is not None:
            verdict = self._verdict(self._asked, sensors, now_s)
            if verdict is None:
                return lines
            lines.append(verdict)
            self._asked = None
        if self._order:
            self._asked, self._asked_s = self._order.pop(0), now_s
            for live in sensors.values():
                live.jolt_g = 0.0
            lines.append(
                tr(
                    "Tap test: tap the sensor at the {limb} hard, three times.",
                    limb=tr(self._asked.words),
                )
            )
        return lines

    def _verdict(
        self, asked: Placement, sensors: dict[Placement, LiveSensor], now_s: float
    ) -> str | None:
        felt = max(sensors, key=lambda placement: sensors[placement].jolt_g)
        jolt = sensors[felt].jolt_g
        others = max((one.jolt_g for p, one in sensors.items() if p is not felt), default=0.0)
        if jolt >= _TAP_G and jolt >= _CLEARLY * others:
            if felt is asked:
                return tr(
                    "Tap test: {limb} is right ({jolt:.1f} g).", limb=tr(felt.words), jolt=jolt
                )
            return tr(
                "Tap test: WRONG. The sensor named {limb} felt the tap at the {other}; swap the "
                "two sensors or their names.",
                limb=tr(felt.words),
                other=tr(asked.words),
            )
        if now_s - self._asked_s > _WAIT_S:
            return tr(
                "Tap test: no clear tap at the {limb} in {seconds:.0f} s.",
                limb=tr(asked.words),
                seconds=_WAIT_S,
            )
        return None
