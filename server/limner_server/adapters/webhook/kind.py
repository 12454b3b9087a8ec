"""The kind `webhook` of backends: how one is registered, and its slots."""

from collections.abc import Sequence

from limner_server.adapters.peer import Peer
from limner_server.adapters.stub import hooks_in
from limner_server.adapters.webhook.exchange import exchange, letter
from limner_server.adapters.webhook.offer import source_of
from limner_server.adapters.webhook.slot import WebhookSlot
from limner_server.cells.slot import Program, Slot
from limner_server.context import Context

HELLO_SECONDS = 10.0
AT_ONCE = 4


class Webhook:
    """Registers a receiver by asking it what it wants, and gives the slots that post to it."""

    secret = True

    async def source(self, context: Context, peer: Peer) -> str:
        hello = letter("hello", {"type": "hello", "name": peer.name, "project": peer.project})
        return source_of(peer, await exchange(context.fetcher, peer, hello, HELLO_SECONDS))

    def slots(self, context: Context, peer: Peer, program: Program) -> Sequence[Slot]:
        hooks = hooks_in(program.source)
        return [WebhookSlot(context.fetcher, peer, program, hooks) for _ in range(AT_ONCE)]
