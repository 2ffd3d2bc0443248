"""Which sensor of a name is the one that is looked for, when several bear it."""

import pytest

from limbwatch.sensor.radio import bluez
from limbwatch.sensor.radio.transport import Found, Sought

BEFORE = Sought(sensor="Movella DOT", address="D4:22:CD:00:00:06", name="Movella DOT")
FIRST = Sought(sensor="Movella DOT")


def found(address, *, lasting, name="movella dot"):
    return Found(
        address=address, name=name, services=frozenset(), rssi=-50, handle=None, lasting=lasting
    )


@pytest.mark.parametrize(
    ("sought", "address", "lasting", "mine"),
    [
        (FIRST, "D4:22:CD:00:00:07", True, True),
        (BEFORE, "D4:22:CD:00:00:07", True, False),
        (BEFORE, "d4:22:cd:00:00:06", True, True),
        (BEFORE, "5C:22:CD:00:00:07", False, True),  # a private address changes
    ],
)
def test_a_namesake_at_a_lasting_address_is_another_sensor(sought, address, lasting, mine):
    one = found(address, lasting=lasting)
    assert sought.is_called(one) is mine
    assert sought.is_namesake(one) is not mine


def test_another_name_is_no_namesake():
    one = found("D4:22:CD:00:00:07", lasting=True, name="x")
    assert not BEFORE.is_called(one)
    assert not BEFORE.is_namesake(one)


@pytest.mark.parametrize(
    ("kind", "address", "lasting"),
    [
        ("public", "00:22:CD:00:00:07", True),
        ("random", "C0:22:CD:00:00:07", True),
        ("random", "ff:22:CD:00:00:07", True),
        ("random", "7F:22:CD:00:00:07", False),
        ("random", "3F:22:CD:00:00:07", False),
        (None, "F0:22:CD:00:00:07", False),
    ],
)
def test_the_two_highest_bits_of_a_random_address_say_whether_it_lasts(kind, address, lasting):
    facts = {"AddressType": kind, "Address": address}
    assert bluez.has_lasting_address(facts) is lasting
