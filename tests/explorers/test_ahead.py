from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.explorers import explore_threshold
from helpers.explorers.ahead import MadeAhead
from helpers.images.lesson import load_nuclei

keys = st.integers(0, 6)
calls = st.lists(
    st.tuples(st.just("get"), keys) | st.tuples(st.just("prepare"), st.lists(keys, max_size=3))
)


@given(calls=calls, room=st.integers(0, 4))
def test_any_use_gives_the_right_values_and_stays_within_its_room(calls, room):
    squares = MadeAhead(lambda number: number**2, room)
    for name, wanted in calls:
        found = getattr(squares, name)(wanted)
        assert name == "prepare" or found == wanted**2
        assert len(squares._made) <= max(room, 1)


def test_what_was_prepared_is_not_made_again_and_the_likeliest_is_kept_longest():
    made = []
    ahead = MadeAhead(lambda key: made.append(key) or key, room=3)
    for key in (0, 1, 2):
        assert ahead.get(key) == key
    ahead.prepare([3, 1])
    assert ahead.get(3) == 3
    assert made == [0, 1, 2, 3] and list(ahead._made) == [1, 2, 3]
    assert ahead.get(1) == 1 and made == [0, 1, 2, 3]


def test_what_has_not_begun_is_given_up_for_what_is_wanted_now():
    begun, go_on, made = Event(), Event(), []

    def make(key):
        made.append(key)
        if key == 1:
            begun.set()
            assert go_on.wait(30)
        return key

    ahead = MadeAhead(make, room=4)
    ahead.get(0)
    ahead.prepare([1, 2])
    assert begun.wait(30)
    assert ahead.get(5) == 5  # it does not wait for 1, which goes on
    go_on.set()
    assert ahead.get(1) == 1 and made == [0, 1, 5]


def test_what_failed_in_the_background_is_tried_again_when_it_is_wanted():
    failures = [MemoryError()]

    def make(key):
        if key and failures:
            raise failures.pop()
        return key

    ahead = MadeAhead(make, room=2)
    ahead.get(0)
    ahead.prepare([7])
    assert ahead.get(7) == 7


def test_a_value_that_cannot_be_made_is_not_remembered_as_made():
    ahead = MadeAhead(lambda key: 1 / key, room=2)
    ahead.prepare([0])
    with pytest.raises(ZeroDivisionError):
        ahead.get(0)
    assert not ahead._made


def test_where_no_thread_can_be_had_all_is_made_when_it_is_wanted(monkeypatch):
    ahead = MadeAhead(str, room=3)

    def none(*given):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(ahead._worker, "submit", none)
    ahead.get(1)
    ahead.prepare([2, 3])
    assert (list(ahead._made), ahead.get(2)) == ([1], "2")


def test_a_step_of_the_blur_prepares_the_next_and_the_one_before():
    explorer = explore_threshold(load_nuclei()[0][:8, :64, :64], sigma=3)
    assert list(explorer._blurs._made) == [("voxels", 3)]
    explorer.sigma = 3.5
    assert [sigma for _, sigma in explorer._blurs._made] == [3, 4, 3.5]
    explorer.sigma = 6
    assert [sigma for _, sigma in explorer._blurs._made][-2:] == [5.5, 6]
