"""Bluetooth of Windows and macOS, by what the sources of bleak's back ends (3.1) say of them.

No radio of these systems was at hand: fakes raise what those sources raise, and behave as they do.
"""

import ast
import asyncio
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import bleak
import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakError,
    BleakGATTProtocolError,
)

from limbwatch.sensor import Placement
from limbwatch.sensor.capture.capture_notes import incident_notes
from limbwatch.sensor.capture.disk.database import Capture
from limbwatch.sensor.capture.incident import Incident
from limbwatch.sensor.errors import (
    BluetoothUnavailable,
    DeviceRefused,
    LinkLost,
    PairingNeeded,
    SensorError,
)
from limbwatch.sensor.radio import ble, service_words
from limbwatch.sensor.radio.ble import BleTransport
from limbwatch.sensor.radio.bounded import bounded
from limbwatch.sensor.radio.heard_devices import heard_device
from limbwatch.sensor.radio.pairing import require_pairing
from limbwatch.sensor.radio.readiness import ASKING
from limbwatch.sensor.radio.translation import translated
from limbwatch.sensor.radio.transport import Sought
from limbwatch.sensor.radio.trouble_words import UNEXPLAINED
from tests.test_edges_of_radio import (
    ADDRESS,
    EVER,
    NAME,
    OTHER,
    device,
    elapsed,
    found_at,
    in_no_time,
    radio,  # noqa: F401 - a fixture
)

FOREIGN = re.compile(r"bleak|GATT|Error Domain|HRESULT|WinError|status code", re.IGNORECASE)
"""What must never reach a person."""


def told_of(error, *, found=True):
    """What a person is told when the library raises an error while a sensor is used."""

    async def work():
        async with translated("connecting", found_at(ADDRESS) if found else None):
            raise error

    try:
        asyncio.run(work())
    except SensorError as told:
        return told
    raise AssertionError("nothing was told")


def winerror(code):
    """An error as ctypes makes it on Windows of a code, which may be signed."""
    error = OSError("the words of Windows, in its language")
    error.winerror = code
    return error


def nserror(code, domain="CBErrorDomain", said="Die Wörter von macOS, in seiner Sprache"):
    """An error of macOS as Foundation prints it."""
    return f'Error Domain={domain} Code={code} "{said}" UserInfo={{NSLocalizedDescription={said}}}'


WINRT_TEXTS = [
    # client.py, _ensure_success
    ("Could not get GATT services: Unreachable", LinkLost, "did not answer"),
    ("Could not read characteristic handle 17: Unreachable", LinkLost, "did not answer"),
    ("Could not get GATT services: Access Denied", LinkLost, "another program may have it"),
    ("Could not start notify on 0011: Unexpected status code 0x07", LinkLost, "could not be made"),
    # client.py, connect
    ("device does not support GATT sessions", LinkLost, "remove it there"),
    # client.py, _await_gatt_io and others
    ("disconnected", LinkLost, "the connection broke"),
    ("Not connected", LinkLost, "the connection broke"),
    # client.py, pair
    ("Device does not support pairing", LinkLost, "cannot be paired"),
    ("Failure trying to pair with device!", LinkLost, "settings of Windows"),
    # scanner.py, start, and util.py, assert_mta
    ("Failed to start scanner. Is Bluetooth turned on?", BluetoothUnavailable, "did not begin"),
    ("Unexpected watcher status: STOPPED", BluetoothUnavailable, "did not begin"),
    (
        "Thread is configured for Windows GUI but callbacks are not working.",
        LinkLost,
        "from a terminal",
    ),
]

STATUSES = {
    "NOT_READY_TO_PAIR": "switch it to pairing",
    "NOT_PAIRED": "settings of Windows",
    "CONNECTION_REJECTED": "refused the connection",
    "TOO_MANY_CONNECTIONS": "no room for one more",
    "HARDWARE_FAILURE": "adapter failed",
    "AUTHENTICATION_TIMEOUT": "settings of Windows",
    "AUTHENTICATION_NOT_ALLOWED": "settings of Windows",
    "AUTHENTICATION_FAILURE": "settings of Windows",
    "NO_SUPPORTED_PROFILES": "settings of Windows",
    "PROTECTION_LEVEL_COULD_NOT_BE_MET": "settings of Windows",
    "ACCESS_DENIED": "settings of Windows",
    "INVALID_CEREMONY_DATA": "settings of Windows",
    "PAIRING_CANCELED": "settings of Windows",
    "OPERATION_ALREADY_IN_PROGRESS": "busy with an earlier request",
    "REQUIRED_HANDLER_NOT_REGISTERED": "settings of Windows",
    "REJECTED_BY_HANDLER": "settings of Windows",
    "REMOTE_DEVICE_HAS_ASSOCIATION": "another computer",
    "FAILED": "settings of Windows",
}
"""``DevicePairingResultStatus`` of Windows, but for the two that mean success."""

WINDOWS_CODES = [
    (0x80000013, LinkLost, "the connection broke"),
    (-2147483629, LinkLost, "the connection broke"),
    (0x800704C7, LinkLost, "the connection broke"),
    (0x8007048F, LinkLost, "the connection broke"),
    (0x80070490, LinkLost, "forgotten"),
    (0x80070079, LinkLost, "did not answer"),
    (0x80070102, LinkLost, "did not answer"),
    (0x800705B4, LinkLost, "did not answer"),
    (0x8007001F, LinkLost, "could not be made"),
    (0x800700AA, LinkLost, "busy"),
    (0x80070005, LinkLost, "another program may have it"),
    (0x800710DF, BluetoothUnavailable, "Bluetooth is off"),
    (-2147020577, BluetoothUnavailable, "Bluetooth is off"),
    (0x800706BA, BluetoothUnavailable, "Bluetooth Support Service"),
    (0x800706BE, BluetoothUnavailable, "Bluetooth Support Service"),
    (0x80070422, BluetoothUnavailable, "Bluetooth Support Service"),
    (0x80070426, BluetoothUnavailable, "Bluetooth Support Service"),
    (0x80040154, BluetoothUnavailable, "Windows 10 or later"),
    # E_BLUETOOTH_ATT_..., of which four ask for keys
    (0x80650005, PairingNeeded, "paired computers only"),
    (0x80650008, PairingNeeded, "paired computers only"),
    (0x8065000C, PairingNeeded, "paired computers only"),
    (0x8065000F, PairingNeeded, "paired computers only"),
    (0x80650003, LinkLost, "error code 0x03"),
    (0x806500FF, LinkLost, "error code 0xff"),
    # E_BLUETOOTH_ATT_UNKNOWN_ERROR is no code of a sensor
    (0x80651000, LinkLost, UNEXPLAINED),
    (0x80650000, LinkLost, UNEXPLAINED),
]

MAC_CODES = [
    (0, LinkLost, UNEXPLAINED),
    (2, LinkLost, "forgotten"),
    (3, LinkLost, "the connection broke"),
    (4, LinkLost, "no room"),
    (5, LinkLost, "while it was being made"),
    (6, LinkLost, "did not answer"),
    (7, LinkLost, "the connection broke"),
    (8, LinkLost, "does not offer"),
    (10, LinkLost, "while it was being made"),
    (11, LinkLost, "no room"),
    (12, LinkLost, "forgotten"),
    (13, LinkLost, "does not offer"),
    (14, PairingNeeded, "does not know this computer any more"),
    (15, PairingNeeded, "paired computers only"),
    (16, LinkLost, "as many sensors as it can be"),
]
"""``CBError`` of CoreBluetooth."""


NOT_SAID = {
    "Scanner already started": "each search has a scanner of its own",
    "macOS does not support passive scanning": "none is asked for",
    "Could not unpair with device: X": "nothing is unpaired",
    "Failed to read RSSI: X": "it is not read",
    "characteristic does not support notifications or indications": "those of a kind do",
}
"""Texts of the back ends that cannot come up here, and why."""


def raised_by(back_end):
    """Every text that a back end of bleak makes an error of, with an X for each value."""
    folder = Path(bleak.__file__).parent / "backends" / back_end
    for path in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "BleakError":
                for part in ast.walk(node.args[0]):
                    if isinstance(part, ast.JoinedStr):
                        values = (
                            one.value if isinstance(one, ast.Constant) else "X"
                            for one in part.values
                        )
                        yield "".join(map(str, values))
                        break
                    if isinstance(part, ast.Constant):
                        yield str(part.value)
                        break


class TestWords:
    @pytest.mark.parametrize("back_end", ["winrt", "corebluetooth"])
    def test_no_text_of_a_back_end_is_left_unexplained(self, back_end):
        """Of the installed bleak: one that says something new fails here."""
        texts = set(raised_by(back_end)) - set(NOT_SAID)
        assert len(texts) > 5
        for text in texts:
            # what macOS has for a value is an error of its own, whose codes are in a table
            said = re.sub(r"X$", nserror(7), text) if back_end == "corebluetooth" else text
            assert UNEXPLAINED not in str(told_of(BleakError(said))), text

    @pytest.mark.parametrize(("text", "kind", "said"), WINRT_TEXTS)
    def test_each_text_of_the_windows_back_end_is_told_in_words(self, text, kind, said):
        told = told_of(BleakError(text))
        assert type(told) is kind
        assert said in str(told)
        assert not FOREIGN.search(str(told))

    @pytest.mark.parametrize(("status", "said"), STATUSES.items())
    def test_each_failed_pairing_of_windows_says_what_to_do(self, status, said):
        told = str(told_of(BleakError(f"Could not pair with device: {status}")))
        assert said in told
        assert status not in told

    @pytest.mark.parametrize(("code", "kind", "said"), WINDOWS_CODES)
    def test_each_code_of_windows_is_told_in_words(self, code, kind, said):
        told = told_of(winerror(code))
        assert type(told) is kind
        assert said in str(told)
        assert "message bus" not in str(told)

    @pytest.mark.parametrize("kind", [FileNotFoundError, ConnectionRefusedError])
    def test_an_error_of_windows_is_never_taken_for_a_missing_message_bus(self, kind):
        error = kind()
        error.winerror = 0x80070490
        assert "message bus" not in str(told_of(error))

    @pytest.mark.parametrize(("code", "kind", "said"), MAC_CODES)
    def test_each_code_of_macos_is_told_in_words_whatever_its_language(self, code, kind, said):
        for said_before in ("failed to connect:", "Failed to discover services"):
            told = told_of(BleakError(f"{said_before} {nserror(code)}"))
            assert type(told) is kind
            assert said in str(told)
            assert not FOREIGN.search(str(told))
            assert "Sprache" not in str(told)

    @pytest.mark.parametrize("code", [5, 8, 12, 15])
    def test_a_subscription_that_macos_may_not_make_asks_for_pairing(self, code):
        """Of a subscription the back end keeps the ATT code in the text alone."""
        text = "Failed to update the notification status for characteristic 17: "
        told = told_of(BleakError(text + nserror(code, "CBATTErrorDomain")))
        assert type(told) is PairingNeeded
        refused = told_of(BleakError(text + nserror(3, "CBATTErrorDomain")))
        assert "error code 0x03" in str(refused)

    @pytest.mark.parametrize("code", [5, 8, 12, 15])
    def test_a_value_that_needs_keys_asks_for_pairing(self, code):
        assert type(told_of(BleakGATTProtocolError(code))) is PairingNeeded

    @pytest.mark.parametrize("reason", BleakBluetoothNotAvailableReason)
    def test_every_reason_for_no_bluetooth_has_words_of_its_own(self, reason):
        told = told_of(BleakBluetoothNotAvailableError("", reason), found=False)
        assert type(told) is BluetoothUnavailable
        # `doctor` says them, and cannot send a person to itself
        assert "doctor" not in str(told)

    @pytest.mark.parametrize(
        ("platform", "paired", "said"),
        [
            ("linux", False, "bluetoothctl pair"),
            ("win32", False, "settings of Windows"),
            ("darwin", False, "macOS asks"),
            ("linux", True, "bluetoothctl remove"),
            ("win32", True, "settings of Windows"),
            ("darwin", True, "System Settings"),
        ],
    )
    def test_each_system_is_told_its_own_way_to_pair(self, platform, paired, said):
        told = service_words.pairing_words(NAME, ADDRESS, paired=paired, platform=platform)
        assert said in told
        assert ("bluetoothctl" in told) == (platform == "linux")
        # on macOS no command pairs
        assert ("devices --pair" in told) == (platform != "darwin")


class TestEndedBySystem:
    """Windows ends an operation by itself when the sensor goes: client.py, ``FutureLike``."""

    def test_a_call_that_the_system_ends_is_a_broken_link(self):
        async def work():
            with pytest.raises(LinkLost, match="the connection broke"):
                await bounded(self.ended(), 5.0, "the sensor")
            with pytest.raises(LinkLost, match="the connection broke"):
                async with translated("reading", found_at(ADDRESS)):
                    raise asyncio.CancelledError

        in_no_time(work())

    def test_an_end_that_was_asked_for_ends(self):
        async def waits():
            async with translated("reading", found_at(ADDRESS)):
                await asyncio.sleep(EVER)

        async def work():
            task = asyncio.ensure_future(waits())
            await asyncio.sleep(1.0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

        in_no_time(work())

    async def ended(self):
        raise asyncio.CancelledError


class TestPairing:
    @pytest.mark.parametrize(
        ("platform", "passkey", "said"),
        [
            ("darwin", False, "no program can pair"),
            ("darwin", True, "no program can pair"),
            ("win32", True, "system's settings"),
        ],
    )
    def test_what_a_system_cannot_do_is_refused_and_not_called_done(self, platform, passkey, said):
        with pytest.raises(DeviceRefused, match=said):
            require_pairing(passkey=passkey, platform=platform)

    @pytest.mark.parametrize(
        ("platform", "passkey"), [("linux", True), ("linux", False), ("win32", False)]
    )
    def test_what_a_system_can_do_is_done(self, platform, passkey):
        require_pairing(passkey=passkey, platform=platform)


class TestPermission:
    """``wait_until_ready`` of the back end waits for the dialog of macOS without an end."""

    @pytest.mark.parametrize(("answered", "works"), [(4.9, True), (59.0, True), (61.0, False)])
    def test_a_person_has_a_minute_to_answer_the_dialog(
        self,
        radio,  # noqa: F811
        monkeypatch,
        answered,
        works,
    ):
        radio()
        heard = []

        async def links(_services):
            return []

        async def adapter(**_):
            await asyncio.sleep(answered)
            return SimpleNamespace(get_connected_devices=links)

        monkeypatch.setattr(ble, "BleakAdapter", SimpleNamespace(get=adapter))

        async def work():
            return await BleTransport(platform="darwin", tell=heard.append).scan(0.0)

        if works:
            assert in_no_time(work()) == ()
        else:
            with pytest.raises(BluetoothUnavailable, match=r"in 60 s.*Privacy & Security"):
                in_no_time(work())
        assert heard == ([] if answered < 5.0 else [ASKING])

    def test_the_dialog_is_told_of_once_for_all_sensors(self, radio, monkeypatch):  # noqa: F811
        radio()
        heard = []

        async def adapter(**_):
            await asyncio.sleep(EVER)

        monkeypatch.setattr(ble, "BleakAdapter", SimpleNamespace(get=adapter))

        async def work():
            transport = BleTransport(platform="darwin", tell=heard.append)
            finding = (transport.find(Sought(sensor=name), 15.0) for name in "ABC")
            told = await asyncio.gather(*finding, return_exceptions=True)
            assert {type(one) for one in told} == {BluetoothUnavailable}

        in_no_time(work())
        assert heard == [ASKING]

    def test_after_the_first_answer_nobody_waits_so_long(self, radio):  # noqa: F811
        library = radio()

        async def work():
            transport = BleTransport(platform="darwin")
            await transport.scan(0.0)
            library.slow["start"] = EVER
            return await elapsed(transport.scan(0.0))

        lasted, said = in_no_time(work())
        assert lasted == pytest.approx(5.0)
        assert "does not answer" in said


class TestLinksOfWindows:
    @pytest.mark.parametrize(("lists", "seen"), [(1.9, True), (2.1, False), (EVER, False)])
    def test_windows_has_two_seconds_to_list_its_links(self, radio, monkeypatch, lists, seen):  # noqa: F811
        """A search is made all the same: the sensor may advertise."""
        asked = radio(), []

        async def listed(services):
            asked[1].append(services)
            await asyncio.sleep(lists)
            return [device()]

        async def adapter(**_):
            return SimpleNamespace(get_connected_devices=listed)

        monkeypatch.setattr(ble, "BleakAdapter", SimpleNamespace(get=adapter))

        async def work():
            found = await BleTransport(platform="win32").scan(0.0)
            return [one.address for one in found], asyncio.get_running_loop().time()

        found, lasted = in_no_time(work())
        assert found == ([ADDRESS] if seen else [])
        assert lasted == pytest.approx(min(lists, 2.0), abs=1.1)
        # adapter.py: any other service is asked for at every device
        assert asked[1] == [["1801"]]
        assert asked[0].times("start")

    def test_links_that_cannot_be_listed_hold_no_search_up(self, radio, monkeypatch):  # noqa: F811
        library = radio()

        async def adapter(**_):
            raise winerror(0x8007001F)

        monkeypatch.setattr(ble, "BleakAdapter", SimpleNamespace(get=adapter))

        async def work():
            return await elapsed(BleTransport(platform="win32").find(Sought(sensor=NAME), 3.0))

        _, said = in_no_time(work())
        assert "not in range" in said
        assert library.times("start")


class TestNamesakes:
    """scanner.py: ``details`` are the two parts of an advertisement, each with what Windows has."""

    @pytest.mark.parametrize(
        ("kind", "address", "lasting"),
        [
            ("PUBLIC", ADDRESS, True),
            ("RANDOM", "D4:22:CD:00:00:07", True),
            ("RANDOM", "4A:22:CD:00:00:07", False),
            ("UNSPECIFIED", ADDRESS, False),
            (None, ADDRESS, False),
        ],
    )
    @pytest.mark.parametrize("part", ["adv", "scan"])
    def test_windows_tells_a_namesake_by_its_lasting_address(self, kind, address, lasting, part):
        heard = SimpleNamespace()
        if kind is not None:
            heard.bluetooth_address_type = SimpleNamespace(name=kind)
        details = SimpleNamespace(**({"adv": None, "scan": None} | {part: heard}))
        one = SimpleNamespace(address=address, name=NAME, details=details)
        said = SimpleNamespace(local_name=NAME, service_uuids=[], rssi=-50)
        found = heard_device(one, said)
        assert found.lasting is lasting
        sought = Sought(sensor=NAME, address=OTHER, name=NAME)
        assert sought.is_namesake(found) is lasting

    def test_macos_tells_nothing_of_an_address(self):
        details = (object(), object())
        one = SimpleNamespace(address="8D5A-UUID", name=NAME, details=details)
        said = SimpleNamespace(local_name=None, service_uuids=[], rssi=-50)
        assert heard_device(one, said).lasting is False


@pytest.mark.parametrize(("times", "said"), [(0, None), (1, "came back once"), (2, "came back 2")])
def test_a_night_says_that_a_sensor_was_known_by_its_name_alone(tmp_path, times, said):
    """Where a system tells nothing of addresses it may have been another of the same name."""
    capture = Capture(tmp_path / "capture.sqlite")
    number = capture.sensor(Placement.ANKLE, kind="open", address=ADDRESS, name=NAME)
    for second in range(times):
        capture.event(
            Incident.NEW_ADDRESS, second, sensor=number, detail={"before": ADDRESS, "now": OTHER}
        )
    capture.close()
    with closing(sqlite3.connect(tmp_path / "capture.sqlite")) as connection:
        notes = incident_notes(connection, number)
    assert [said in note for note in notes] == ([True] if said else [])
