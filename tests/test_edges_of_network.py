"""Numbers of phones in the network, on both sides of where they decide."""

import asyncio
import http.client
import json
import socket
from contextlib import ExitStack, closing

import numpy as np
import pytest

from limbwatch.sensor.capture.host_clock import PacedLoop
from limbwatch.sensor.devices.phone import Convention
from limbwatch.sensor.errors import DeviceRefused, LinkLost
from limbwatch.sensor.network import push
from limbwatch.sensor.network.phyphox import PhyphoxTransport
from limbwatch.sensor.network.push import PushReceiver
from limbwatch.sensor.network.relay import AppSamples, Relay
from limbwatch.sensor.network.sensor_logger import Messages, PushSource
from limbwatch.sensor.radio.transport import Sought

PATH = "/secret/ankle_left"


def in_no_time(work):
    with asyncio.Runner(loop_factory=lambda: PacedLoop(None)) as runner:
        return runner.run(work)


def message(name, times):
    values = {"x": 0.0, "y": 0.0, "z": 9.8}
    readings = [{"name": name, "time": one, "values": values} for one in times]
    return json.dumps({"deviceId": "d", "payload": readings}).encode()


@pytest.mark.parametrize(("came", "kept"), [(599, 599), (600, 600), (601, 600), (899, 600)])
def test_the_newest_600_packets_wait_for_a_listener(came, kept):
    """Of a push each half a second: some minutes."""
    relay, got = Relay(), []
    for number in range(came):
        one = np.full((1, 3), number, np.float32)
        relay.take(AppSamples(np.array([number * 10**9]), one, Convention.METRES))
    relay.listen(got.append)
    assert len(got) == kept
    assert np.frombuffer(got[-1][12:], "<f4")[0] == came - 1


@pytest.mark.parametrize(("came", "known"), [(1999, 1999), (2000, 2000), (2001, 2000)])
def test_the_newest_2000_vectors_of_gravity_wait_for_their_acceleration(came, known):
    messages = Messages(body=PushSource.PHONE)
    times = range(0, came * 10**7, 10**7)
    assert messages.take(message("gravity", times)) is None
    taken = messages.take(message("accelerometer", times))
    assert len(taken.time_ns) == known
    assert taken.time_ns[-1] == times[-1]


class TestPushes:
    @pytest.fixture
    def answered(self, monkeypatch):
        """Push to a receiver without a network; a message or a listener comes so much later."""

        class Server:
            def __init__(self, config):
                apps.append(config.app)

            def run(self, sockets):
                listeners.extend(sockets)

        apps, listeners = [], []
        monkeypatch.setattr(push.uvicorn, "Server", Server)

        async def answered(*, message_s=0.0, listener_s=0.0):
            loop = asyncio.get_running_loop()
            receiver = PushReceiver("secret", {"ankle_left": PushSource.PHONE})
            receiver.open(0, "127.0.0.1")
            sent = []

            async def receive():
                await asyncio.sleep(message_s)
                body = message("totalacceleration", range(0, 25 * 10**7, 10**7))
                return {"type": "http.request", "body": body}

            async def send(event):
                sent.append(event)

            async def listen():
                radio = receiver.transport("ankle_left")
                found = await radio.find(Sought(sensor="x"), 60.0)
                link = await radio.connect(found, lost=lambda: None, seconds=1.0)
                await asyncio.sleep(listener_s)
                await link.subscribe("", lambda _: None)

            listening = loop.create_task(listen())
            await apps[0]({"type": "http", "method": "POST", "path": PATH}, receive, send)
            listening.cancel()
            await receiver.close()
            listeners[0].close()
            return sent[0]["status"]

        return lambda **given: in_no_time(answered(**given))

    @pytest.mark.parametrize(("seconds", "status"), [(9.9, 200), (10.1, 408), (14.5, 408)])
    def test_a_message_has_ten_seconds_to_arrive(self, answered, seconds, status):
        assert answered(message_s=seconds) == status

    @pytest.mark.parametrize(("seconds", "status"), [(9.9, 200), (10.1, 503), (14.5, 503)])
    def test_a_phone_waits_ten_seconds_for_somebody_who_listens(self, answered, seconds, status):
        assert answered(listener_s=seconds) == status

    @pytest.mark.parametrize(("others", "status"), [(14, 404), (15, 503), (20, 503)])
    def test_sixteen_connections_are_too_many(self, others, status):
        """Each phone has one or two."""

        async def work():
            receiver = PushReceiver("secret", {"ankle_left": PushSource.PHONE})
            port = receiver.open(0, "127.0.0.1")
            try:
                return await asyncio.to_thread(ask, port)
            finally:
                await receiver.close()

        def ask(port):
            with ExitStack() as held:
                for _ in range(others):
                    one = held.enter_context(closing(socket.create_connection(("127.0.0.1", port))))
                    one.sendall(b"POST / HTTP/1.1\r\n")
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                held.callback(connection.close)
                connection.request("POST", "/other", b"")
                return connection.getresponse().status

        assert asyncio.run(work()) == status


class Phone:
    """An answer of phyphox after so many seconds, in place of a connection."""

    def __init__(self, monkeypatch, *, answers_s=0.0, newest_s=0.0):
        self.answers_s, self.newest_s = answers_s, newest_s
        self.asked = []
        monkeypatch.setattr(http.client, "HTTPConnection", self.connection)

    def connection(self, _host, _port, timeout):
        self.timeout = timeout
        return self

    def request(self, _method, path, headers):
        del headers
        self.asked.append((asyncio.get_running_loop().time(), path))

    def getresponse(self):
        if self.answers_s > self.timeout:
            raise TimeoutError
        self.status = 200
        return self

    def read(self, _most):
        names = {"x": "accX", "y": "accY", "z": "accZ", "t": "acc_time"}
        inputs = [{"source": "accelerometer", "outputs": [names]}]
        buffers = {one: {"buffer": [self.newest_s]} for one in names.values()}
        said = {"buffer": buffers, "status": {"session": "s", "measuring": True}}
        return json.dumps(said | {"title": "t", "inputs": inputs}).encode()

    def close(self):
        pass


class TestPhyphox:
    @staticmethod
    async def connected(seconds=0.1):
        radio = PhyphoxTransport("127.0.0.1", 1)
        found = await radio.find(Sought(sensor="x"), 0.1)
        link = await radio.connect(found, lost=lambda: None, seconds=1.0)
        await asyncio.sleep(seconds)
        await link.close()

    @pytest.mark.parametrize(("answers_s", "lost"), [(3.9, False), (4.1, True), (5.9, True)])
    def test_an_answer_has_four_seconds(self, monkeypatch, answers_s, lost):
        Phone(monkeypatch, answers_s=answers_s)
        if lost:
            with pytest.raises(LinkLost, match="does not answer"):
                in_no_time(self.connected())
        else:
            in_no_time(self.connected())

    def test_a_phone_is_asked_twice_a_second(self, monkeypatch):
        phone = Phone(monkeypatch)
        in_no_time(self.connected(9.9))
        assert sum("=" in path for _, path in phone.asked) == 20

    @pytest.mark.parametrize(("newest_s", "refused"), [(3590, False), (3610, True)])
    def test_an_experiment_that_ran_for_an_hour_is_too_old_for_a_day(
        self, monkeypatch, newest_s, refused
    ):
        """Of 25 hours, up to which eight digits tell samples apart."""
        Phone(monkeypatch, newest_s=newest_s)
        if refused:
            with pytest.raises(DeviceRefused, match="clear its data"):
                in_no_time(self.connected())
        else:
            in_no_time(self.connected())
