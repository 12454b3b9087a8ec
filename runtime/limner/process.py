"""A cell in a process of its own: messages over a socket, and the strike that stops a script which computes.

On the socket every piece has its length before it, four bytes, the highest first: a message as JSON, then as many
binary frames as its `binary` says.
"""

import asyncio
import os
import signal
import socket
import struct
import sys
from collections.abc import Sequence

from limner.cell import Cell
from limner.errors import ProtocolError
from limner.protocol import Fatal, decode, encode

LENGTH = struct.Struct(">I")
AT_ONCE = 16 * 2**20
AHEAD = 16 * 1024 * 1024  # of what comes is read before it is asked for: pixels come in large pieces


def framed(text: str, frames: Sequence[bytes] = ()) -> list[bytes]:
    """Give a message and its binary frames as they go over the socket, in few pieces and without copying pixels."""
    content = text.encode()
    pieces = [LENGTH.pack(len(content)) + content]
    for frame in frames:
        pieces[-1] += LENGTH.pack(len(frame))
        pieces.extend((frame, b""))
    return [piece for piece in pieces if piece]


def main() -> None:
    """Be the cell of whoever holds the other end of standard input, to the end of the process."""
    from limner import confinement  # which is for Unix alone; who talks to a process needs it not

    memory, user, confined = map(int, sys.argv[1:])
    confinement.apply(memory, user, bool(confined))
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    talking = loop.create_task(_talk(_taken_socket()))
    while not talking.done():
        try:
            loop.run_until_complete(talking)
        except (KeyboardInterrupt, SystemExit):
            continue  # what a script's own task raised, or a strike that came late, ends no cell
    os._exit(0)  # threads of the script are not waited for


def _taken_socket() -> socket.socket:
    """Take the socket away from where a script would read its input."""
    taken = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return taken


async def _talk(taken: socket.socket) -> None:
    reader, writer = await asyncio.open_connection(sock=taken, limit=AHEAD)

    def say(text: str, frames: Sequence[bytes]) -> None:
        for piece in framed(text, frames):
            writer.write(piece)

    cell = Cell(say)
    signal.signal(signal.SIGINT, lambda *_: cell.interrupt())
    cell.start()
    try:
        while True:
            text = (await _piece(reader)).decode()
            frames = [await _piece(reader) for _ in range(getattr(decode(text), "binary", 0))]
            cell.receive(text, frames)
    except ProtocolError as error:
        say(encode(Fatal(str(error))), ())
        await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        return


async def _piece(reader: asyncio.StreamReader) -> bytes:
    (length,) = LENGTH.unpack(await reader.readexactly(LENGTH.size))
    return await reader.readexactly(length)
