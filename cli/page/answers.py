"""Answers to a browser: what was asked for, or what is wrong with it."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.page.body import json_object
from limbwatch.cli.page.guard import unexpected
from limbwatch.cli.screen.terminal import printable
from limbwatch.sensor import SensorError


class NoSuchNight(Exception):  # noqa: N818 - read aloud: "no such night"
    """A request names a night that is not there."""


async def answer_asked(request: Request, make: Callable[[Mapping[str, Any]], Response]) -> Response:
    """Answer what the body of a request asks for, or say what is wrong with it."""
    try:
        asked = await json_object(request)
    except ClientDisconnect:
        return Response(status_code=400)  # nobody hears it
    except ValueError as error:
        return _refusal(f"{error}. Nothing was changed.", status_code=400)
    return await answer(lambda: make(asked))


async def answer(make: Callable[[], Response]) -> Response:
    """Answer, or say what is wrong; nothing of a path or a traceback goes out."""
    try:
        return await run_in_threadpool(make)
    except NoSuchNight:
        return _refusal("There is no such night.", status_code=404)
    except (ValueError, TypeError, LookupError) as error:
        return _refusal(f"{error}.", status_code=400)
    except (CommandError, SensorError) as error:
        usage = isinstance(error, CommandError) and error.exit_code is ExitCode.USAGE
        return _refusal(str(error), status_code=400 if usage else 500)
    except OSError as error:
        return _refusal(f"The system refused: {error.strerror}.", status_code=500)
    except Exception as error:  # noqa: BLE001 - one bad night must not take the page away
        return _refusal(unexpected(error), status_code=500)


def _refusal(text: str, *, status_code: int) -> Response:
    # names of folders need be no UTF-8, which an answer must be
    return JSONResponse({"error": printable(text)}, status_code=status_code)
