"""Another origin: a small server that lets anybody in and remembers who asked."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODULE = b"export const here = true; self.loadedFromElsewhere = true;"


class Elsewhere:
    """The other origin. `asked` holds the targets of all requests it got."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                asked.append(self.path)
                page = self.path == "/page"
                self.send_response(200)
                self.send_header("Content-Type", "text/html" if page else "text/javascript")
                self.send_header("Content-Length", "0" if page else str(len(MODULE)))
                self.send_header("Access-Control-Allow-Origin", "*")
                self.send_header("Access-Control-Allow-Headers", "*")
                self.send_header("Cross-Origin-Resource-Policy", "cross-origin")
                self.end_headers()
                self.wfile.write(b"" if page else MODULE)

            do_GET = do_POST = do_OPTIONS = answer  # noqa: N815 - the library's names

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """Run the other origin until the block ends."""
    made = Elsewhere()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield made
    finally:
        made.server.shutdown()
        thread.join()
        made.server.server_close()
