"""Which columns are x, y and z of an acceleration, and whose, from their names."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from limbwatch.sensor.files.tables.axes.numbered_names import counted_axes
from limbwatch.sensor.files.tables.heads.head import Head
from limbwatch.sensor.files.values.unit import Unit, unit_in_name, unit_named

Axes = tuple[int, int, int]

Starred = tuple[tuple[str, ...], str]
"""Words of a name with ``*`` in place of the axis, and the axis."""

ACCELERATION = re.compile(r"acc|beschl|acel|versnel|accél|g.?force|^gf")
ROTATION = re.compile(
    r"gyr|rot|mag|quat|angle|angul|orient|euler|roll|pitch|yaw|omega|veloc|attitude|heading"
    r"|location|altitude|battery|sensor.?id|position|pixel|dreh|winkel|^q\d|^ars|^dps"
)
SHORT_ROTATION = re.compile(r"^(?:gy?|h|as|m|w)_?\*")
GRAVITY_FREE = re.compile(
    r"user.?acc|linear.?acc(?!eleration\.)|^lin(?:ear)?(?:[\W_]|acc|[xyz]$)|free.?acc"
    r"|dynamic.?acc|^la[xyz]"
)
GRAVITY = re.compile(r"(?<!non)gravit|^grav|^motion.?grav")

_KINDS = (
    "a acc ac accel accelerometer acceleration accelerations accelerometeracceleration accelero "
    "acce g gf gforce force f mg ms mss mps value values val axis axes ax data signal channel "
    "ch in of sensor imu mpu mems user free linear lin dynamic gravity grav gravitation total "
    "raw cal calibrated calib uncal uncalibrated filtered filt lowpass smoothed corrected corr "
    "unfiltered low noise wide range high ln wr motion device body world local ned enu earth gy "
    "mean avg std sd var min max median m s milli micro gyr gyro gyroscope rotation rate "
    "angular velocity mag magn magnetometer magnetic field euler angle quat quaternion q dps "
    "deg rad temperature temp time timestamp unix no units beschleunigung aceleracion "
    "aceleración accélération t meters metres per second squared "
    "achse achsen axel akse aksen akseli axe axes as assen eje ejes asse assi eixo oś osa osie "
    "tengely eksen ось wert werte valeur valor valore värde waarde "
    "var variable col column spalte kolumn kolonne colonne columna colonna field feld double float "
)
KINDS = frozenset(_KINDS.split())
"""Words that say what a column is, not which sensor wrote it."""

DIRECTIONS = {
    **dict.fromkeys(("v", "vert", "vertical"), "x"),
    **dict.fromkeys(("ml", "lat", "lateral", "mediolateral"), "y"),
    **dict.fromkeys(("ap", "sagittal", "anteroposterior"), "z"),
}
"""Directions of the body after which studies of gait call the axes (PhysioNet, "ltmm")."""

_LATER = (
    "filtered filt lowpass smoothed corrected corr world ned enu earth mean avg std sd var min "
    "max median wr wide range high "
)
_SECOND_CHOICE = frozenset(_LATER.split())
"""Of two accelerations of one sensor the one without these words: a raw or low-noise one."""


_BY_LENGTH = 10
"""Most worth of three columns of which only their length speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Triple:
    """Three columns whose names differ only in the axis."""

    axes: Axes
    """Columns of x, y and z."""
    whose: tuple[str, ...]
    """Words of the name that say neither what it is nor which axis: the sensor, or the number of
    the sample."""
    worth: int
    """0 is no acceleration, 1 one without gravity or gravity alone, and the higher the surer."""
    gravity: bool = False
    free: bool = False
    """`gravity` and `free`: whether it is gravity alone, or acceleration without gravity."""
    counted: bool = False
    """Whether its names are numbered and say nothing of acceleration: its length does."""


def triples(head: Head) -> tuple[Triple, ...]:
    """Find all accelerations among the names of a table, in order of their first column.

    Those worth nothing are left out.
    """
    groups, numbered, directed = (_grouped(head, way) for way in (_axes, _numbers, _directions))
    stems = [stem for stem, found in groups.items() if set(found) == {"x", "y", "z"}]
    glued = {stem[0] for stem in stems}
    result = [
        _triple(head, stem, (groups[stem]["x"], groups[stem]["y"], groups[stem]["z"]), glued)
        for stem in stems
    ]
    if not any(one.worth > 1 for one in result):
        result += [_by_number(head, stem, found) for stem, found in numbered.items()]
        result += [
            _triple(head, stem, (found["x"], found["y"], found["z"]), set())
            for stem, found in directed.items()
            if set(found) == {"x", "y", "z"}
        ]
    if not any(one.worth > 1 for one in result):
        result += [_counted(head, axes) for axes in counted_axes(head)]
    return tuple(sorted((one for one in result if one.worth), key=lambda one: one.axes))


def _grouped(
    head: Head, way: Callable[[str], list[Starred]]
) -> dict[tuple[str, ...], dict[str, int]]:
    """Find the columns of each stem by their axes."""
    found: dict[tuple[str, ...], dict[str, int]] = {}
    for at, name in enumerate(head.names):
        for stem, axis in way(name):
            found.setdefault(stem, {}).setdefault(axis, at)
    return found


def words_of(name: str) -> tuple[str, ...]:
    """Split a name such as ``L_SHANK_Accel_X`` or ``leftAnkle`` into its words, in lower case.

    macOS writes letters and their signs apart.
    """
    together = name if name.isascii() else unicodedata.normalize("NFC", name)
    apart = re.sub(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])", " ", together)
    return tuple(re.findall(r"[a-zß-ÿ]+\d*|\d+[a-z0-9]*", apart.casefold()))


def whose(name: str) -> tuple[str, ...]:
    """Give the words of a column's name that say which sensor wrote it."""
    return tuple(word for word in _words(name) if word not in KINDS and word not in "xyz")


def best(found: tuple[Triple, ...]) -> Triple | None:
    """Choose among the accelerations of one sensor: the surest, with gravity before without."""
    return max(found, key=lambda one: (one.worth, one.free, -one.axes[0]), default=None)


def acceleration(head: Head) -> Axes | None:
    """Find the columns of x, y and z among the names; None when no group of names is acceleration.

    Names that differ only in the letter of the axis belong together; of several such groups the
    one that speaks of acceleration is taken, with gravity before without, and never rotation.
    """
    chosen = best(triples(head))
    return None if chosen is None else chosen.axes


def gravity_beside(found: tuple[Triple, ...], chosen: Triple) -> Axes | None:
    """Find the gravity that a table keeps in columns of its own.

    None when the chosen acceleration has gravity in it, or there is none beside it.
    """
    if not chosen.free:
        return None
    beside = [one.axes for one in found if one.gravity and one.whose == chosen.whose]
    return beside[0] if len(beside) == 1 else None


def samples_beside(found: tuple[Triple, ...], chosen: Triple) -> tuple[Axes, ...]:
    """Find further samples in each row: accelerations whose names differ only in a number.

    In order of their numbers, which go up by one from that of the chosen one.
    """
    sure = {one.whose: one for one in found if one.worth > 1}
    if sure.get(chosen.whose) != chosen or chosen.whose not in (("0",), ("1",)):
        return ()
    start = int(chosen.whose[0])
    others = [sure.get((str(start + step),)) for step in range(1, len(sure))]
    if None in others:
        return ()
    return tuple(one.axes for one in others if one is not None)


def unit_of(head: Head, axes: Axes) -> Unit | None:
    """Find the unit that the units row or the names of the axes state."""
    if len(head.units) > max(axes):
        found = unit_named(head.units[axes[0]])
        if found is not None:
            return found
    return unit_in_name(head.names[axes[0]]) if len(head.names) > axes[0] else None


def _words(name: str) -> tuple[str, ...]:
    """Split a name into words; what stands in brackets counts unless it is a unit."""
    bare = re.sub(
        r"[\[(]([^\[\]()]*)[\])]",
        lambda inside: " " if _is_unit(inside[1]) else f" {inside[1]} ",
        name.replace("^2", "2"),
    )
    words: list[str] = []
    for word in words_of(bare):
        counted = re.fullmatch(r"([a-zß-ÿ]+)(\d+)", word)
        # acc1 is the first acc, x1 the first x; a3f2 is a name
        known = counted is not None and (counted[1] in KINDS or counted[1] in "xyz")
        words += [counted[1], counted[2]] if counted is not None and known else [word]
    return tuple(words)


def _is_unit(text: str) -> bool:
    folded = text.strip().casefold()
    return unit_named(folded) is not None or re.fullmatch(r"[°\w/^*²\-]{0,7}", folded) is not None


def _starred(words: tuple[str, ...], at: int, star: str = "*") -> tuple[str, ...]:
    return (*words[:at], star, *words[at + 1 :])


def _axes(name: str) -> list[Starred]:
    words = _words(name)
    found = []
    for at, word in enumerate(words):
        if word in ("x", "y", "z"):
            found.append((_starred(words, at), word))
        elif word[-1] in "xyz" and len(word) <= len("accelerometerx"):
            found.append((_starred(words, at, f"{word[:-1]}*"), word[-1]))
        leading = re.fullmatch(r"([xyz])(acc.*|a|axis|achse|wert|value)", word)
        if leading:
            found.append((_starred(words, at, f"*{leading[2]}"), leading[1]))
    return found


def _numbers(name: str) -> list[Starred]:
    words = _words(name)
    return [(_starred(words, at), word) for at, word in enumerate(words) if word in set("0123")]


def _directions(name: str) -> list[Starred]:
    """Split the name of an acceleration that says a direction of the body."""
    speaks = ACCELERATION.search(name.casefold()) is not None
    if not speaks and name.rstrip().endswith(("]", ")")):
        speaks = unit_in_name(name) is not None  # Vertical [G]
    words = _words(name) if speaks else ()
    return [
        (_starred(words, at), DIRECTIONS[word])
        for at, word in enumerate(words)
        if word in DIRECTIONS
    ]


def _by_number(head: Head, stem: tuple[str, ...], found: dict[str, int]) -> Triple:
    """Take axes called 1, 2, 3 (or 0, 1, 2) of a name that speaks of acceleration."""
    numbers = ("0", "1", "2") if "0" in found else ("1", "2", "3")
    if set(found) != set(numbers) or not ACCELERATION.search("_".join(stem)):
        return Triple(axes=(0, 0, 0), whose=(), worth=0)
    x, y, z = (found[number] for number in numbers)
    return _triple(head, stem, (x, y, z), set())


def _counted(head: Head, axes: Axes) -> Triple:
    """Take axes that only their numbers and their length tell, of a name that speaks of nothing."""
    words = tuple(word for word in _words(head.names[axes[0]]) if not word.isdigit())
    words = tuple(word.rstrip("0123456789") for word in words)
    found = _triple(head, (*words, "*"), axes, set())
    return replace(found, worth=min(found.worth, _BY_LENGTH), counted=found.worth > 0)


def _triple(head: Head, stem: tuple[str, ...], axes: Axes, glued: set[str]) -> Triple:
    lone = stem[0]
    # lax beside rax is the left sensor's a, not linear acceleration
    sided = lone in ("la*", "ra*", "l*", "r*") and {"la*", "ra*"} & (glued - {lone}) != set()
    sided = sided or (lone in ("l*", "r*") and {"l*", "r*"} <= glued)
    words = [word.replace("*", "") for word in stem]
    owner = tuple(
        word for word in ((lone[0], *words[1:]) if sided else words) if word and word not in KINDS
    )
    kind = tuple("a*" if sided and part is lone else part for part in stem if part not in owner)
    name = "_".join(kind).replace("*", "x")
    gravity = GRAVITY.search(name) is not None and ACCELERATION.search(name) is None
    spoken = head.folded[axes[0]]
    free = not gravity and GRAVITY_FREE.search(name if sided else spoken) is not None
    worth = _worth("_".join(kind), name, spoken, free=free, gravity=gravity)
    worth = 10 * worth - (5 if set(words) & _SECOND_CHOICE else 0) if worth > 1 else worth
    return Triple(axes=axes, whose=owner, worth=worth, gravity=gravity, free=free)


def _worth(stem: str, name: str, spoken: str, *, free: bool, gravity: bool) -> int:
    speaks = ACCELERATION.search(name) is not None
    if (ROTATION.search(name) or ROTATION.search(spoken)) and not speaks:
        return 0
    if free or gravity:
        return 1
    if speaks:
        return 5
    if SHORT_ROTATION.match(stem):
        return 1
    if stem == "*":
        # beside ax, ay, az a bare x, y, z is something else
        return 3
    usual = ("a*", "ac*", "gf*", "*axis", "axis*", "*value", "value*", "*g", "*mg", "*ms", "*mps")
    return 4 if re.sub(r"[^a-z*]", "", stem) in usual else 2
