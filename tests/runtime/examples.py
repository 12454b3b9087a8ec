"""One event of every name and one message of every type, as the JSON that travels."""

import json
from typing import Any

ENVELOPE: dict[str, Any] = {
    "id": "e1",
    "at": "2026-01-01T00:00:00Z",
    "actor": {"kind": "human", "id": "ada"},
    "project": "p1",
    "file": {"id": "f1", "name": "cat.png", "width": 640, "height": 480},
    "revision": 7,
}
INSTANCE = {"id": "i1", "file": "f1", "geometry": {"kind": "box", "x": 1, "y": 2, "width": 3, "height": 4}}
EVENT_FIELDS: dict[str, dict[str, Any]] = {
    "open_file": {},
    "leave_file": {},
    "change_frame": {"before": 2},
    "draw_instance": {"instance": INSTANCE, "session": "s1", "before": {**INSTANCE, "label": "cat"}},
    "create_instance": {"instance": INSTANCE},
    "update_instance": {"instance": INSTANCE, "before": {**INSTANCE, "label": "cat"}, "changed": ["label"]},
    "delete_instance": {"instance": INSTANCE},
    "restore_instance": {"instance": INSTANCE},
    "select_instance": {"instance": INSTANCE},
    "deselect_instance": {"instance": INSTANCE},
    "command": {"instance": INSTANCE, "command": "smooth"},
    "prompt": {
        "session": "s1",
        "points": [{"x": 5, "y": 6}, {"x": 7, "y": 8, "positive": False}],
        "box": [1, 2, 30, 40],
        "instance": INSTANCE,
        "strokes": [{"points": [[1, 2], [3, 4]], "width": 5}, {"points": [[6, 7]], "width": 8, "positive": False}],
    },
    "change_params": {"before": {"size": 5}, "after": {"size": 7}, "changed": ["size"]},
    "before_save": {"reason": "complete"},
    "complete_file": {},
}


def event_json(name: str, **changed: Any) -> dict[str, Any]:
    """Give an event as it travels."""
    return {"name": name, **ENVELOPE, **EVENT_FIELDS[name], **changed}


MESSAGE_FIELDS: dict[str, dict[str, Any]] = {
    "ready": {"protocol": 1, "runtime": "0.1.0", "language": "Python 3.13"},
    "init": {"filename": "a.py", "source": ""},
    "initialized": {},
    "event": {"run": "r", "hook": "h", "event": event_json("create_instance")},
    "cancel": {"run": "r"},
    "params": {"params": {}},
    "reply": {"run": "r", "call": 1},
    "dispose": {},
    "call": {"run": "r", "call": 1, "method": "image"},
    "flush": {"run": "r", "changes": {}},
    "settings": {"run": "r", "values": {}},
    "overlay": {"run": "r"},
    "progress": {"run": "r", "fraction": 0.5},
    "notify": {"run": "r", "text": "x"},
    "report": {"run": "r"},
    "log": {"lines": [{"text": "x"}]},
    "result": {"run": "r"},
    "error": {"run": "r", "error": {"type": "ValueError", "message": "x"}},
    "fatal": {"message": "x"},
}


def message_text(type: str, **changed: Any) -> str:
    """Give a message as it travels."""
    return json.dumps({"type": type, **MESSAGE_FIELDS[type], **changed})
