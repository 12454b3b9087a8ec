"""The errors a script, a cell or a host may meet.

LimnerError
├── ManifestError       the metadata block cannot be read
├── GeometryError       a shape is not one: wrong type, too few points, not finite
├── RecordError         JSON does not have the form its dataclass gives it
├── HookError           a hook is declared wrongly: unknown event, unknown filter
├── GrantError          the script uses what its block does not ask for
├── ChangeError         a change set holds an item that cannot be applied
├── ParameterError      a parameter's value does not fit its declaration
├── ProtocolError       a message came out of order or malformed
└── HostError           the host refused or could not answer a call
"""


class LimnerError(Exception):
    """The root: catch it to catch everything Limner raises."""


class ManifestError(LimnerError):
    """The metadata block cannot be read."""


class GeometryError(LimnerError, ValueError):
    """A shape is not one."""


class RecordError(LimnerError, ValueError):
    """JSON does not have the form its dataclass gives it."""


class HookError(LimnerError):
    """A hook is declared wrongly."""


class GrantError(LimnerError, AttributeError):
    """The script uses what its block does not ask for."""


class ChangeError(LimnerError, ValueError):
    """A change set holds an item that cannot be applied."""


class ParameterError(LimnerError, ValueError):
    """A parameter's value does not fit its declaration."""


class ProtocolError(LimnerError):
    """A message came out of order or malformed."""


class HostError(LimnerError):
    """The host refused or could not answer a call."""
