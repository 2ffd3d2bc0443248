"""The JSON that a request brings, read with suspicion."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NoReturn

from starlette.requests import Request

from limbwatch.sensor.bounds import BOUNDS

LARGEST: Final = 100_000
"""Bytes; the longest note with every letter escaped is a third of it."""


async def json_object(request: Request) -> Mapping[str, Any]:
    """Read the body of a request as one JSON object.

    Raises
    ------
    ValueError
        If it is too long, no UTF-8, no JSON, anything but an object whose names differ, or has a
        number that no night has, or half of a letter.
    starlette.requests.ClientDisconnect
        If the other side hung up.
    """
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise ValueError(f"a change is at most {LARGEST} bytes long")
    try:
        found = json.loads(
            body.decode("utf-8"),
            parse_constant=_no_number,
            parse_int=_figure(int),
            parse_float=_figure(float),
            object_pairs_hook=_no_twins,
        )
        json.dumps(found, ensure_ascii=False).encode("utf-8")
    except RecursionError:
        raise ValueError("a change is not nested so deep") from None
    except UnicodeEncodeError:
        raise ValueError("a change holds half of a letter (a surrogate)") from None
    except UnicodeDecodeError:
        raise ValueError("a change is written in UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"this is no JSON ({error})") from None
    if not isinstance(found, dict):
        raise ValueError("a change is a JSON object")  # noqa: TRY004 - the page's, not the code's
    return found


def _figure(kind: Callable[[str], float]) -> Callable[[str], float]:
    def read(text: str) -> float:
        # before anybody computes with it: whole numbers may have more digits than any float
        if not abs(float(text)) <= BOUNDS.figure:
            raise ValueError(f"{text[:20]} is more than {BOUNDS.figure:g}, which no night holds")
        return kind(text)

    return read


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _no_twins(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in this change")
    return found
