"""The JSON body of a request, read with suspicion."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NoReturn

from starlette.requests import Request

from limbwatch.sensor.bounds import BOUNDS

LARGEST: Final = 100_000
"""Largest body, bytes; the longest note with every letter escaped is a third of it."""


async def json_object(request: Request) -> Mapping[str, Any]:
    """Return the body of a request, which must be one JSON object.

    Raises
    ------
    ValueError
        If it is too long, not UTF-8, not JSON, not an object, repeats a name, or holds a number
        that no night has or an unpaired surrogate.
    starlette.requests.ClientDisconnect
        If the client hung up.
    """
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise ValueError(f"a change is at most {LARGEST} bytes long")
    try:
        found = json.loads(
            body.decode("utf-8"),
            parse_constant=_refuse_constant,
            parse_int=_bounded(int),
            parse_float=_bounded(float),
            object_pairs_hook=_refuse_repeated_names,
        )
        json.dumps(found, ensure_ascii=False).encode("utf-8")
    except RecursionError:
        raise ValueError("a change is not nested so deep") from None
    except UnicodeEncodeError:
        raise ValueError("a change holds half a character (a surrogate)") from None
    except UnicodeDecodeError:
        raise ValueError("a change is written in UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"this is not JSON ({error})") from None
    if not isinstance(found, dict):
        raise ValueError("a change is a JSON object")  # noqa: TRY004 - the page's, not the code's
    return found


def _bounded(kind: Callable[[str], float]) -> Callable[[str], float]:
    def read(text: str) -> float:
        # checked before anybody computes with it: an integer may exceed every float
        if not abs(float(text)) <= BOUNDS.figure:
            raise ValueError(f"{text[:20]} is more than {BOUNDS.figure:g}, which no night holds")
        return kind(text)

    return read


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number")


def _refuse_repeated_names(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name appears twice in this change")
    return found
