"""Answers to a browser: what was asked for, or what went wrong."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from limbwatch.cli.errors import CommandError, ExitCode
from limbwatch.cli.language.trouble import translate_trouble
from limbwatch.cli.page.body import json_object
from limbwatch.cli.page.guard import unexpected
from limbwatch.cli.screen.terminal import printable
from limbwatch.sensor import SensorError


class NoSuchNight(Exception):  # noqa: N818 - read aloud: "no such night"
    """A request names a night that does not exist."""


async def answer_asked(request: Request, make: Callable[[Mapping[str, Any]], Response]) -> Response:
    """Answer what the JSON body of a request asks for, or say what is wrong with it."""
    try:
        body = await json_object(request)
    except ClientDisconnect:
        return Response(status_code=400)  # nobody receives it
    except ValueError as error:
        return _refused(f"{error}. Nothing was changed.", 400)
    return await answer(lambda: make(body))


async def answer(make: Callable[[], Response]) -> Response:
    """Answer, or say what is wrong without revealing a path or a traceback."""
    try:
        return await run_in_threadpool(make)
    except NoSuchNight:
        return _refused("There is no such night.", 404)
    except (ValueError, TypeError, LookupError) as error:
        return _refused(f"{error}.", 400)
    except (CommandError, SensorError) as error:
        usage = isinstance(error, CommandError) and error.exit_code is ExitCode.USAGE
        return _refused(str(error), 400 if usage else 500)
    except OSError as error:
        return _refused(f"The system refused: {error.strerror}.", 500)
    except Exception as error:  # noqa: BLE001 - one bad night must not take the page away
        return _refused(unexpected(error), 500)


def _refused(why: str, status: int) -> JSONResponse:
    """Answer with an error, in the reader's language, as the page shows it."""
    # folder names need not be valid UTF-8, but an answer must be
    return JSONResponse({"error": printable(translate_trouble(why))}, status_code=status)
