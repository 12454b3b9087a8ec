"""What is said of a script's use of canvas and event: grants, names, awaits, filters."""

import inspect

import pytest

from limner import manifest
from limner.canvas import Canvas, grants_for
from limner.checks.known import CANVAS, members
from limner.events import EVENTS
from tests.runtime.checking import messages, said, script

CALLS = {name: one for cls in CANVAS for name, one in members(cls).items()}
EVERY = "grants = [{}]".format(", ".join(f'"{grant}"' for grant in manifest.GRANTS if grant != "network"))


def hook(
    body: str, *lines: str, on: str = '"create_instance"', declare: str = "async def answer(event, canvas)"
) -> str:
    """Write a script with one hook, whose body begins on line 8 (and one later for each of `lines`)."""
    indented = "".join(f"    {line}\n" for line in body.splitlines())
    return script(f"@on({on})\n{declare}:\n{indented}", *lines)


class TestGrants:
    @pytest.mark.parametrize("name", sorted(CALLS))
    def test_every_call_of_the_canvas_needs_its_grant(self, name: str) -> None:
        call = f"canvas.{name}" if not CALLS[name].called else f"await canvas.{name}()"
        grants = grants_for(name)
        found = messages(hook(call))
        if name in dir(Canvas):
            assert found == []
        else:
            assert found == [f'canvas.{name} needs the grant "{grants[0]}": add grants = ["{grants[0]}"] under line 2']

    def test_every_grant_brings_a_call(self) -> None:
        assert {grant for name in CALLS for grant in grants_for(name)} == set(manifest.GRANTS)

    def test_the_line_of_the_grants_is_named_where_there_is_one(self) -> None:
        (found,) = said(hook("canvas.delete('x')", 'grants = ["instances:read"]', on='"command"')).copy()[1:]
        assert (
            found
            == '9:5: error: canvas.delete needs the grant "instances:write": add "instances:write" to grants in line 4'
        )

    def test_any_grant_that_brings_the_call_will_do(self) -> None:
        assert messages(hook("canvas.suggest(Tag())", 'grants = ["instances:suggest"]')) == []
        assert messages(hook("canvas.suggest(Tag())", 'grants = ["instances:write"]')) == []

    @pytest.mark.parametrize(
        "body",
        [
            "c = canvas\nc.delete('x')",
            "def inner():\n    canvas.delete('x')\ninner()",
            "[canvas.delete(i) for i in 'ab']",
            "later = lambda: canvas.delete('x')",
            "helper(canvas)",
            "helper(handle=canvas)",
        ],
    )
    def test_the_canvas_is_followed(self, body: str) -> None:
        source = hook(body) + "def helper(handle):\n    handle.delete('x')\n"
        assert [m for m in messages(source) if m.startswith("canvas.delete needs the grant")]

    def test_the_second_parameter_is_the_canvas_whatever_it_is_called(self) -> None:
        found = messages(hook("surface.delete('x')", declare="def answer(happened, surface)"))
        assert len(found) == 1

    def test_another_thing_called_canvas_is_left_alone(self) -> None:
        assert messages(hook("canvas = object()\ncanvas.delete('x')")) == []
        assert messages(hook("for canvas in []: canvas.delete('x')")) == []
        assert messages(hook("pass") + "def other(canvas): canvas.delete('x')\n") == []

    @pytest.mark.parametrize(
        "body",
        ["return Tag()", "return [Tag()]", "return [Point(i, i) for i in range(3)]", "yield Box(1, 2, 3, 4)"],
    )
    def test_a_hook_that_returns_shapes_needs_a_grant(self, body: str) -> None:
        found = messages(hook(body, declare="def answer(event, canvas)"))
        (found,) = found
        assert found.startswith('a hook that returns shapes needs the grant "instances:write": add grants = ')

    def test_a_grant_that_is_never_used_is_a_warning_at_its_line(self) -> None:
        found = said(hook("canvas.log(1)", 'grants = ["ask", "overlay"]'))
        assert found == [
            '4:None: warning: the grant "ask" is never used: take it out of grants',
            '4:None: warning: the grant "overlay" is never used: take it out of grants',
        ]

    @pytest.mark.parametrize(
        "body", ["other(canvas)", "x = {'c': canvas}", "c = canvas\nc = 1", "getattr(canvas, 'ask')"]
    )
    def test_nothing_is_called_unused_where_the_canvas_cannot_be_followed(self, body: str) -> None:
        assert messages(hook(body, 'grants = ["ask"]') + "other = print\n") == []

    def test_what_a_hook_returns_may_be_shapes(self) -> None:
        assert messages(hook("return made(event)", 'grants = ["instances:write"]') + "made = print\n") == []


class TestCanvas:
    def test_a_call_that_is_not_there_is_named_with_one_that_is(self) -> None:
        assert messages(hook("canvas.notfy('x')")) == ['the canvas has no "notfy", did you mean "notify"?']
        assert messages(hook("canvas.setLabel('x')")) == ['the canvas has no "setLabel", did you mean "set_label"?']

    def test_what_hangs_on_it_is_known_too(self) -> None:
        lines = ('grants = ["settings", "storage"]',)
        assert messages(hook("canvas.settings.bright = 2\nawait canvas.storage.put('x')", *lines)) == [
            'canvas.settings has no "bright", did you mean "brightness"?',
            'canvas.storage has no "put"',
        ]

    def test_parameters_are_those_of_the_block(self) -> None:
        block = ("[tool.limner.params.size]", 'type = "integer"', "default = 1")
        body = "canvas.params.size, canvas.params.items(), canvas.params['x']\ncanvas.params.siez"
        assert messages(hook(body, *block)) == [
            'no parameter "siez" is declared (there are: size), did you mean "size"?'
        ]


class TestAwait:
    @pytest.mark.parametrize("name", sorted(name for name, one in CALLS.items() if one.awaited))
    def test_every_call_that_is_awaited_is_missed_without(self, name: str) -> None:
        lines = (EVERY.replace("]", ', "network"]'), 'connect = ["a.org"]')
        found = messages(hook(f"canvas.{name}()\nx = canvas\n{[f'x.{one}' for one in CALLS]}".replace("'", ""), *lines))
        assert found == [f"canvas.{name}(…) is not awaited: write await canvas.{name}(…)"]

    @pytest.mark.parametrize(
        "body",
        [
            "pixels = canvas.image()\nprint(pixels.shape)",
            "canvas.image().mean()",
            "canvas.image()[0]",
            "canvas.image() + 1",
            "len(canvas.image())",
            "a, b = canvas.image()",
            "for row in canvas.image(): pass",
            "if canvas.image(): pass",
            "f'{canvas.image()}'",
        ],
    )
    def test_a_coroutine_taken_for_its_result_is_named(self, body: str) -> None:
        assert messages(hook(body, 'grants = ["image:read"]')) == [
            "canvas.image(…) is not awaited: write await canvas.image(…)"
        ]

    @pytest.mark.parametrize(
        "body",
        [
            "await canvas.image()",
            "asked = canvas.image()\nawait asked",
            "asked = canvas.image()\nawait asyncio.gather(asked)",
            "await asyncio.gather(canvas.image(), *[canvas.image() for _ in range(3)])",
            "asyncio.create_task(canvas.image())",
            "return canvas.image()",
            "read = canvas.image\nawait read()",
        ],
    )
    def test_a_coroutine_that_is_handed_on_is_left_alone(self, body: str) -> None:
        assert messages(hook(body, 'grants = ["image:read"]') + "import asyncio\n") == []

    def test_a_plain_function_is_told_to_become_async(self) -> None:
        found = messages(hook("canvas.image()", 'grants = ["image:read"]', declare="def answer(event, canvas)"))
        assert found == ["canvas.image(…) is not awaited: write await canvas.image(…) in an async def"]


class TestEvents:
    @pytest.mark.parametrize("name", EVENTS)
    def test_every_event_has_its_fields_and_no_others(self, name: str) -> None:
        fields = [field for field in members(EVENTS[name]) if not field.startswith("_")]
        body = "\n".join(f"event.{field}" for field in fields)
        assert messages(hook(f"{body}\nevent.whatever_else", on=repr(name))) == [
            f'the event {name} has no "whatever_else"'
        ]

    def test_a_field_of_one_of_several_events_may_be_asked_for(self) -> None:
        source = hook("event.before, event.instance.label\nevent.befor", on='"create_instance", "update_instance"')
        assert messages(source) == [
            'the event create_instance or the event update_instance has no "befor", did you mean "before"?'
        ]

    def test_what_hangs_on_the_event_is_followed(self) -> None:
        body = (
            "box = event.instance\nbox.lable\nevent.file.widht\nbox.geometry.rx, box.geometry.parts\nbox.geometry.parst"
        )
        assert messages(hook(body)) == [
            'Instance has no "lable", did you mean "label"?',
            'File has no "widht", did you mean "width"?',
            'Geometry has no "parst", did you mean "parts"?',
        ]

    def test_a_helper_for_several_events_may_ask_for_what_one_of_them_has(self) -> None:
        source = hook("helper(event)", on='"open_file"') + (
            "@on('command')\ndef second(event): helper(event)\ndef helper(e):\n    e.instance\n"
        )
        assert messages(source) == []


class TestFilters:
    @pytest.mark.parametrize(
        ("on", "found"),
        [
            ('"create_instace"', "@on: event 'create_instace' does not exist, did you mean \"create_instance\"?"),
            ('"command", kind="bxo"', "@on: kind 'bxo' does not exist, did you mean \"box\"?"),
            ('"command", actor=["human", "scrip"]', "@on: actor 'scrip' does not exist, did you mean \"script\"?"),
            ('"command", colour=1', '@on has no filter "colour" (there are: '),
            ('"command", schedule="sometimes"', "@on: schedule 'sometimes' does not exist, choose from "),
            ('"command", kind=3', "@on: "),
            ("3", "@on: 3 is no event"),
            ("", "@on needs an event"),
        ],
    )
    def test_what_on_would_refuse_is_named(self, on: str, found: str) -> None:
        assert [m for m in messages(hook("pass", on=on)) if m.startswith(found)], messages(hook("pass", on=on))

    def test_a_bare_on_is_named(self) -> None:
        found = messages(script("@on\ndef answer(event): pass\n"))
        assert found[-1] == '@on needs an event: @on("create_instance")'

    def test_computed_events_and_filters_are_left_alone(self) -> None:
        assert (
            messages("".join((hook("event.before", on="NAME, kind=KINDS, **MORE"), "NAME = KINDS = MORE = {}\n"))) == []
        )

    @pytest.mark.parametrize("taken", ["import limner\n@limner.on", "from limner import on as when\n@when"])
    def test_on_is_known_under_other_names(self, taken: str) -> None:
        found = messages(script(f"{taken}('nothing')\ndef answer(event): pass\n"))
        assert found[0].startswith("@on: event 'nothing' does not exist")

    def test_a_hook_that_needs_more_than_two_values_is_named(self) -> None:
        assert messages(hook("pass", declare="def answer(event, canvas, more)")) == [
            "the hook answer needs more than (event, canvas), which is what it is given"
        ]
        assert messages(hook("pass", declare="def answer(event, canvas, more=1, *rest, word=2)")) == []

    def test_the_filters_are_those_of_on(self) -> None:
        from limner.hooks import on

        words = [name for name, one in inspect.signature(on).parameters.items() if one.kind is one.KEYWORD_ONLY]
        (found,) = messages(hook("pass", on='"command", nonsense=1'))
        assert all(word in found for word in words)
