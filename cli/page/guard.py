"""Who may ask what: every request is checked before any of it is looked at."""

import secrets
import sys
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse

from limbwatch.cli.crash import write_crash
from limbwatch.cli.language.trouble import explained
from limbwatch.cli.page.body import LARGEST
from limbwatch.cli.screen.terminal import printable

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_POLICY: Final = "Content-Security-Policy"
HEADERS: Final[Mapping[str, str]] = {
    _POLICY: "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src 'self' data:; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
"""Sent with every answer; a page may bring a policy of its own."""


def new_token() -> str:
    """Make a secret that nobody guesses; safe in a URL."""
    return secrets.token_urlsafe(24)


def unexpected(error: Exception) -> str:
    """Log what nobody foresaw, tell the person at the terminal where, and the browser that.

    The browser may be on another computer: it hears nothing of this one's folders.
    """
    sys.stderr.write(f"limbwatch: {printable(write_crash(error))}\n")
    return "Something unexpected happened. The terminal that limbwatch runs in names its log."


def _plain(why: str, status_code: int) -> PlainTextResponse:
    """Say why a request is refused, to whoever opened an address in a browser."""
    return PlainTextResponse(explained(why), status_code=status_code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Let through only requests that name this server, know its secret and come from its page.

    The secret is the first part of every path, so that no cookie is needed, and a page of
    another site, which cannot know it, cannot make the browser ask for anything. The host must
    be one of ours, or another site's name that points to this computer (DNS rebinding) would do.
    """

    inner: Application
    """Gets the request with the secret taken off its path."""
    token: str
    hosts: frozenset[str]
    """Allowed values of the Host header, with port."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self.inner(scope, receive, send)
            return

        begun = False

        async def headed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                # a page that holds its own style says which
                policy = headers.get(_POLICY, HEADERS[_POLICY])
                headers.update({**HEADERS, _POLICY: policy})
            try:
                await send(message)
            except Exception as error:
                # the server has ended this connection itself: there is nobody to answer
                raise ClientDisconnect from error

        try:
            await self._answer(scope, receive, headed)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - the last resort: one bad night is not all
            said = unexpected(error)
            if not begun:
                with suppress(ClientDisconnect):
                    await _plain(said, status_code=500)(scope, receive, headed)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        inner = dict(scope)
        prefix = f"/{self.token}"
        inner["path"] = scope["path"][len(prefix) :] or "/"
        inner["raw_path"] = inner["path"].encode("utf-8")
        await self.inner(inner, receive, send)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        if scope["type"] != "http":
            return _plain("not here", status_code=404)
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self.hosts:
            return _plain("this server goes by another name", status_code=421)
        first = scope["path"].split("/", 2)[1:2]
        given = first[0] if first else ""
        if not secrets.compare_digest(given.encode("utf-8"), self.token.encode("ascii")):
            return _plain("open the whole address that limbwatch printed", status_code=403)
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return _plain("only GET and POST", status_code=405)
        return self._forged(scope["method"], headers)

    def _forged(self, method: str, headers: Headers) -> PlainTextResponse | None:
        if method != "POST":
            return None
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2].lower() not in self.hosts:
            return _plain("changes come from the page itself", status_code=403)
        if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return _plain("changes are JSON", status_code=415)
        try:
            length = int(headers["content-length"])
        except (KeyError, ValueError):
            return _plain("the length of a change must be told", status_code=411)
        if not 0 <= length <= LARGEST:
            return _plain(f"a change is at most {LARGEST} bytes long", status_code=400)
        return None
