"""What a batch leaves to look at: an overlay for each image, and one page for all."""

import base64
import io
from pathlib import Path

import numpy as np
from jinja2 import Environment
from PIL import Image, ImageDraw, ImageFont
from skimage.measure import regionprops

from ..colours import INK, grey, paint
from ..nuclei.measurement import COLUMNS
from ..workflow.parameters import PARAMETERS

WIDEST = 512  # pixels of one slice in an overlay
_PAGE = Path(__file__).parent / "report.html"


def overlay(image, labels):
    """Draw three slices with the outline and the number of each nucleus, as PNG bytes.

    Parameters
    ----------
    image : ndarray, shape (z, y, x)
    labels : ndarray of int, shape (z, y, x)

    Returns
    -------
    bytes

    Examples
    --------
    >>> overlay(np.zeros((3, 4, 5)), np.ones((3, 4, 5), int))[1:4]
    b'PNG'
    """
    occupied = np.flatnonzero(labels.any(axis=(1, 2)))
    ends = (occupied[0], occupied[-1]) if len(occupied) else (0, len(image) - 1)
    slices = [round(ends[0] + part * (ends[1] - ends[0])) for part in (0.25, 0.5, 0.75)]
    panels = [_panel(image[z], labels[z], f"z = {z}") for z in slices]
    sheet = Image.fromarray(np.hstack(panels)).quantize(256, method=Image.Quantize.FASTOCTREE)
    file = io.BytesIO()
    sheet.save(file, "PNG")
    return file.getvalue()


def _panel(image, labels, title):
    """Return one slice as RGB, small enough or large enough to read."""
    step = -(-max(image.shape) // WIDEST)
    image, labels = image[::step, ::step], labels[::step, ::step]
    around = np.pad(labels, 1, mode="edge")
    edge = (around[:-2, 1:-1] != labels) | (around[2:, 1:-1] != labels)
    edge |= (around[1:-1, :-2] != labels) | (around[1:-1, 2:] != labels)
    edge &= labels > 0
    picture = np.repeat(grey(image)[..., None], 3, axis=-1)
    picture[edge] = paint(labels)[edge, :3]
    repeat = max(1, WIDEST // max(image.shape))
    sheet = Image.fromarray(picture.repeat(repeat, 0).repeat(repeat, 1))
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(size=18)
    style = {"font": font, "fill": "white", "stroke_width": 2, "stroke_fill": INK}
    for region in regionprops(labels):
        y, x = (centre * repeat for centre in region.centroid)
        draw.text((x, y), str(region.label), anchor="mm", **style)
    draw.text((8, 6), title, **style)
    return np.pad(np.asarray(sheet), ((0, 0), (0, 4), (0, 0)), constant_values=255)


def report(out, workflow, images, nuclei):
    """Return the page that shows a whole batch, as HTML that needs no other file.

    Parameters
    ----------
    out : path-like
        Where the overlays lie.
    workflow : Workflow
    images, nuclei : pandas.DataFrame
        One row for each image and for each nucleus.

    Returns
    -------
    str
    """
    rows = images.to_dict("records")
    limit = float(nuclei["volume_um3"].max()) * 1.05 if len(nuclei) else 1.0
    for number, row in enumerate(rows):
        row["anchor"] = f"image-{number}"
        row["measured"] = row["status"] == "measured"
        if row["measured"]:
            file = Path(out) / "overlays" / f"{row['image']}.png"
            row["picture"] = base64.b64encode(file.read_bytes()).decode()
            own = nuclei[nuclei["image"] == row["image"]]
            volumes = own["volume_um3"] if len(own) else []
            row["dots"] = [round(600 * float(volume) / limit, 1) for volume in volumes]
    page = Environment(autoescape=True).from_string(_PAGE.read_text(encoding="utf-8"))
    return page.render(
        rows=rows,
        nuclei=len(nuclei),
        failed=[row for row in rows if not row["measured"]],
        doubtful=[row for row in rows if row["measured"] and row["warnings"]],
        ticks=[(round(600 * tick / limit, 1), tick) for tick in _ticks(limit)],
        parameters=[(name, getattr(workflow, name), p) for name, p in PARAMETERS.items()],
        columns={name: COLUMNS[name] for name in nuclei if name in COLUMNS},
    )


def _ticks(limit):
    """Return about five round numbers from 0 to `limit`."""
    rough = limit / 5
    size = 10 ** np.floor(np.log10(rough))
    step = float(size * min((1, 2, 5, 10), key=lambda n: abs(n * size - rough)))
    return [step * n for n in range(int(limit / step) + 1)]
