"""A cell in a process of its own, spoken to over a bare socket."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from limner.process import LENGTH, framed
from limner.protocol import Call, Cancel, EventMessage, Fatal, Init, Initialized, Message, Ready, Reply, decode, encode
from tests.runtime.host import EVENT, script

MEMORY = 2 * 2**30


class Line:
    """The host's end of the socket."""

    def __init__(self, process: "subprocess.Popen[bytes]", end: socket.socket) -> None:
        self.process, self.end = process, end
        end.settimeout(30)

    def say(self, message: Message, *frames: bytes) -> None:
        self.write(*framed(encode(message), frames))

    def write(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.end.sendall(piece)

    def hear(self, kind: Any) -> Any:
        while True:
            message = decode(self.piece().decode())
            for _ in range(getattr(message, "binary", 0)):
                self.piece()
            if isinstance(message, kind):
                return message

    def piece(self) -> bytes:
        (length,) = LENGTH.unpack(self.exactly(LENGTH.size))
        return self.exactly(length)

    def exactly(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            more = self.end.recv(count - len(found))
            assert more, f"the process ended with {self.process.wait()}"
            found += more
        return found

    def load(self, body: str, *grants: str) -> None:
        self.hear(Ready)
        self.say(Init("script.py", script(body), grants))
        assert self.hear(Initialized).error is None


@pytest.fixture
def line() -> Iterator[Line]:
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-c", "from limner.process import main; main()", str(MEMORY), "0", "0"]
    with ours, subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE) as process:
        theirs.close()
        yield Line(process, ours)
        process.kill()


def test_small_pieces_travel_together_and_large_ones_uncopied() -> None:
    pixels = bytes(1000)
    head, body = framed("{}", (pixels,))
    assert head == LENGTH.pack(2) + b"{}" + LENGTH.pack(1000)
    assert body is pixels
    assert framed("{}") == [LENGTH.pack(2) + b"{}"]
    assert b"".join(framed("{}", (b"", b"x"))) == LENGTH.pack(2) + b"{}" + LENGTH.pack(0) + LENGTH.pack(1) + b"x"


def test_it_ends_when_nobody_is_at_the_other_end(line: Line) -> None:
    line.load("pass")
    line.end.close()
    assert line.process.wait(30) == 0


def test_it_ends_even_while_threads_of_the_script_run(line: Line) -> None:
    line.load("import threading, time\nthreading.Thread(target=time.sleep, args=(1000,)).start()")
    line.say(EventMessage("r", "answer:create_instance", EVENT))
    assert line.hear(Message).type == "result"
    line.end.close()
    assert line.process.wait(30) == 0


@pytest.mark.parametrize("text", [b"nonsense", b'{"type":"reply"}', b'{"type":"event","run":NaN}'])
def test_what_it_cannot_read_is_said_and_ends_it(line: Line, text: bytes) -> None:
    line.write(LENGTH.pack(len(text)), text)
    assert line.hear(Fatal).message
    assert line.process.wait(30) == 0


def test_what_comes_in_pieces_is_put_together(line: Line) -> None:
    line.load("pixels = await canvas.image()\nprint(pixels.shape, int(pixels.sum()))", "image:read")
    line.say(EventMessage("r", "answer:create_instance", EVENT))
    call = line.hear(Call)
    size = {"width": EVENT.file.width, "height": EVENT.file.height, "channels": 3}
    pixels = bytes([1]) * (EVENT.file.width * EVENT.file.height * 3)
    reply = b"".join(framed(encode(Reply("r", call.call, size, binary=1)), (pixels,)))
    for start in range(0, len(reply), 1000):
        line.write(reply[start : start + 1000])
    said = line.hear(Message)
    assert said.lines[0].text.endswith(str(len(pixels)))


def test_what_a_script_writes_past_the_console_goes_nowhere(line: Line) -> None:
    line.load("import os\nos.write(1, b'to nobody')\nprint(os.read(0, 10))")
    line.say(EventMessage("r", "answer:create_instance", EVENT))
    assert line.hear(Message).lines[0].text == "b''"
    line.end.close()
    assert line.process.wait(30) == 0
    assert line.process.stdout is not None and line.process.stdout.read() == b""


def test_a_strike_stops_what_computes_and_the_cell_goes_on(line: Line) -> None:
    line.load("canvas.progress(0.5)\nwhile True: pass")
    for run in ("r1", "r2"):
        line.say(EventMessage(run, "answer:create_instance", EVENT))
        assert line.hear(Message).type == "progress"
        line.say(Cancel(run))
        os.kill(line.process.pid, signal.SIGINT)
        answer = line.hear(Message)
        assert (answer.type, answer.run, answer.stopped) == ("error", run, True)
