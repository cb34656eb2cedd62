"""The command measures what is larger than memory in blocks, if asked to or if it must."""

import numpy as np
import pandas as pd

from helpers.blocks import measure
from helpers.folder.command import main
from tests.folder.test_batch import write_image


def test_an_image_larger_than_memory_is_measured_in_blocks(tmp_path, capsys, monkeypatch):
    voxels = np.zeros((20, 40, 40), np.uint16)
    voxels[5:15, 8:20, 8:20] = 9000
    image = tmp_path / "a.ome.tif"
    write_image(image, voxels)
    arguments = [str(image), "--radius", "3", "--out"]
    one, cut, must = (tmp_path / name for name in ("one", "cut", "must"))
    assert main([*arguments, str(one)]) == 0
    assert main([*arguments, str(cut), "--blocks", "16"]) == 0
    table = (cut / "a_nuclei.csv").read_text()
    assert (
        pd.read_csv(one / "nuclei.csv")
        .drop(columns="image")
        .equals(pd.read_csv(cut / "a_nuclei.csv"))
    )
    assert main([*arguments, str(cut), "--blocks"]) == 2
    assert "a_nuclei.csv is there already" in capsys.readouterr().err
    monkeypatch.setattr(measure, "free_memory", lambda: 1000)
    assert main([*arguments, str(must)]) == 0
    assert "too large for the memory that is free" in capsys.readouterr().out
    assert (must / "a_nuclei.csv").read_text() == table
