import asyncio

import pytest

from helpers.viewer.outbox import Outbox


@pytest.fixture
def sent():
    return []


@pytest.fixture
def box(sent):
    return Outbox(sent.append)


def test_without_a_loop_each_change_is_sent_at_once(box, sent):
    box.mark()
    box.mark(picture="fine")
    assert sent == [None, "fine"]


def test_all_changes_of_one_moment_are_sent_once(box, sent):
    async def moment():
        box.mark(picture="fine")
        box.mark()
        assert sent == []
        await asyncio.sleep(0)
        assert sent == ["fine"]
        box.mark()

    asyncio.run(moment())
    assert sent == ["fine", None]


def test_an_answer_is_sent_when_it_is_flushed_and_what_comes_after_is_forgotten(box, sent):
    with box.answering():
        box.mark(picture="fine")
        box.mark(picture="quick")  # the last word counts
        assert sent == []
        box.flush()
        box.mark(picture="fine")
    assert sent == ["quick"]
    box.mark()
    assert sent == ["quick", None]


def test_an_answer_that_fails_does_not_silence_the_box(box, sent):
    with pytest.raises(KeyError), box.answering():
        raise KeyError
    box.mark()
    assert sent == [None]
