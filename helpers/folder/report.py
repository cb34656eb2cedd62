"""What a batch leaves to look at: an overlay for each image, and one page for all."""

import base64
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from jinja2 import Environment
from PIL import Image, ImageDraw, ImageFont
from skimage.measure import regionprops

from ..colours import ACCENT, BAD, INK, MUTED, SKY, WARN, grey_rgb, outlined
from ..nuclei.measurement import COLUMNS
from ..workflow.parameters import PARAMETERS
from .names import overlay_file

if TYPE_CHECKING:
    import pandas as pd

    from ..workflow.run import Workflow

WIDEST = 512  # pixels of one slice in an overlay
ROWS = 256  # of a slice that are read at once
_PAGE = Path(__file__).parent / "report.html"


def overlay(image: Any, labels: Any, occupied: tuple[int, int] | None = None) -> bytes:
    """Draw three slices with the outline and the number of each nucleus, as PNG bytes.

    Parameters
    ----------
    image : array_like, shape (z, y, x)
        In memory, or read region by region. Of a single slice there is one picture.
    labels : array_like of int, shape (z, y, x)
    occupied : tuple of int, optional
        The first and the last slice with a nucleus; by default looked for in the labels.

    Returns
    -------
    bytes

    Examples
    --------
    >>> overlay(np.zeros((3, 4, 5)), np.ones((3, 4, 5), int))[1:4]
    b'PNG'
    """
    count = image.shape[0]
    if occupied is None:
        found = np.flatnonzero(labels.any(axis=(1, 2)))
        occupied = (found[0], found[-1]) if len(found) else (0, count - 1)
    first, last = occupied
    slices = [round(first + part * (last - first)) for part in (0.25, 0.5, 0.75)]
    slices = slices if count > 1 else [0]
    step = -(-max(image.shape[1:]) // WIDEST)
    panels = [_panel(_thin(image, z, step), _thin(labels, z, step), f"z = {z}") for z in slices]
    sheet = Image.fromarray(np.hstack(panels)).quantize(256, method=Image.Quantize.FASTOCTREE)
    file = io.BytesIO()
    sheet.save(file, "PNG")
    return file.getvalue()


def _thin(volume: Any, z: int, step: int) -> np.ndarray:
    """Return every `step`-th pixel of a slice, read a few rows at a time."""
    _, height, width = volume.shape
    rows = step * -(-ROWS // step)
    parts = [
        np.asarray(volume[z : z + 1, y : min(y + rows, height), 0:width])[0, ::step, ::step]
        for y in range(0, height, rows)
    ]
    return np.concatenate(parts)


def _panel(image: np.ndarray, labels: np.ndarray, title: str) -> np.ndarray:
    """Return one slice as RGB, large enough to read."""
    picture = outlined(grey_rgb(image), labels)
    repeat = max(1, WIDEST // max(image.shape))
    sheet = Image.fromarray(picture.repeat(repeat, 0).repeat(repeat, 1))
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(size=18)
    style: dict[str, Any] = {"font": font, "fill": "white", "stroke_width": 2, "stroke_fill": INK}
    for region in regionprops(labels):
        y, x = (centre * repeat for centre in region.centroid)
        draw.text((x, y), str(region.label), anchor="mm", **style)
    draw.text((8, 6), title, **style)
    return np.pad(np.asarray(sheet), ((0, 0), (0, 4), (0, 0)), constant_values=255)


def report(
    out: Path,
    workflow: "Workflow",
    images: "pd.DataFrame",
    nuclei: "pd.DataFrame",
    passed_over: dict[str, str] | None = None,
) -> str:
    """Return the page that shows a whole batch, as HTML that needs no other file.

    Parameters
    ----------
    out : pathlib.Path
        Where the overlays lie.
    workflow : Workflow
    images, nuclei : pandas.DataFrame
        One row for each image and for each nucleus.
    passed_over : dict of str to str, optional
        Files that were not read, and why.

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
            picture = overlay_file(out, row["image"]).read_bytes()
            row["picture"] = base64.b64encode(picture).decode()
            own = nuclei[nuclei["image"] == row["image"]]
            volumes = own["volume_um3"] if len(own) else []
            row["dots"] = [_place(float(volume), limit) for volume in volumes]
    page = Environment(autoescape=True).from_string(_PAGE.read_text(encoding="utf-8"))
    measured = [row for row in rows if row["measured"]]
    return page.render(
        rows=rows,
        nuclei=len(nuclei),
        left_out=sum(int(row["left_out_at_border"]) for row in measured),
        failed=[row for row in rows if not row["measured"]],
        passed_over=passed_over or {},
        cautioned=[row for row in measured if row["cautions"]],
        ticks=[(_place(tick, limit), tick) for tick in _ticks(limit)],
        parameters=[(name, getattr(workflow, name), p) for name, p in PARAMETERS.items()],
        columns={name: COLUMNS[name] for name in nuclei if name in COLUMNS},
        colours={
            "ink": INK,
            "muted": MUTED,
            "accent": ACCENT,
            "sky": SKY,
            "bad": BAD,
            "warn": WARN,
        },
    )


def _place(volume: float, limit: float) -> float:
    """Return how far to the right a volume stands, in percent of the width."""
    return round(100 * volume / limit, 2)


def _ticks(limit: float) -> list[float]:
    """Return about five round numbers from 0 to `limit`."""
    rough = limit / 5
    size = 10 ** np.floor(np.log10(rough))
    step = float(size * min((1, 2, 5, 10), key=lambda n: abs(n * size - rough)))
    return [step * n for n in range(int(limit / step) + 1)]
