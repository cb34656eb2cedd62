import subprocess
import sys
import time
import tracemalloc
from dataclasses import FrozenInstanceError, asdict

import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st
from skimage.measure import label
from skimage.morphology import isotropic_erosion
from skimage.segmentation import clear_border

from helpers.images.lesson import load_nuclei
from helpers.images.synthetic import make_nuclei
from helpers.inputs import InputError
from helpers.nuclei.measurement import to_csv
from helpers.workflow.parameters import PARAMETERS, Choice, Flag
from helpers.workflow.run import Workflow

VOXELS = [60268, 51409, 46866, 53108, 37869, 36523, 40809, 39598, 34196, 48925, 30728]


@pytest.fixture(scope="module")
def nuclei():
    return load_nuclei()


@pytest.fixture(scope="module")
def synthetic():
    return make_nuclei(
        count=6, touching=2, border=1, size=3.5, shape=(36, 128, 128), spacing=(0.5, 0.25, 0.25)
    )


def test_workflow_gives_the_figures_of_the_lesson(nuclei):
    result = Workflow().run(*nuclei)
    assert result.table["voxels"].tolist() == VOXELS
    assert f"{result.threshold:.5f}" == "0.14077"
    assert f"{100 * result.steps['mask'].mean():.2f}" == "19.47"
    assert result.steps["cores"].max() == result.steps["expanded"].max() == 19
    expected = label(clear_border(result.steps["expanded"]))
    assert (result.labels == expected).all()
    assert f"{result.summary.mean:.2f}" == "855.98"


def test_border_nuclei_stay_if_asked_for(synthetic):
    workflow = Workflow(sigma=1, radius=4, clear_border=False)
    result = workflow.run(synthetic.image, synthetic.spacing)
    assert (result.labels == label(result.steps["expanded"])).all()
    assert result.table["touches_border"].any()


WORKFLOWS = [
    Workflow(radius=6),
    Workflow(sigma=0, radius=0, expansion=0),
    Workflow(sigma=1.5, radius=4.5, clear_border=False),
    Workflow(sigma=2, radius=3, expansion=6),
    Workflow(sigma=0, radius=0.5, unit="um"),
    Workflow(sigma=0.5, radius=1.3, unit="um"),
    Workflow(sigma=0.3, radius=1.5, expansion=0.9, unit="um", clear_border=False),
]


def run_script(script, image, tmp_path):
    program, source = tmp_path / "measure_nuclei.py", tmp_path / "image.tif"
    program.write_text(script, encoding="utf-8")
    tifffile.imwrite(source, image)
    command = [sys.executable, "-I", program, source, tmp_path / "table.csv"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return (tmp_path / "table.csv").read_bytes()


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=str)
def test_the_script_reproduces_the_table_digit_for_digit(workflow, synthetic, tmp_path):
    table = workflow.run(synthetic.image, synthetic.spacing).table
    script = workflow.to_script(synthetic.spacing)
    assert len(table) > 0
    assert run_script(script, synthetic.image, tmp_path) == to_csv(table).encode()


def test_the_script_reproduces_the_lesson(nuclei, tmp_path):
    image, spacing = nuclei
    script = Workflow().to_script(spacing, tmp_path / "kept.py")
    assert (tmp_path / "kept.py").read_text(encoding="utf-8") == script
    assert run_script(script, image, tmp_path) == to_csv(Workflow().run(*nuclei).table).encode()


def test_the_script_needs_scikit_image_only():
    imports = [
        line.split()[1].split(".")[0]
        for line in Workflow().to_script((1, 1, 1)).splitlines()
        if line.startswith(("import ", "from "))
    ]
    assert set(imports) == {"csv", "sys", "numpy", "skimage"}


@st.composite
def workflows(draw):
    values = {}
    for name, p in PARAMETERS.items():
        if isinstance(p, Choice):
            values[name] = draw(st.sampled_from(sorted(p.spellings)))
        elif isinstance(p, Flag):
            values[name] = draw(st.booleans())
        else:
            number = st.floats(p.low, p.high) | st.integers(p.low, p.high)
            values[name] = draw(st.none() | number if p.default is None else number)
    return Workflow(**values)


@given(workflows())
def test_what_is_saved_is_what_is_loaded(workflow):
    assert Workflow.from_text(workflow.to_text()) == workflow


def test_save_and_load_through_a_file(tmp_path):
    path = Workflow(radius=8).save(tmp_path / "workflow.yaml")
    assert Workflow.load(path) == Workflow(radius=8)
    for name, parameter in PARAMETERS.items():
        assert f"{name}:" in path.read_text(encoding="utf-8")
        assert parameter.meaning in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("radus: 10", "radus is not a parameter of a workflow. Did you mean `radius`"),
        ("wavelength: 488", "Known are sigma, radius"),
        ("radius: ten", "radius is ten, but a number from 0 to 100 is wanted"),
        ("radius: 101", "radius is 101"),
        ("radius: .nan", "radius is nan"),
        ("radius: null", "radius is None"),
        ("sigma: true", "sigma is True, but a number"),
        ("clear_border: 1", "clear_border is 1, but true or false"),
        ("unit: miles", "unit is miles, but voxels or um"),
        ("unit: [1]", "but voxels or um"),
        ("radius: [1, 2", "Line 1 cannot be read"),
        ("just words", "holds no parameters"),
        ("radius: " + "9" * 5000, "cannot be read"),
        ("radius: " + "9" * 4000, "radius is 9999"),
        ("radius: " + "[" * 900, "cannot be read"),
        ("radius: " + "[" * 900 + "]" * 900, "cannot be read|radius is"),
        ("radius: !!bool x", "cannot be read"),
        ("radius: !!timestamp x", "cannot be read"),
        ("radius: !!int x", "cannot be read"),
        ("radius: 2020-01-01", "radius is 2020-01-01"),
        ("radius: &a [1]\nsigma: *a", "refers back to itself"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nradius: [*b, *b]", "refers back to itself"),
        ("#" * 30_000, "longer than 20,000"),
        ("? [1]\n: 2", "cannot be read|holds a command|not a parameter"),
        ("null: 3", "None is not a parameter"),
        ("x" * 500 + ": 3", "x is not a parameter"),
        ("radius: \x00", "cannot be read"),
        ("", "holds no parameters"),
    ],
)
def test_a_wrong_workflow_file_is_named(tmp_path, text, words):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(InputError, match=words) as caught:
        Workflow.load(path)
    assert "mine.yaml" in str(caught.value)


def test_a_workflow_file_that_tries_to_run_code_is_refused(tmp_path):
    victim, path = tmp_path / "victim", tmp_path / "evil.yaml"
    path.write_text(f"radius: !!python/object/apply:os.mkdir ['{victim}']\n")
    with pytest.raises(InputError, match="nothing was run"):
        Workflow.load(path)
    assert not victim.exists()


def test_a_missing_or_binary_workflow_file_is_named(tmp_path):
    with pytest.raises(InputError, match="cannot be opened"):
        Workflow.load(tmp_path / "none.yaml")
    (tmp_path / "image.yaml").write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(InputError, match="not a text file"):
        Workflow.load(tmp_path / "image.yaml")


def test_a_file_without_end_is_not_read_to_its_end(tmp_path):
    path = tmp_path / "long.yaml"
    path.write_text("# " + "x" * 10_000_000)
    start = time.monotonic()
    with pytest.raises(InputError, match="longer than"):
        Workflow.load(path)
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("name", ["x" * 300 + ".yaml", "a\0b.yaml", "."])
def test_an_impossible_file_name_is_named(tmp_path, name):
    with pytest.raises(InputError, match="cannot be opened"):
        Workflow.load(tmp_path / name)


@pytest.mark.parametrize("unit", ["um", "µm", "\u03bcm"])
def test_a_workflow_in_micrometres_says_so_in_every_line_of_its_file(unit):
    workflow = Workflow(sigma=0.8, radius=2.6, unit=unit)
    assert workflow == Workflow(sigma=0.8, radius=2.6, unit="um")
    lines = workflow.to_text().splitlines()
    assert [line.split("#")[1].split(",")[0] for line in lines[1:4]] == [" µm"] * 3
    assert "voxels, " in Workflow().to_text() and "µm, " not in Workflow().to_text()


def test_a_run_takes_little_memory_and_keeps_less(nuclei):
    image, spacing = nuclei
    tracemalloc.start()
    result = Workflow().run(image, spacing)
    kept, peak = (size / image.size for size in tracemalloc.get_traced_memory())
    tracemalloc.stop()
    assert peak < 21 and kept < 13  # bytes a voxel, besides the two of the image
    blurred = result.steps["blurred"]
    np.testing.assert_array_equal(blurred > result.threshold, result.steps["mask"])
    assert list(result.steps) == ["blurred", "mask", "eroded", "cores", "expanded", "labels"]
    assert len(result.steps) == 6


def test_what_the_border_cuts_is_counted(nuclei, synthetic):
    assert Workflow().run(*nuclei).left_out == 8
    kept = Workflow(sigma=1, radius=4, clear_border=False)
    assert kept.run(synthetic.image, synthetic.spacing).left_out == 0


@pytest.fixture(scope="module")
def slice_of_nuclei():
    image = np.random.default_rng(0).normal(1000, 100, (1, 60, 90))
    for y, x in ((15, 20), (40, 50), (20, 70), (58, 10)):
        grid = np.indices(image.shape)
        image[(grid[1] - y) ** 2 + (grid[2] - x) ** 2 <= 64] += 9000
    return image.astype(np.uint16)


def test_a_single_slice_is_measured_as_the_2d_image_it_is(slice_of_nuclei, tmp_path):
    workflow = Workflow(sigma=1, radius=2)
    result = workflow.run(slice_of_nuclei, (1, 0.2, 0.2))
    flat = isotropic_erosion(result.steps["mask"][0], 2)
    np.testing.assert_array_equal(result.steps["eroded"][0], flat)
    assert (result.summary.count, result.left_out) == (3, 1)
    assert not result.table["touches_border"].any()
    for image in (slice_of_nuclei, slice_of_nuclei[0]):
        made = run_script(workflow.to_script((1, 0.2, 0.2)), image, tmp_path)
        assert made == to_csv(result.table).encode()


def test_a_workflow_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Workflow().radius = 3


def test_defaults_lie_in_their_range_and_every_parameter_is_explained():
    assert list(PARAMETERS) == list(asdict(Workflow()))
    for name, parameter in PARAMETERS.items():
        assert parameter.meaning and parameter.option()["help"].startswith(parameter.meaning)
        assert parameter.read(name, parameter.default) == parameter.default


def test_an_image_without_whole_nuclei_gives_an_empty_table():
    image = np.zeros((20, 40, 40), np.uint16)
    image[:, :15] = 1000  # one nucleus, cut by the border
    result = Workflow(sigma=1, radius=3).run(image, (1, 1, 1))
    assert (len(result.table), result.labels.max(), result.summary.count) == (0, 0, 0)


@pytest.mark.parametrize(
    ("image", "spacing", "words"),
    [
        (np.full((5, 5, 5), 7), (1, 1, 1), "same value"),
        (np.zeros((5, 5)), (1, 1, 1), "2D"),
        (np.zeros((5, 5, 5)), None, "voxel size is missing"),
        (np.zeros((9, 9, 3), np.uint8), (1, 1, 1), "colour"),
    ],
)
def test_an_image_that_cannot_be_measured_is_refused(image, spacing, words):
    with pytest.raises(InputError, match=words):
        Workflow().run(image, spacing)


def test_picture_shows_every_step(synthetic):
    figure = Workflow(sigma=1, radius=4).run(synthetic.image, synthetic.spacing).picture()
    shown = [axis.get_title() for axis in figure.axes if axis.get_visible()]
    assert len(shown) == 6
    in_colour = [axis.images[0].get_array().ndim == 3 for axis in figure.axes[:6]]
    assert in_colour == [False] * 3 + [True] * 3  # the steps that give labels
