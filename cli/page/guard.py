"""Access control: every request is checked before anything in it is used."""

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
from limbwatch.cli.language.trouble import translate_trouble
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
"""Sent with every answer; a page may set its own policy."""


def new_token() -> str:
    """Return a secret that cannot be guessed and is safe in a URL."""
    return secrets.token_urlsafe(24)


def unexpected(error: Exception) -> str:
    """Log an unforeseen error, report the log on the terminal, and return words for the browser.

    The browser may be on another computer, so it learns nothing of this one's folders.
    """
    sys.stderr.write(f"limbwatch: {printable(write_crash(error))}\n")
    return "Something unexpected happened. The terminal that limbwatch runs in names its log."


def _refusal_text(why: str, status_code: int) -> PlainTextResponse:
    """Answer with the reason of a refusal, for whoever opened an address in a browser."""
    return PlainTextResponse(translate_trouble(why), status_code=status_code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Lets through only requests that name this server, know its secret and come from its page.

    The secret is the first part of every path. So no cookie is needed, and a page of another site,
    which cannot know the secret, cannot make the browser request anything. The host must be one of
    ours, or a name of another site that resolves to this computer (DNS rebinding) would do.
    """

    inner: Application
    """Receives the request with the secret removed from its path."""
    token: str
    hosts: frozenset[str]
    """Allowed values of the Host header, with port."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self.inner(scope, receive, send)
            return

        begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                # a page with an inline style brings its own policy
                policy = headers.get(_POLICY, HEADERS[_POLICY])
                headers.update({**HEADERS, _POLICY: policy})
            try:
                await send(message)
            except Exception as error:
                # the connection is gone: there is nobody to answer
                raise ClientDisconnect from error

        try:
            await self._answer(scope, receive, send_with_headers)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - the last resort: the server goes on
            words = unexpected(error)
            if not begun:
                with suppress(ClientDisconnect):
                    await _refusal_text(words, status_code=500)(scope, receive, send_with_headers)

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
            return _refusal_text("not here", status_code=404)
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self.hosts:
            return _refusal_text("this server goes by another name", status_code=421)
        first = scope["path"].split("/", 2)[1:2]
        given = first[0] if first else ""
        if not secrets.compare_digest(given.encode("utf-8"), self.token.encode("ascii")):
            return _refusal_text("open the whole address that limbwatch printed", status_code=403)
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return _refusal_text("only GET and POST", status_code=405)
        return self._cross_site(scope["method"], headers)

    def _cross_site(self, method: str, headers: Headers) -> PlainTextResponse | None:
        if method != "POST":
            return None
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2].lower() not in self.hosts:
            return _refusal_text("changes come from the page itself", status_code=403)
        if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return _refusal_text("changes are JSON", status_code=415)
        try:
            length = int(headers["content-length"])
        except (KeyError, ValueError):
            return _refusal_text("the length of a change must be given", status_code=411)
        if not 0 <= length <= LARGEST:
            return _refusal_text(f"a change is at most {LARGEST} bytes long", status_code=400)
        return None
