import numpy as np
import pytest
import zarr

from helpers.images.reading import load_volume
from helpers.inputs import InputError

IMAGE = np.arange(2 * 3 * 4 * 5, dtype=np.uint16).reshape(2, 3, 4, 5)


def write_ome_zarr(path, image, axes, scale, version="0.5", unit="micrometer", names=()):
    group = zarr.open_group(path, mode="w", zarr_format=2 if version == "0.4" else 3)
    group.create_array("0", data=image, chunks=(1,) * (image.ndim - 2) + image.shape[-2:])
    kinds = {"c": "channel", "t": "time"}
    described = [
        {"name": a, "type": kinds.get(a, "space")} | ({} if a in kinds else {"unit": unit})
        for a in axes
    ]
    steps = [{"type": "scale", "scale": list(scale)}]
    meta = {
        "multiscales": [
            {"axes": described, "datasets": [{"path": "0", "coordinateTransformations": steps}]}
        ],
        "omero": {"channels": [{"label": name} for name in names]},
    }
    group.attrs.update({"ome": meta | {"version": version}} if version == "0.5" else meta)
    return path


@pytest.mark.parametrize("version", ["0.4", "0.5"])
def test_one_channel_and_the_voxel_size_are_read_from_both_versions(tmp_path, version):
    path = write_ome_zarr(
        tmp_path / "a.zarr", IMAGE, "czyx", (1, 0.5, 0.2, 0.2), version, names=["actin", "DNA"]
    )
    for channel in (1, "DNA"):
        image, spacing = load_volume(path, channel)
        assert (image == IMAGE[1]).all() and spacing == (0.5, 0.2, 0.2)
    with pytest.raises(InputError, match="2 channels and none was chosen"):
        load_volume(path)


def test_units_are_turned_into_micrometres_and_a_missing_unit_is_no_spacing(tmp_path):
    nanometres = write_ome_zarr(
        tmp_path / "n.zarr", IMAGE[0], "zyx", (500, 200, 200), unit="nanometer"
    )
    assert load_volume(nanometres)[1] == pytest.approx((0.5, 0.2, 0.2))
    unknown = write_ome_zarr(tmp_path / "u.zarr", IMAGE[0], "zyx", (500, 200, 200), unit=None)
    assert load_volume(unknown)[1] is None


def test_a_folder_that_is_no_image_is_named(tmp_path):
    (tmp_path / "slides.zarr").mkdir()
    with pytest.raises(InputError, match=r"slides\.zarr is a folder, but holds no OME-Zarr"):
        load_volume(tmp_path / "slides.zarr")
