"""The JSON that a request brings, read with suspicion."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NoReturn

from starlette.requests import Request

LARGEST: Final = 100_000
"""Bytes; the longest note with every letter escaped is a third of it."""


async def json_object(request: Request) -> Mapping[str, Any]:
    """Read the body of a request as one JSON object.

    Raises
    ------
    ValueError
        If it is too long, no UTF-8, no JSON, or anything but an object whose names differ.
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
            body.decode("utf-8"), parse_constant=_no_number, object_pairs_hook=_no_twins
        )
    except RecursionError:
        raise ValueError("a change is not nested so deep") from None
    except UnicodeDecodeError:
        raise ValueError("a change is written in UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"this is no JSON ({error})") from None
    if not isinstance(found, dict):
        raise ValueError("a change is a JSON object")  # noqa: TRY004 - the page's, not the code's
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _no_twins(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in this change")
    return found
