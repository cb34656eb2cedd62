"""What the pages say agrees with the data, with the exercises, and with the other pages."""

import ast
import functools
import re
from itertools import pairwise

import nbformat
import numpy as np
import pytest
from skimage.measure import label

from helpers.exercises.catalogue import exercises, notebooks
from helpers.images.synthetic import make_nuclei
from helpers.lessons import dishes
from helpers.lessons.steps import (
    expanded,
    semantic_seg,
    sizes,
    study,
    whole,
    whole_sizes,
)
from helpers.workflow.accuracy import accuracy_by_radius, accuracy_by_step
from helpers.workflow.run import Workflow
from tests.conftest import NOTEBOOKS, ROOT

VOXEL = 0.29 * 0.26 * 0.26
WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
ROLES = {"predict", "answer", "check", "hint", "solution"}


def cells(path):
    """Return the cells of a notebook, each with its tags as a set."""
    return [(cell, set(cell.metadata.get("tags", []))) for cell in nbformat.read(path, 4).cells]


@functools.cache
def told():
    """Return all that pages, exercises and READMEs tell, as {place: text}."""
    found = {"README": (ROOT / "README.md").read_text(encoding="utf-8")}
    found["map"] = (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8")
    for path in NOTEBOOKS:
        found[path.stem[:2]] = "\n".join(cell.source for cell, _ in cells(path))
    for name, exercise in exercises().items():
        told = [exercise.question, exercise.solution, *exercise.hints]
        told += [mistake.why for mistake in getattr(exercise, "mistakes", ())]
        told += [o.text + "\n" + o.why for o in getattr(exercise, "options", ())]
        found[name] = "\n".join(told)
    return found


def claims(pattern):
    """Return {place: what the pattern's group says there}; a pattern may span a line's end."""
    pattern = pattern.replace(" ", r"\s+")
    found = {place: re.findall(pattern, text) for place, text in told().items()}
    return {place: said for place, said in found.items() if said}


def bridge():
    """Return the slices in which the fourth nucleus of piece 3 meets the one below it."""
    clump = study().labels(0) == 3
    upper, lower = expanded()[37, 138, 42], expanded()[34, 183, 51]
    slices = []
    for z, (mask, nuclei) in enumerate(zip(clump, expanded(), strict=True)):
        pieces = label(mask)
        shared = set(pieces[nuclei == upper]) & set(pieces[nuclei == lower]) - {0}
        slices += [z] if shared else []
    assert slices == list(range(slices[0], slices[-1] + 1))
    return f"{slices[0]} to {slices[-1]}"


@functools.cache
def drawn():
    """Return the drawn nuclei of notebook 05, whose truth is known."""
    return make_nuclei(count=12, touching=3, border=2)


def bias(sigma):
    """Return how far the mean volume of the drawn nuclei is off at radius 12, in percent."""
    table = accuracy_by_radius(drawn(), [12], Workflow(sigma=sigma))
    return table["volume_bias_percent"].iloc[0]


def vanished(radius):
    """Return how many of the 19 nuclei are eaten up at a radius."""
    return study().curve(range(17), 10)["vanished"][radius]


def largest():
    """Return the voxels of the largest piece of the mask."""
    return f"{sizes(study().labels(0)).max():,}"


def joined():
    """Return by how many percent nuclei that stay joined make the mean volume of 05 larger."""
    return f"{accuracy_by_step(drawn())['volume_bias_percent']['expansion']:.0f}"


def volumes():
    """Return the figures in µm³ that the workbook may give with two decimals."""
    inside, everything = sizes(whole()) * VOXEL, sizes(expanded()) * VOXEL
    figures = (
        inside.mean(), everything.mean(), everything[:11].mean(),
        np.ptp(inside), inside.std(), inside.std(ddof=1),
    )  # fmt: skip
    return {f"{figure:.2f}" for figure in figures}


def lost_of_nuclei():
    """Return which part of the nuclei does not come back; slivers are no nuclei."""
    pieces = study().labels(0)
    nuclei = np.isin(pieces, np.unique(pieces[study().eroded(10)])) & semantic_seg()
    return 100 * np.count_nonzero(nuclei & (expanded() == 0)) / np.count_nonzero(nuclei)


def clipped():
    """Return by how many percent too much light makes the mean volume of 06's dish larger."""
    dishes = [
        make_nuclei(count=12, touching=2, size=4, seed=1, brightness=light)
        for light in (8_000, 90_000)
    ]
    tables = [Workflow().run(dish.image, dish.spacing).table for dish in dishes]
    once, clipped_once = (table["volume_um3"].mean() for table in tables)
    return f"{100 * (clipped_once / once - 1):.0f}"


TOLD = {
    "bridge": (r"[Ii]n slices (\d+ to \d+)", lambda: {bridge()}, "04 fourth_nucleus"),
    "volumes": (r"(\d{3}\.\d\d) µm³", volumes, "README map 05 mean_volume"),
    "lost": (r"(\d\.\d) % of the nuclei's voxels", lambda: {f"{lost_of_nuclei():.1f}"}, "04 05"),
    "sigma 3": (r"(\d\.\d) % too large with sigma 3", lambda: {f"{bias(3):.1f}"}, "04 05"),
    "sigma 1": (r"(\d\.\d) % too small with sigma 1", lambda: {f"{-bias(1):.1f}"}, "04 05"),
    "joined": (r"(\d\d) % too large", lambda: {joined(), clipped()}, "05 06 source_of_bias"),
    "radius 13": (
        r"[Aa]t 13 (\w+) nuclei (?:have|are)",
        lambda: {WORDS[vanished(13)]},
        "04",
    ),
    "radius 14": (r"At 14 (\w+) nuclei are gone", lambda: {WORDS[vanished(14)]}, "why_not_larger"),
    "radius 15": (r"At 15, [^.]*?, (\w+) have", lambda: {WORDS[vanished(15)]}, "04"),
    "largest": (r"(\d{3},\d{3}) voxels, about", lambda: {largest()}, "04"),
}


@pytest.mark.parametrize("claim", TOLD)
def test_a_figure_is_the_same_wherever_it_is_told_and_the_data_say_so(claim):
    pattern, compute, places = TOLD[claim]
    said = claims(pattern)
    assert set(places.split()) <= set(said), f"{claim}: told in {sorted(said)} only"
    allowed = compute()
    assert {place: set(s) - allowed for place, s in said.items() if set(s) - allowed} == {}


def test_both_pages_tell_the_direction_of_the_error_in_the_same_words():
    first, second = (
        re.search(r"Growing back loses voxels.*", told()[page])[0] for page in ("04", "05")
    )
    assert first == second


def test_only_one_standard_deviation_stands_beside_a_mean():
    sample = (sizes(whole()) * VOXEL).std(ddof=1)
    assert f"standard deviation of {sample:.0f} µm³" in told()["05"].replace('"\n    "', "")
    assert not claims(r"(± ?170)")


def main_line(path):
    """Return the code of a notebook without the cells of its exercises, and those cells' code."""
    main, answers = [], []
    for cell, tags in cells(path):
        if cell.cell_type == "code":
            lines = (line for line in cell.source.splitlines() if not line.startswith("%"))
            tree = ast.parse("\n".join(lines))
            if tags & {"answer", "solution"}:
                answers.append(tree)
            elif not tags & ROLES:
                main.append(tree)
    return main, answers


def names(trees, context):
    """Return the names that trees read or write."""
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {node.id for node in nodes if isinstance(node, ast.Name) and type(node.ctx) is context}


@pytest.mark.parametrize("path", NOTEBOOKS[4:], ids=lambda path: path.stem)
def test_the_main_line_never_hangs_on_an_answer(path):
    main, answers = main_line(path)
    of_answers = names(answers, ast.Store) - names(main, ast.Store) | set(exercises())
    assert of_answers & names(main, ast.Load) == set()


@pytest.mark.parametrize("path", NOTEBOOKS[4:], ids=lambda path: path.stem)
def test_each_question_stands_on_the_page(path):
    here = {one.name: one for one in notebooks()[path.stem]}
    for (before, _), (cell, tags) in pairwise(cells(path)):
        asked = re.match(r"predict\(\"(\w+)|(\w+) = (?!ask)|def (\w+)", cell.source)
        if before.cell_type != "markdown" or not tags & {"predict", "answer"} or not asked:
            continue
        name = next(filter(None, asked.groups()))
        text = re.sub(r"^#.*", "", before.source)  # a heading asks nothing
        assert re.search(r"\?|\b(Write|write|Give|Complete)\b", text), name
        unit = getattr(here[name], "unit", "")
        assert not unit or unit in text, f"{name} does not say that {unit} are wanted"


@pytest.mark.parametrize("dish", dishes.EXERCISES, ids=lambda one: one.name)
def test_the_figures_of_a_dish_are_those_that_its_solution_tells(dish):
    parameters = {"dish_mean": dishes.SECOND, "last_mean": dishes.THIRD}[dish.name]._asdict()
    del parameters["radius"]
    drawn = make_nuclei(**parameters)
    of_whole = whole_sizes(drawn.labels) * np.prod(drawn.spacing)
    found = f"{WORDS[len(of_whole)]} whole nuclei, {dish.value(dish.expected):.1f} µm³".capitalize()
    assert found in dish.solution
    assert f"{of_whole.mean():.1f} µm³" in dish.solution
