"""A small ONNX model, written as the protobuf it is: of floats `x` in any shape it gives `square` and `double`."""

FLOAT = 1
VARINT, BYTES = 0, 2


def model(kind: int = FLOAT) -> bytes:
    """Give the file; `kind` is the tensors' element type as ONNX counts them."""
    nodes = _node("Mul", "square") + _node("Add", "double")
    values = _value(11, "x", kind) + _value(12, "square", kind) + _value(12, "double", kind)
    graph = nodes + _bytes(2, b"small") + values
    opset = _bytes(8, _number(2, 13))
    return _number(1, 8) + _bytes(7, graph) + opset


def _node(operation: str, output: str) -> bytes:
    return _bytes(1, _bytes(1, b"x") + _bytes(1, b"x") + _bytes(2, output.encode()) + _bytes(4, operation.encode()))


def _value(field: int, name: str, kind: int) -> bytes:
    shape = _bytes(2, _bytes(1, _bytes(2, b"n")))
    return _bytes(field, _bytes(1, name.encode()) + _bytes(2, _bytes(1, _number(1, kind) + shape)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3 | VARINT) + _varint(value)


def _bytes(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | BYTES) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
