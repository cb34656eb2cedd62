"""What a learner's variables may hold: odd answers to exercises, odd arrays in every widget."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from helpers import explorers
from helpers.exercises.catalogue import exercises
from helpers.inputs import InputError
from helpers.nuclei import measure
from helpers.table import MeasurementTable
from helpers.viewer import open_viewer
from helpers.workflow import Workflow, cautions
from tests.hostile.conftest import HOSTILE, survives


class Stubborn:
    """An object that refuses everything."""

    def __getattr__(self, name):
        raise RuntimeError(name)

    def _refuse(self, *_):
        raise RuntimeError

    __abs__ = __len__ = __iter__ = __float__ = __array__ = __str__ = __repr__ = _refuse
    __eq__ = __lt__ = __bool__ = __getitem__ = _refuse
    __hash__ = object.__hash__


class Endless(np.lib.mixins.NDArrayOperatorsMixin):
    """An array of 10**12 elements that is made when somebody asks for it."""

    shape, dtype, ndim, size = (10_000, 10_000, 10_000), np.dtype(float), 3, 10**12

    def __array__(self, *_, **__):
        return np.ones(self.shape)


VAST = np.broadcast_to(np.float64(1), (10_000, 10_000, 10_000))
ODD = {
    "stubborn": Stubborn(),
    "lazy": Endless(),
    "broadcast": VAST,
    "broadcast labels": np.broadcast_to(np.int64(7), VAST.shape),
    "random labels": np.random.default_rng(0).integers(0, 2**40, (40, 128, 128)),
    "a class": Stubborn,
    "a module": np,
    "a generator": (n for n in range(3)),
    "a table": pd.DataFrame({"a": [1, "x"]}),
    "bytes": b"\xff\x00",
    "huge": 10**400,
    "complex": 1 + 2j,
    "objects": np.array([None, "x", 3], object),
    "ragged": [[1, 2], [3]],
    "itself": [],
}
ODD["itself"].append(ODD["itself"])


@pytest.mark.parametrize("answer", ODD.values(), ids=ODD)
def test_the_oddest_answers_get_a_sentence(answer):
    for exercise in exercises().values():
        assert str(survives("answer", exercise.judge, answer))


JUNK = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.complex_numbers(),
        st.text(max_size=12), st.binary(max_size=4), st.dates(), st.just(...),
        arrays(st.sampled_from([bool, np.uint8, np.int64, float, "U2", object]), array_shapes()),
    ),
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.sets(st.integers()),
    max_leaves=5,
)  # fmt: skip


@HOSTILE
@given(st.data())
def test_any_answer_gets_a_sentence(data):
    exercise = data.draw(st.sampled_from(sorted(exercises())))
    assert str(survives("answer", exercises()[exercise].judge, data.draw(JUNK)))


SHAPES = array_shapes(min_dims=1, max_dims=4, min_side=1, max_side=7)
KINDS = st.sampled_from([bool, np.uint8, np.int16, np.uint16, np.int64, np.float32, np.float64])
VOLUMES = st.one_of(
    arrays(KINDS, SHAPES),
    arrays(KINDS, st.tuples(*[st.integers(1, 7)] * 3)),
    st.just(np.full((3, 5, 5), 1e308)),
    st.just(np.zeros((1, 1, 1), np.uint8)),
    st.just([[1, 2], [3]]),
    JUNK,
)
STEPS = st.one_of(
    st.none(), JUNK, st.tuples(*[st.sampled_from([1e-300, 1e-9, 0.2, 1.0, 1e9, 1e300])] * 3)
)
PAGES = {
    "histogram": lambda array, step: explorers.explore_histogram(array),
    "threshold": lambda array, step: explorers.explore_threshold(array),
    "erosion": lambda array, step: explorers.explore_erosion(array, step),
    "expansion": lambda array, step: explorers.explore_expansion(array),
    "sizes": lambda array, step: explorers.explore_sizes(array, step),
    "components": lambda array, step: explorers.explore_components(array),
}


@pytest.mark.parametrize("page", PAGES)
@HOSTILE
@given(array=VOLUMES, step=STEPS)
def test_any_array_in_an_explorer(page, array, step):
    explorer = survives("explorer", PAGES[page], array, step)
    if explorer is not None:
        assert explorer.describe()
        for control in list(explorer.controls.values()):
            options = getattr(control, "_options_values", ())
            if options:
                survives("explorer", setattr, control, "value", options[-1])


@HOSTILE
@given(array=VOLUMES, step=STEPS)
def test_any_array_measured(array, step):
    result = survives("workflow", Workflow(sigma=1, radius=1).run, array, step)
    if result is not None:
        assert isinstance(survives("cautions", cautions, result), list)
    table = survives("measure", measure, array, step)
    if table is not None:
        assert "nuclei" in repr(survives("table", MeasurementTable, table)) or len(table) == 1


@HOSTILE
@given(array=arrays(KINDS, SHAPES))
def test_any_array_in_the_viewer(array):
    viewer = open_viewer("notebook")
    for add in (viewer.add_image, viewer.add_labels):
        try:
            survives("viewer", add, array)
        except (TypeError, ValueError) as error:  # napari's own words for its own interface
            assert not isinstance(error, InputError) and str(error)
    assert viewer.describe() and viewer.still()
