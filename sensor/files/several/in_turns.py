"""Sensors in turns: each row is from one of them, and a column says from which."""

import re
from dataclasses import replace

from limbwatch.sensor.files.doubt import Doubt
from limbwatch.sensor.files.several.choice import SensorNotFound, any_named, chosen, doubts_of
from limbwatch.sensor.files.several.named_turns import takes_turns
from limbwatch.sensor.files.several.worn_words import SHORT_SIDES, SIDES, worn
from limbwatch.sensor.files.tables.axes.axis_columns import words_of
from limbwatch.sensor.files.tables.heads.head import Head, RowChoice
from limbwatch.sensor.files.tables.heads.spelling import is_number
from limbwatch.sensor.files.tables.parsed.table import counted_texts
from limbwatch.sensor.placement import Placement

KEYED = re.compile(
    r"(?:(?:my )?(?:sensor|device|dev|node|imu|watch|band|phone|tag|beacon|position|placement"
    r"|location|loc|limb|leg|side|body ?part|body|segment|source|src|channel|user|subject"
    r"|participant|person|patient|wearer)s? ?)+(?:id|ids|name|type|kind|no|nr|number|address|addr"
    r"|mac|serial|label|model|code|position|location)?|mac|mac ?address|address|serial"
    r"|serial ?number|type|kind|name|id|uuid"
)
"""Names of columns that may say which sensor, kind or person a row is from."""

KEYED_ELSEWHERE = re.compile(
    r"(?:设备|設備|装置|裝置|传感器|感測器|デバイス|センサー?)(?:名称|名稱|名|地址|编号|編號|id)?"
    r"|(?:gerät|geraet|sensor)(?:e|en)? ?(?:name|nummer|adresse|kennung|id)?"
    r"|(?:(?:nom|nombre|nome|id|adresse) (?:de l |du |del |de )?)?"
    r"(?:appareil|capteur|dispositif|dispositivo|sensore)"
    r"|(?:nazwa )?(?:urządzeni[ea]|czujnika?)"
)
"""The same in other languages, whose letters `words_of` drops."""

ADDRESS = re.compile(
    r"(?<![0-9a-f])(?:[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2})(?![0-9a-f])"
    r"|^(?=.*[a-f])(?=.*\d)(?:[0-9a-f]{12}|[0-9a-f]{16})$",
    re.IGNORECASE,
)
"""Addresses built into radio chips (EUI-48, EUI-64): only devices have them."""

ACCELERATION = re.compile(r"acc|beschl|acel")
OTHER_KINDS = re.compile(
    r"gyr|mag|rot|quat|orient|euler|baro|press|temp|light|prox|heart|hr|ppg|ecg|emg|step|gps|locat"
    r"|gravity|audio|mic|batter|pedo|compass|attitude|annot|altim|humid"
)
FEWEST_ROWS = 10
"""Least number of rows of a sensor; a name on fewer is a damaged cell or a second header."""

MOST_NAMES = 64
"""Most names in a column; one with more numbers its rows."""


def one_of(head: Head, placement: Placement, *, named: str | None) -> tuple[Head, tuple[str, ...]]:
    """Keep the rows of a table from the requested sensor, or the one that a person named.

    The rows of the returned head are that sensor's, and it says which rows to read. The second
    value has the names that were chosen, none if all rows are from one sensor.

    Raises
    ------
    SensorNotFound
        If the requested sensor is not among them, or cannot be determined.
    """
    names: list[str] = []
    waiting = [at for at in range(head.width) if _may_name(head, at)]
    refused: SensorNotFound | None = None
    while waiting:
        undecided = []
        for at in waiting:
            try:
                choice = _choice(head, at, placement, named)
            except SensorNotFound as error:
                # another column may decide: a number beside a name
                undecided.append(at)
                refused = refused or error
                continue
            if choice is not None:
                head = _with_choice(head, choice)
                names += sorted(choice.values)
        if len(undecided) == len(waiting):
            break
        waiting = undecided if names else []
    if refused is not None and (waiting or not names):
        raise refused
    return head, tuple(names)


def place_doubts(
    whole: Head, mine: Head, placement: Placement, *, named: bool
) -> tuple[Doubt, ...]:
    """Return a doubt on the place of the sensors whose rows `one_of` took of a whole table."""
    doubts: list[Doubt] = []
    for choice in mine.choices[len(whole.choices) :]:
        there = {*counted_texts(whole, choice.column), *choice.values}
        names = {name: words_of(name) for name in there}
        for name in sorted(choice.values):
            doubts += doubts_of(name, names, placement, named=named)
    return tuple(doubts[:1])


def _choice(head: Head, at: int, placement: Placement, named: str | None) -> RowChoice | None:
    """Choose rows by one column; None if all remaining rows are from one sensor."""
    rows = counted_texts(head, at)
    row_names = {name for name, count in rows.items() if count >= FEWEST_ROWS and name}
    if not row_names or len(row_names) > MOST_NAMES:
        return None
    kept = accelerations(row_names)
    name = _choose_name(head, at, kept, placement, named)
    wanted = frozenset(kept if name is None else {name})
    # a single kind of sensor needs no choice
    alone = len(row_names) == 1 and named is None
    return (
        None
        if wanted == row_names and (alone or name is None)
        else RowChoice(column=at, values=wanted)
    )


def _may_name(head: Head, at: int) -> bool:
    """Return whether a column may say which sensor a row is from."""
    cells = head.filled(at)
    if not cells:
        return False
    different = set(cells)
    numbers = any(is_number(cell, head.decimal) for cell in different)
    if not numbers and all(_says_sensor(words_of(cell)) for cell in different):
        return True
    if not numbers and (all(map(ADDRESS.search, different)) or takes_turns(head, at)):
        return True
    if not _is_keyed(head.names[at] if at < len(head.names) else ""):
        return False
    # numbers name sensors only if they are whole and recur
    return not numbers or (
        len(different) <= min(MOST_NAMES, len(cells) // 2)
        and all(re.fullmatch(r"\d+", cell) for cell in different)
    )


def _is_keyed(name: str) -> bool:
    """Return whether a column has a name of those that say which sensor a row is from."""
    if KEYED.fullmatch(" ".join(words_of(name))) is not None:
        return True
    folded = " ".join(re.findall(r"[^\W_]+", name.casefold()))
    return KEYED_ELSEWHERE.fullmatch(folded) is not None


def _says_sensor(words: tuple[str, ...]) -> bool:
    text = " ".join(words)
    placed = worn(words, beside=[("l",), ("r",)])
    return bool(words) and (
        ACCELERATION.search(text) is not None
        or re.match(r"(?:gyro|magn?e?t?|gravity|rotation|lin(?:ear)?\b)", text) is not None
        or placed.limb is not None
        or words[0] in SIDES
        or text in {"l", "r", *SHORT_SIDES}
    )


def accelerations(row_names: set[str]) -> set[str]:
    """Keep the kinds of sensor that are acceleration, those with gravity first.

    Total acceleration comes before uncalibrated, then unspecified, then linear. If no name of a
    sensor or file tells its kind, all are kept.
    """
    speaking = {name for name in row_names if ACCELERATION.search(name.casefold())}
    if not speaking:
        silent = {name for name in row_names if not OTHER_KINDS.search(name.casefold())}
        return silent or row_names
    groups: dict[str, set[str]] = {}
    for name in speaking:
        groups.setdefault(_without_kind(name), set()).add(name)
    return {min(group, key=_rank) for group in groups.values()}


def _without_kind(name: str) -> str:
    """Remove the kind of acceleration from a name."""
    return re.sub(
        r"[\W_]|total|linear|user|free|uncalibrated|calibrated|raw|acceleration|accelerometer|accel"
        r"|acc|sensor|type|android",
        "",
        name.casefold(),
    )


def _rank(name: str) -> tuple[int, int, str]:
    folded = name.casefold()
    if "total" in folded:
        rank = 0
    elif "uncal" in folded:
        rank = 1  # with gravity always, as "accelerometer" of Sensor Logger never is
    else:
        rank = 3 if re.search(r"lin|user|free|dynamic", folded) else 2
    return rank, len(folded), folded


def _choose_name(
    head: Head, at: int, kept: set[str], placement: Placement, named: str | None
) -> str | None:
    column = head.names[at] if at < len(head.names) and head.names[at] else f"column {at + 1}"
    names = {name: words_of(name) for name in kept}
    if named is not None:
        if not any_named(named, names):
            return None  # the given name belongs to another column
    elif len(kept) == 1:
        (only,) = kept
        place = worn(names[only], beside=[("l",), ("r",)])
        if place.may_be(placement) or not place.parts_named():
            return None
    return chosen(names, placement, named=named, path=head.path, where=f"in {column!r}")


def _with_choice(head: Head, choice: RowChoice) -> Head:
    rows = tuple(row for row in head.rows if choice.takes(row))
    if len(rows) < 2:  # its rows come later in the file; those of another have the same format
        rows = head.rows
    return replace(head, rows=rows, choices=(*head.choices, choice))


def require_found(named: str | None, names: tuple[str, ...], head: Head) -> None:
    """Raise `SensorNotFound` if no column has the sensor's name given by a person."""
    if named is not None and not any_named(named, names):
        raise SensorNotFound(
            f"{head.path} has no sensor called {named!r}; its columns: "
            f"{', '.join(head.names) or head.width}. Leave out --sensor, or give a name that is "
            "there."
        )
