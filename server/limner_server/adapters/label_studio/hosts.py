"""The Label Studios that use scripts as their models."""

from collections import OrderedDict
from dataclasses import dataclass

MOST_HOSTS = 200


@dataclass(frozen=True)
class Host:
    """The Label Studio that set a script up: where its uploads are, and the token to ask for them with."""

    url: str = ""
    token: str = ""


class Hosts:
    """Who set which script up, the newest two hundred."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], Host] = OrderedDict()

    def remember(self, script: str, project: str, host: Host) -> None:
        self._known[script, project] = host
        self._known.move_to_end((script, project))
        while len(self._known) > MOST_HOSTS:
            self._known.popitem(last=False)

    def of(self, script: str, project: str) -> Host:
        return self._known.get((script, project), Host())
