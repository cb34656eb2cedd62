import numpy as np
import pandas as pd
import pytest
import tifffile

from helpers.folder.command import main, make_parser
from helpers.workflow.parameters import PARAMETERS
from helpers.workflow.run import Workflow
from tests.folder.test_batch import SPACING, write_image


@pytest.fixture
def folder(tmp_path):
    image = np.zeros((20, 40, 40), np.uint16)
    image[5:15, 8:20, 8:20] = 9000
    (tmp_path / "in").mkdir()
    write_image(tmp_path / "in" / "a.ome.tif", image)
    return tmp_path


def test_every_parameter_of_the_workflow_is_an_option_with_its_meaning():
    text = " ".join(make_parser().format_help().split())
    for name, parameter in PARAMETERS.items():
        assert f"--{name.replace('_', '-')}" in text
        assert parameter.meaning in text


def test_options_stand_above_the_workflow_file(folder, capsys):
    Workflow(sigma=2, radius=5).save(folder / "w.yaml")
    arguments = [f"{folder}/in", "--out", f"{folder}/out", "--workflow", f"{folder}/w.yaml"]
    assert main([*arguments, "--radius", "3", "--no-clear-border", "--unit", "voxels"]) == 0
    used = Workflow.load(folder / "out" / "workflow.yaml")
    assert used == Workflow(sigma=2, radius=3, clear_border=False)
    assert "report.html" in capsys.readouterr().out
    assert pd.read_csv(folder / "out" / "images.csv")["spacing_z_um"].tolist() == [SPACING[0]]


def test_the_exit_status_tells_what_happened(folder, capsys):
    arguments = [f"{folder}/in", "--out", f"{folder}/out", "--radius", "3"]
    assert main(arguments) == 0
    (folder / "in" / "b.tif").write_text("no image")
    assert main(arguments) == 1
    assert "b.tif" in capsys.readouterr().out
    assert main([f"{folder}/nowhere", "--out", f"{folder}/out"]) == 2
    message = capsys.readouterr().err
    assert "measure-nuclei: There is no image" in message and "Traceback" not in message
    with pytest.raises(SystemExit) as usage:
        main([f"{folder}/in"])
    assert usage.value.code == 2


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (["--radius", "999"], "radius is 999, but a number from 0 to 100"),
        (["--workflow", "none.yaml"], "none.yaml cannot be opened"),
        (["--spacing", "0", "1", "1"], "not above 0 µm"),
        (["--workers", "0"], "at least 1 worker"),
        (["--scheduler", "tls://127.0.0.1:8786"], "not the address of a Dask cluster"),
        (["--out", "x" * 300], "cannot be a folder for results"),
    ],
)
def test_wrong_options_are_named(folder, capsys, extra, words):
    assert main([f"{folder}/in", "--out", f"{folder}/out", *extra]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("workers", ["²", "٣", "-1", "1e3", "99999", "four"])
def test_a_number_of_workers_that_is_none_is_named(folder, capsys, workers):
    with pytest.raises(SystemExit) as usage:
        main([f"{folder}/in", "--out", f"{folder}/out", "--workers", workers])
    assert usage.value.code == 2
    assert "whole number" in capsys.readouterr().err or workers == "-1"


def test_a_channel_that_is_none_fails_its_image_in_words(folder, capsys):
    image = np.zeros((20, 2, 40, 40), np.uint16)
    image[5:15, :, 8:20, 8:20] = 9000
    two = folder / "two.tif"
    tifffile.imwrite(two, image, imagej=True, metadata={"axes": "ZCYX"})
    arguments = [str(two), "--out", f"{folder}/out", "--spacing", "1", "0.5", "0.5"]
    for channel in ("²", "٣", "7", ""):
        assert main([*arguments, "--overwrite", "--radius", "2", "--channel", channel]) == 1
        said = capsys.readouterr()
        assert "choose channel 0 to 1" in said.out and "Traceback" not in said.out + said.err
    assert main([*arguments, "--overwrite", "--radius", "2", "--channel", "1"]) == 0


def test_a_name_of_three_hundred_letters_is_named(folder, capsys):
    assert main([f"{folder}/{'x' * 300}.tif", "--out", f"{folder}/out"]) == 2
    assert "There is no image" in capsys.readouterr().err


def test_advice_in_a_terminal_names_flags(folder, capsys):
    arguments = [f"{folder}/in", "--out", f"{folder}/out", "--radius"]
    assert main([*arguments, "3", "--decimal-comma"]) == 0
    assert (folder / "out" / "nuclei.csv").read_text().startswith("image;label;voxels")
    assert main([*arguments, "4"]) == 2
    said = capsys.readouterr().err
    assert "another folder with --out, or add --overwrite" in said and "overwrite=True" not in said
