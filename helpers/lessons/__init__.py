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

NOTEBOOKS = {
    lesson.NOTEBOOK: (
        *recall.RECALL.get(lesson.NOTEBOOK, ()),
        *reading.READING.get(lesson.NOTEBOOK, ()),
        *lesson.EXERCISES,
    )
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
