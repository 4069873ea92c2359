"""The routes of the page."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulator.dashboard.choice import Choice, Name, sides_of
from simulator.dashboard.desk import Busy, Desk, Superseded
from simulator.dashboard.downloads import csv_of, report_of
from simulator.dashboard.files import POLICY, SCENARIO, imported_from, policy_data, scenario_data, text_of
from simulator.dashboard.guard import data_of
from simulator.pictures.catalogue import PICTURES
from worlds.config.faults import InputError
from worlds.config.loading import description_of, shipped_worlds

Replications = Literal[0, 8, 32, 200]
Place = Annotated[int, Field(ge=0, le=2)]
_KINDS = {
    "mjs": "text/javascript",
    "css": "text/css",
    "json": "application/json",
    "html": "text/html",
    "svg": "image/svg+xml",
}
_DAY = "max-age=86400"
B = TypeVar("B", bound="_Body")


class _Body(BaseModel):
    """What a request may say."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)

    scenario: Choice


class _Run(_Body):
    client: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,64}$")]
    number: Annotated[int, Field(ge=0, le=2**53)]
    replications: Replications = 0
    figures: Annotated[list[str], Field(max_length=len(PICTURES))] = []


class _Film(_Body):
    side: Place = 0


class _Rows(_Film):
    replications: Replications = 0
    table: Literal["outcomes", "pools", "runs", "diets", "events", "payments", "use"]


class _Export(_Body):
    what: Literal["policy", "scenario"]


class _Download(_Body):
    replications: Replications = 0
    what: Literal["csv", "report"]
    figure: Annotated[str, Field(max_length=40)] = ""


class _Import(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    text: Annotated[str, Field(max_length=60_000)]
    world: Name


class Page:
    """The routes, and the desk that answers them."""

    def __init__(
        self,
        desk: Desk,
        worlds: Mapping[str, Mapping[str, object]],
        first: str,
        token: str,
        *,
        entry: str | None = None,
    ) -> None:
        """Set the page up.

        Args:
            desk: answers the questions.
            worlds: worlds of files, as plain data by name.
            first: name of the world that is shown first.
            token: that the page sends with its questions.
            entry: token of the address, which a cookie keeps from then on; None on this machine alone.
        """
        self._desk, self._worlds, self._first, self._token, self._entry = desk, worlds, first, token, entry

    def app(self) -> Starlette:
        """Return the routes as an application."""

        @asynccontextmanager
        async def life(_app: Starlette) -> AsyncIterator[None]:
            self._desk.open()
            first = asyncio.ensure_future(self._desk.warm(self._first))
            try:
                yield
            finally:
                first.cancel()
                self._desk.close()

        posts: Mapping[str, tuple[type[BaseModel], Callable[..., Awaitable[Response]]]] = {
            "run": (_Run, self._run),
            "film": (_Film, self._film),
            "rows": (_Rows, self._rows),
            "export": (_Export, self._export),
            "import": (_Import, self._import),
            "download": (_Download, self._download),
        }
        routes = [
            Route("/", self._index),
            Route("/static/{name}", _static),
            Route("/plotly.min.js", _plotly),
            Route("/api/worlds", self._all_worlds),
            Route("/api/world", self._one_world),
            *(Route(f"/api/{name}", _reading(kind, made), methods=["POST"]) for name, (kind, made) in posts.items()),
        ]
        handlers = {404: _unknown, 405: _unknown, Exception: _failed}
        app = Starlette(routes=routes, lifespan=life, exception_handlers=handlers)
        app.router.redirect_slashes = False
        return app

    async def _index(self, _request: Request) -> Response:
        """Return the page itself."""
        page = _file("index.html").decode().replace("{{token}}", self._token)
        answer = Response(page, media_type="text/html")
        if self._entry is not None:
            answer.set_cookie("tokenshed", self._entry, httponly=True, samesite="strict")
        return answer

    async def _all_worlds(self, _request: Request) -> Response:
        """Return the worlds that the page has."""
        shipped = await run_in_threadpool(_shipped)
        own = [{"name": name, "description": str(data.get("description", ""))} for name, data in self._worlds.items()]
        found = [*own, *(one for one in shipped if one["name"] not in self._worlds)]
        return JSONResponse({"worlds": found, "default": self._first, "version": version("tokenshed")})

    async def _one_world(self, request: Request) -> Response:
        """Return the numbers, levers, policies and scenarios of a world."""
        name = request.query_params.get("name", self._first)
        try:
            return _json(await self._desk.world(name))
        except InputError as error:
            return JSONResponse({"error": str(error), "field": "world"}, 400)

    async def _run(self, body: _Run) -> Response:
        answer = await self._desk.answer(body.client, body.number, body.scenario, body.replications, body.figures)
        return _json(answer)

    async def _film(self, body: _Film) -> Response:
        return _json(await self._desk.film(body.scenario, _place(body.scenario, body.side)))

    async def _rows(self, body: _Rows) -> Response:
        place = _place(body.scenario, body.side)
        return _json(await self._desk.rows(body.scenario, body.replications, place, body.table))

    async def _export(self, body: _Export) -> Response:
        data = policy_data(body.scenario) if body.what == "policy" else scenario_data(body.scenario)
        if data is None:
            return JSONResponse(
                {"error": f"there is nothing to export as a {body.what}: no number is set by hand"}, 400
            )
        name = POLICY if body.what == "policy" else SCENARIO
        return JSONResponse({"name": f"{name}.yaml", "text": text_of(data)})

    async def _import(self, body: _Import) -> Response:
        return _json(await self._desk.text(imported_from, body.text, body.world))

    async def _download(self, body: _Download) -> Response:
        choice = body.scenario
        made = report_of if body.what == "report" else csv_of
        return _json(await self._desk.download(made, choice, body.replications, body.figure))


def _place(choice: Choice, side: int) -> int:
    """Return which side is meant: the last where there are fewer."""
    return min(side, len(sides_of(choice)) - 1)


def _reading(
    kind: type[BaseModel], made: Callable[..., Awaitable[Response]]
) -> Callable[[Request], Awaitable[Response]]:
    """Return a route that reads what it is asked, and says what is wrong with it."""

    async def route(request: Request) -> Response:
        try:
            body = kind.model_validate(data_of(await request.body()))
        except ValidationError as error:
            return _wrong(error)
        except (ValueError, RecursionError):
            return JSONResponse({"error": "this is no JSON that the page sends"}, 400)
        try:
            return await made(body)
        except InputError as error:
            return JSONResponse({"error": str(error), "field": _field(str(error), body)}, 400)
        except Superseded:
            return JSONResponse({"superseded": True}, 409)
        except Busy:
            return JSONResponse({"error": "too many ask at once: try again in a while"}, 503)

    return route


def _wrong(error: ValidationError) -> Response:
    """Return the first thing that is wrong with a request, without what was sent."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = [str(part) for part in first["loc"] if part not in {"scenario", "[key]"}]
    words = f"{'.'.join(place)[:200]}: {first['msg'][:1].lower()}{first['msg'][1:]}" if place else first["msg"]
    return JSONResponse({"error": words, "field": place[1] if len(place) > 1 else (place or [""])[0]}, 400)


def _field(message: str, body: BaseModel) -> str:
    """Return which number by hand a message is about; empty where it names none."""
    choice = getattr(body, "scenario", None)
    if not isinstance(choice, Choice):
        return ""
    return next((path for path in (*choice.levers, *choice.assumptions) if path in message), "")


def _json(text: str) -> Response:
    """Return a text that is JSON already."""
    return Response(text, media_type="application/json")


@cache
def _shipped() -> list[dict[str, str]]:
    """Return the shipped worlds by name, with what they are."""
    return [{"name": name, "description": description_of(name)} for name in shipped_worlds()]


@cache
def _file(name: str) -> bytes:
    """Return a file of the page."""
    return (files("simulator") / "dashboard" / "static" / name).read_bytes()


@cache
def _names() -> frozenset[str]:
    """Return the names of the files of the page."""
    return frozenset(one.name for one in (files("simulator") / "dashboard" / "static").iterdir())


async def _static(request: Request) -> Response:
    """Return a file of the page; only names that are there are known."""
    name = request.path_params["name"]
    if name not in _names():
        return _not_there()
    return Response(_file(name), media_type=_KINDS.get(name.rpartition(".")[2], "application/octet-stream"))


@cache
def _bundle() -> bytes:
    """Return Plotly's own bundle, compressed."""
    return gzip.compress((files("plotly") / "package_data" / "plotly.min.js").read_bytes(), 6, mtime=0)


async def _plotly(request: Request) -> Response:
    """Return Plotly's bundle from its wheel."""
    packed = await run_in_threadpool(_bundle)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers = {"content-encoding": "gzip", "cache-control": _DAY}
        return Response(packed, media_type="text/javascript", headers=headers)
    return Response(gzip.decompress(packed), media_type="text/javascript", headers={"cache-control": _DAY})


def _not_there() -> Response:
    """Return that there is nothing."""
    return JSONResponse({"error": "there is nothing here"}, 404)


async def _unknown(_request: Request, error: Exception) -> Response:
    """Return that there is nothing, or nothing for this method."""
    return _not_there() if getattr(error, "status_code", 404) == 404 else JSONResponse({"error": "not that way"}, 405)


async def _failed(_request: Request, _error: Exception) -> Response:
    """Return that something went wrong, without saying where; the log on standard error has it."""
    return JSONResponse({"error": "something went wrong here; standard error of `tokenshed serve` has it"}, 500)
