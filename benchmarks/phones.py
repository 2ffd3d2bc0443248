"""Phones for tests: what Sensor Logger pushes, and phyphox's remote interface, over real HTTP.

Written from tszheichoi/awesome-sensor-logger ``PUSHING.md`` and from what the two servers of
phyphox do (``RemoteServer.java``: eight digits, a threshold moved by its last one;
``ExperimentWebServer.swift``: full digits).
"""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from urllib.request import Request, urlopen

import numpy as np
from numpy.typing import NDArray

G = 9.80665
STEP = 1 / 64
"""By which x counts samples, m/s2: exact as a float."""
_TURN = 256


def vector(number: int, *, sign: float = 1.0) -> tuple[float, float, float]:
    """Acceleration of a sample, m/s2: x counts, y counts its turns, the rest is gravity."""
    return sign * (number % _TURN) * STEP, sign * (number // _TURN) * STEP, sign * G


def numbers(xyz: NDArray[np.float32]) -> NDArray[np.int64]:
    """Read the numbers of samples, given in g."""
    counts = np.round(xyz[:, :2].astype(np.float64) * G / STEP).astype(np.int64)
    return np.asarray(counts[:, 0] + _TURN * counts[:, 1], np.int64)


def message(
    first: int, n: int, *, rate: float, begin_ns: int, platform: str, battery: float = 0.83
) -> dict[str, Any]:
    """Make a message of Sensor Logger.

    Parameters
    ----------
    first, n : int
        Number of the first sample, and of samples.
    rate : float
        Hz.
    begin_ns : int
        Time of sample 0.
    platform : {"android", "ios", "ios gravity", "watch"}
    battery : float
        0 to 1.
    """
    readings: list[dict[str, Any]] = []
    for number in range(first, first + n):
        stamp = begin_ns + round(number / rate * 1e9)
        x, y, z = vector(number)
        if platform == "android":
            # Accelerometer is without gravity there, and sent as well
            found = {"totalacceleration": (x, y, z), "accelerometer": (x, y, z - G)}
        elif platform == "ios":
            found = {"accelerometeruncalibrated": (-x / G, -y / G, -z / G)}
        elif platform == "ios gravity":
            found = {"gravity": (0.0, 0.0, G), "accelerometer": (x, y, z - G)}
        else:
            values = {"accelerationX": -x / G, "accelerationY": -y / G, "accelerationZ": 0.0}
            values |= {"gravityX": 0.0, "gravityY": 0.0, "gravityZ": -z / G}
            readings.append({"name": "wrist motion", "time": stamp, "values": values})
            found = {"accelerometeruncalibrated": (0.0, -1.0, 0.0)}  # the phone lies elsewhere
        for name, (a, b, c) in found.items():
            readings.append({"name": name, "time": stamp, "values": {"z": c, "y": b, "x": a}})
    level = {"batteryLevel": battery, "batteryState": "unplugged", "lowPowerMode": False}
    readings.append({"name": "battery", "time": begin_ns, "values": level})
    readings.append(
        {"name": "location", "time": begin_ns, "values": {"latitude": 48.1, "longitude": 11.5}}
    )
    return {"messageId": first, "sessionId": "s", "deviceId": "d-1", "payload": readings}


def push(url: str, body: bytes, *, method: str = "POST") -> int:
    """Push once; give the status."""
    request = Request(url, data=body, method=method)  # noqa: S310 - ours
    with urlopen(request, timeout=5) as response:  # noqa: S310
        return int(response.status)


class SensorLogger(threading.Thread):
    """Pushes in real time until it is stopped."""

    def __init__(
        self,
        url: str,
        *,
        platform: str,
        rate: float = 100.0,
        batch: int = 20,
        battery: float = 0.83,
    ) -> None:
        super().__init__(daemon=True)
        self.sent = 0
        self._url, self._platform = url, platform
        self._rate, self._batch, self._battery = rate, batch, battery
        self._over = threading.Event()

    def run(self) -> None:
        """Push what has been measured since."""
        begin, begin_ns = time.monotonic(), time.time_ns()
        while not self._over.is_set():
            due = begin + (self.sent + self._batch) / self._rate
            time.sleep(max(0.0, due - time.monotonic()))
            made = message(
                self.sent,
                self._batch,
                rate=self._rate,
                begin_ns=begin_ns,
                platform=self._platform,
                battery=self._battery,
            )
            try:
                acknowledged = push(self._url, json.dumps(made).encode()) == 200
            except OSError:
                return  # the recording is over
            self.sent += self._batch * acknowledged

    def stop(self) -> None:
        """Stop."""
        self._over.set()


class Phyphox:
    """A phone with phyphox's remote interface on.

    Parameters
    ----------
    source : str
        What the experiment that is open measures.
    size : int
        Of its buffers; 0 holds everything.
    rate : float
        Hz.
    began_s : float
        Experiment time at the start, seconds.
    digits : int or None
        Of its numbers: 8 on Android; None for all, as on iOS.
    """

    def __init__(
        self,
        *,
        source: str = "accelerometer",
        size: int = 3000,
        rate: float = 50.0,
        began_s: float = 0.0,
        digits: int | None = 8,
    ) -> None:
        self.source, self.size, self.rate = source, size, rate
        self.measuring = False
        self.reachable = True
        self.session = "a1b2c3"
        self.commands: list[str] = []
        self._began_s, self._digits = began_s, digits
        self._start = 0.0
        phone = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if not phone.reachable:
                    self.connection.close()
                    return
                body = json.dumps(phone.answer(self.path)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_: object) -> None:
                """Say nothing: a connection closed in the middle is what an outage is."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def measured(self) -> int:
        """Samples so far."""
        return int((time.monotonic() - self._start) * self.rate) if self.measuring else 0

    def answer(self, path: str) -> dict[str, Any]:
        """Answer a question."""
        asked = urlsplit(path)
        query = dict(parse_qsl(asked.query, keep_blank_values=True))
        if asked.path == "/config":
            outputs = [{"x": "accX"}, {"y": "accY"}, {"z": "accZ"}, {"t": "acc_time"}]
            return {"title": "limbwatch", "inputs": [{"source": self.source, "outputs": outputs}]}
        if asked.path == "/control":
            self.commands.append(query["cmd"])
            if query["cmd"] == "start":
                self.measuring, self._start = True, time.monotonic()
            elif query["cmd"] == "stop":
                self.measuring = False
            return {"result": True}
        made = self.measured
        held = range(max(0, made - self.size) if self.size else 0, made)
        columns = {"acc_time": [self._began_s + (n + 1) / self.rate for n in held]}
        for axis, name in enumerate(("accX", "accY", "accZ")):
            columns[name] = [vector(n)[axis] for n in held]
        return {
            "buffer": {
                name: self._buffer(columns, name, threshold) for name, threshold in query.items()
            },
            "status": {
                "session": self.session,
                "measuring": self.measuring,
                "timedRun": False,
                "countDown": 0,
            },
        }

    def _buffer(self, columns: dict[str, list[float]], name: str, asked: str) -> dict[str, Any]:
        values = columns[name]
        if not asked:
            shown = [self._written(one) for one in values[-1:]] or [None]
            return {"size": self.size, "updateMode": "single", "buffer": shown}
        text, _, reference = asked.partition("|")
        threshold = float(text)
        if threshold > 0:
            threshold += 10 ** np.floor(np.log10(threshold / 1e7))
        after = [
            self._written(value)
            for value, stamp in zip(values, columns[reference or name], strict=True)
            if stamp > threshold
        ]
        return {"size": self.size, "updateMode": "partial", "buffer": after}

    def _written(self, value: float) -> float:
        return value if self._digits is None else float(f"{value:.{self._digits - 1}e}")

    def close(self) -> None:
        """Switch it off."""
        self._server.shutdown()
        self._server.server_close()
