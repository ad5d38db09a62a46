"""The server: it speaks the protocol over stdin and stdout, and turns every failure into one of our messages."""

from __future__ import annotations

import json
import os
import sys
import traceback
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

import anyio
import anyio.lowlevel
import anyio.to_thread
import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from pydantic import ValidationError

import warehouse
from warehouse.assistants.tools import DATA, TOOLS
from warehouse.dictionary import rules
from warehouse.errors import PermissionRefused, UsageError, WarehouseError
from warehouse.settings import masked
from warehouse.yamlfiles import ProblemsFound, as_text, nearest, visible

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from warehouse.assistants.reading import Reading
    from warehouse.assistants.tools import Tool

AT_ONCE: Final = 4
"""Calls that run at the same time; further ones wait."""

INSTRUCTIONS: Final = (
    f"{rules.ABOUT} Everything here only reads. Begin with list_reports, or with search to find the key of a thing and "
    "facts for what documents say of it; describe and query are for questions that no report answers. Give the sources "
    f"with every figure: rows name them by number in _sources. {DATA}"
)


def serve(project: Reading) -> None:
    """Answer an assistant over stdin and stdout until it closes stdin, or goes.

    Raises:
        PermissionRefused: Stdout cannot be written.
    """
    try:
        with _taken_stdin() as descriptor:
            anyio.run(_serve, project, descriptor)
    except ExceptionGroup as failed:
        gone, others = failed.split(OSError)
        if gone is None or others is not None:
            raise
        if gone.split(BrokenPipeError)[1] is not None:
            raise PermissionRefused("cannot write to stdout", hint="Make room, or choose another place.") from failed


@contextmanager
def _taken_stdin() -> Iterator[int]:
    """Yield a descriptor of stdin, which is empty for everybody else until the block ends."""
    taken, nothing = os.dup(0), os.open(os.devnull, os.O_RDONLY)
    try:
        os.dup2(nothing, 0)
        yield taken
    finally:
        os.dup2(taken, 0)
        os.close(taken)
        os.close(nothing)


async def _serve(project: Reading, descriptor: int) -> None:
    server = server_of(project)
    # Lines that are read by a thread, as the SDK would, could not be interrupted.
    stdin = cast("anyio.AsyncFile[str]", Lines(descriptor))
    async with stdio_server(stdin) as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


class Lines:
    """The lines of a descriptor, in UTF-8, as they arrive."""

    def __init__(self, descriptor: int) -> None:
        """Read nothing yet."""
        self._descriptor = descriptor

    async def __aiter__(self) -> AsyncIterator[str]:
        """Yield each line; one that has no end yet is yielded at the end of the stream."""
        held = b""
        while chunk := await self._read():
            *lines, held = (held + chunk).split(b"\n")
            for line in lines:
                yield line.decode("utf-8", "replace")
        if held:
            yield held.decode("utf-8", "replace")

    async def _read(self) -> bytes:
        try:
            await anyio.wait_readable(self._descriptor)
        except PermissionError:  # a file, which never keeps anybody waiting
            await anyio.lowlevel.checkpoint()
        return os.read(self._descriptor, 1 << 16)


def server_of(project: Reading) -> Server[Any]:
    """Return the server of a project, not yet connected to anything."""
    limiter = anyio.CapacityLimiter(AT_ONCE)

    async def list_tools(_context: object, _params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=_TOOLS)

    async def call_tool(_context: object, params: types.CallToolRequestParams) -> types.CallToolResult:
        work = partial(call, project, params.name, params.arguments or {})
        return await anyio.to_thread.run_sync(work, limiter=limiter, abandon_on_cancel=True)

    return Server(
        rules.NAME,
        title=rules.TITLE,
        version=warehouse.__version__,
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


_TOOLS: Final = [
    types.Tool(
        name=tool.name,
        description=f"{tool.about} {DATA}",
        input_schema=tool.arguments.model_json_schema(),
        annotations=types.ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False),
    )
    for tool in TOOLS.values()
]


def call(project: Reading, name: str, arguments: dict[str, Any]) -> types.CallToolResult:
    """Call a tool, and return its answer or why there is none."""
    try:
        tool = _find(name)
        answer = tool.run(project, tool.arguments.model_validate(arguments))
    except ProblemsFound as found:
        return _refused(as_text(found.problems))
    except WarehouseError as error:
        return _refused(str(error))
    except ValidationError as error:
        return _refused("\n".join(_misfit(name, detail) for detail in error.errors()))
    except Exception as error:  # noqa: BLE001 - the outermost frame of a call
        print(masked(traceback.format_exc()), file=sys.stderr)  # noqa: T201 - stdout is the protocol's
        return _refused(f"this is a bug: {type(error).__name__}; stderr of the server says where")
    text = json.dumps(answer, ensure_ascii=False)
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], structured_content=answer)


def _find(name: str) -> Tool:
    if name not in TOOLS:
        raise UsageError(f"there is no tool {name[:80]!r}", hint=nearest(name[:80], TOOLS))
    return TOOLS[name]


def _misfit(name: str, detail: Any) -> str:  # noqa: ANN401 - a dictionary of pydantic
    where = ".".join(str(part) for part in detail["loc"])
    return f'the argument "{visible(where)[:80]}" of {name} is wrong: {detail["msg"]}'


def _refused(message: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=masked(message))], is_error=True)
