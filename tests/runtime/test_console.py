"""The script's standard output: batches, cuts, and floods."""

import contextlib
from collections.abc import Iterator

import pytest

from limner.console import MAX_LENGTH, MAX_LINES, Console
from limner.protocol import Line, Log


@pytest.fixture
def sent() -> list[Log]:
    return []


@pytest.fixture
def console(sent: list[Log]) -> Iterator[Console]:
    with Console(sent.append) as console:
        console.begin("r1")
        yield console


def texts(sent: list[Log]) -> list[str]:
    return [line.text for log in sent for line in log.lines]


def test_prints_become_lines_in_order(console: Console, sent: list[Log]) -> None:
    with contextlib.redirect_stdout(console):
        print("one")
        print("two\nthree", end="")
        print(" four")
    console.end()
    assert texts(sent) == ["one", "two", "three four"]
    assert {log.run for log in sent} == {"r1"}


def test_an_unfinished_line_is_sent_at_the_end(console: Console, sent: list[Log]) -> None:
    console.write("no newline")
    assert sent == []
    console.end()
    assert texts(sent) == ["no newline"]


def test_a_run_that_prints_nothing_sends_nothing(console: Console, sent: list[Log]) -> None:
    console.end()
    assert sent == []


def test_of_a_flood_the_first_thousand_are_kept_and_the_rest_counted(console: Console, sent: list[Log]) -> None:
    for i in range(MAX_LINES + 5_000):
        console.write(f"{i}\n")
    console.end()
    assert texts(sent) == [str(i) for i in range(MAX_LINES)]
    assert sum(log.dropped for log in sent) == 5_000


def test_a_flood_leaves_in_few_messages(console: Console, sent: list[Log]) -> None:
    console.write("x\n" * 100_000)
    console.end()
    assert len(sent) < 100


def test_a_flood_that_flushes_every_line_sends_no_message_for_those_left_out(console: Console, sent: list[Log]) -> None:
    for _ in range(MAX_LINES + 5_000):
        print("x", file=console, flush=True)
    console.end()
    assert len(sent) <= MAX_LINES + 1
    assert sum(log.dropped for log in sent) == 5_000


def test_the_next_run_counts_anew(console: Console, sent: list[Log]) -> None:
    console.write("x\n" * (MAX_LINES + 1))
    console.end()
    sent.clear()
    console.begin("r2")
    console.write("y\n")
    console.end()
    assert [(log.run, log.lines, log.dropped) for log in sent] == [("r2", (Line("y"),), 0)]


def test_a_long_line_is_cut(console: Console, sent: list[Log]) -> None:
    console.write("x" * 10 * MAX_LENGTH + "\nnext\n")
    console.end()
    assert texts(sent) == ["x" * MAX_LENGTH, "next"]


def test_an_endless_line_does_not_pile_up(console: Console, sent: list[Log]) -> None:
    for _ in range(1_000):
        console.write("x" * MAX_LENGTH)
    console.end()
    assert texts(sent) == ["x" * MAX_LENGTH]


def test_the_level_is_kept(console: Console, sent: list[Log]) -> None:
    console.line(Line("careful", "warning"))
    console.end()
    assert sent[0].lines == (Line("careful", "warning"),)


def test_write_answers_as_a_text_stream_does(console: Console) -> None:
    assert console.writable()
    assert console.write("abc") == 3
