import numpy as np
import pytest

from helpers.inputs import InputError
from helpers.viewer import open_viewer


def test_a_layer_takes_the_place_of_its_namesake(viewer, image):
    viewer.dims.set_point(0, 4)
    viewer.add_image(image + 1, name="nuclei")
    assert [layer.name for layer in viewer.layers] == ["nuclei", "mine"]
    assert np.array_equal(viewer.layers["nuclei"].data, image + 1)
    assert viewer.dims.point[0] == 4  # the person stays where they were


def test_adding_the_same_layers_again_gives_the_same_state(image):
    def cell(viewer):
        viewer.add_image(image, name="nuclei")
        viewer.add_labels(image > 2000, name="mask")
        return viewer.widget.state

    viewer = open_viewer("notebook")
    assert cell(viewer) == cell(viewer)


def test_the_button_for_new_labels_never_replaces_a_painted_layer(viewer):
    viewer.layers.selection.active = viewer.layers["nuclei"]
    viewer._new_labels()  # as napari's own button does
    viewer.layers["nuclei - Labels"].data[:] = 1
    viewer.layers.selection.active = viewer.layers["nuclei"]
    viewer._new_labels()  # as napari's own button does
    assert viewer.layers["nuclei - Labels"].data.all()
    assert not viewer.layers["nuclei - Labels [1]"].data.any()


def test_labels_are_named_after_the_variable_as_in_napari(viewer, image):
    semantic_seg = image > 2000
    viewer.add_labels(semantic_seg)
    assert viewer.layers["semantic_seg"].data.dtype == np.uint8


def test_a_missing_layer_is_named_with_those_there_are(viewer):
    with pytest.raises(InputError, match=r"no layer called 'nucleus'.*'nuclei', 'mine'"):
        viewer.layers["nucleus"]
    with pytest.raises(KeyError):
        viewer.layers["nucleus"]
    with pytest.raises(InputError, match="Check the spelling"):
        viewer.layers.remove("nucleus")
    assert "nucleus" not in viewer.layers


def test_decimals_are_refused_as_labels_with_the_way_out(viewer, image):
    with pytest.raises(InputError, match=r"whole numbers.*float64.*astype\(int\)"):
        viewer.add_labels(image / 2)
    assert len(viewer.layers) == 2


@pytest.mark.parametrize(
    ("add", "words"),
    [
        (lambda viewer, image: viewer.add_points([[1, 2, 3]]), "images and labels"),
        (lambda viewer, image: viewer.add_image(image, rotate=(10, 0, 0)), "rotated"),
        (lambda viewer, image: viewer.add_image(image, scale=(1, -1, 1)), "flipped"),
        (
            lambda viewer, image: viewer.add_image([image, image[:, ::2, ::2]], multiscale=True),
            "several resolutions",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore:Non-orthogonal slicing")
def test_what_cannot_be_drawn_is_refused_and_nothing_is_lost(viewer, image, add, words):
    with pytest.raises(InputError, match=words):
        add(viewer, image)
    assert [layer.name for layer in viewer.layers] == ["nuclei", "mine"]


@pytest.mark.parametrize("shape", [(20, 30), (4, 20, 30), (2, 4, 20, 30)])
def test_images_of_two_to_four_axes_are_shown(shape):
    viewer = open_viewer("notebook")
    viewer.add_image(np.ones(shape), name="image")
    viewer.add_labels(np.ones(shape, int), name="labels")
    state = viewer.widget.state
    assert len(state["axes"]) == len(shape)
    assert viewer.widget.pictures["main"].startswith(b"\x89PNG")


def test_new_data_forget_the_strokes_of_the_old(viewer):
    layer = viewer.layers["mine"]
    layer.paint((0, 5, 5), 3)
    layer.data = np.full(layer.data.shape, 2, np.uint8)
    layer.undo()
    assert (layer.data == 2).all()


def test_the_viewer_describes_itself_without_an_address(viewer):
    viewer.layers["mine"].data[0, 0, :3] = (1, 2, 2)
    assert repr(viewer) == (
        "Viewer, slice z 2 of 0 to 5. nuclei: image, 6 × 32 × 40, uint16. "
        "mine: labels, 6 × 32 × 40, uint8, 2 in use."
    )


def test_a_stored_page_keeps_a_picture_with_its_description(viewer):
    bundle, _ = viewer._repr_mimebundle_()
    assert bundle["text/plain"] == repr(viewer)
    assert f'alt="{viewer!r}"' in bundle["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in bundle


@pytest.mark.parametrize("face", ["qt", None, "Notebook"])
def test_an_unknown_face_is_refused(face):
    with pytest.raises(InputError, match="'auto', 'notebook' or 'napari'"):
        open_viewer(face)
