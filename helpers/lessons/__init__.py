"""The exercises of each notebook, in words; `helpers.exercises` asks and judges them."""

from . import (
    erosion_and_expansion,
    manual_labelling,
    measurements,
    quality_control,
    reading,
    recall,
    semantic_vs_instance,
    welcome,
    your_own_images,
)
from .catching_up import catch_up

__all__ = ["NOTEBOOKS", "catch_up"]


def _in_order(lesson):
    yield from recall.RECALL.get(lesson.NOTEBOOK, ())
    for one in lesson.EXERCISES:
        yield from reading.BEFORE.get(one.name, ())
        yield one


NOTEBOOKS = {
    lesson.NOTEBOOK: tuple(_in_order(lesson))
    for lesson in (
        welcome,
        quality_control,
        semantic_vs_instance,
        manual_labelling,
        erosion_and_expansion,
        measurements,
        your_own_images,
    )
}
