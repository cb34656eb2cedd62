"""The table of measurements as a widget, linked with the nuclei in the viewer."""

import html
from dataclasses import asdict
from pathlib import Path

import anywidget
import numpy as np
import traitlets

from ..inputs import InputError
from ..nuclei.measurement import COLUMNS, summarise, to_csv
from ..page import Still, script, stylesheet

_HERE = Path(__file__).parent
MOST_ROWS = 10**6


class MeasurementTable(Still, anywidget.AnyWidget):
    """A table that can be sorted, walked through and clicked; a row is a nucleus.

    Choosing a row selects the nucleus in the viewer, goes to its slice and centres it.
    Selecting a nucleus in the viewer chooses its row.

    Parameters
    ----------
    table : pandas.DataFrame
        As `helpers.nuclei.measurement.measure` returns it.
    viewer : napari.components.ViewerModel, optional
        What `helpers.viewer.open_viewer` returns.
    layer : napari.layers.Labels or str, optional
        The layer that was measured; needed with a viewer.
    workflow : helpers.workflow.run.Workflow, optional
        The parameters used, offered for download beside the table.
    columns : sequence of str, optional
        The columns to show; by default all. The download holds all.

    Attributes
    ----------
    selected : int
        The label of the chosen row, 0 for none.
    look : dict
        With a viewer: the chosen nucleus as a picture, ``png``, and its title, ``words``.

    Raises
    ------
    InputError
        If the table is not one of measurements, or the layer is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> MeasurementTable(pd.DataFrame({"label": [4], "volume_um3": [512.0]}))
    Table of 1 nucleus. None is chosen.
    """

    _esm = script(_HERE / "widget.js")
    _css = stylesheet(_HERE / "widget.css")
    columns = traitlets.List().tag(sync=True)
    rows = traitlets.List().tag(sync=True)
    selected = traitlets.Int(0).tag(sync=True)
    csv = traitlets.Unicode("").tag(sync=True)
    parameters = traitlets.Unicode("").tag(sync=True)
    caption = traitlets.Unicode("").tag(sync=True)
    look = traitlets.Dict().tag(sync=True)

    def __init__(self, table, viewer=None, layer=None, workflow=None, columns=None):
        if "label" not in getattr(table, "columns", ()):
            raise InputError(
                "This is not a table of measurements, as it has no column called label: make one "
                "with measure(labels, spacing)."
            )
        names = ["label", *(name for name in (columns or table.columns) if name != "label")]
        for name in names:
            if name not in table:
                raise InputError(
                    f"The table has no column {name}. It has: {', '.join(table.columns)}."
                )
        super().__init__(
            columns=[_describe_column(name) for name in names],
            rows=_rows(table, names),
            csv=to_csv(table),
            parameters=workflow.to_text() if workflow is not None else "",
            caption=_caption(table),
        )
        self.table = table
        self._from_viewer = False
        if viewer is not None:
            self._link(viewer, layer)

    def _link(self, viewer, layer):
        """Let the choice travel both ways between the rows and the Labels layer."""
        from ..viewer.picking import go_to, on_pick
        from .close_look import close_look

        if layer is None:
            raise InputError(
                "Which layer was measured? Give its name, such as layer='instance_seg'."
            )
        layer = viewer.layers[layer] if isinstance(layer, str) else layer
        layer.features = features(self.table)
        known = set(self.table["label"])

        def picked(label):
            self._from_viewer = True
            self.selected = label if label in known else 0
            self._from_viewer = False

        def chosen(change):
            if change.new and not self._from_viewer:
                go_to(viewer, change.new, layer)
            png = close_look(viewer, layer, change.new) if change.new else b""
            words = f"Nucleus {change.new}, as the viewer shows it" if png else ""
            self.look = {"png": png, "words": words}

        layer.metadata.pop("unlink_table", lambda: None)()  # a cell run again links once only
        layer.metadata["unlink_table"] = on_pick(layer, picked)
        self.observe(chosen, "selected")

    @traitlets.validate("selected")
    def _known(self, proposal):
        if proposal.value and proposal.value not in (row["label"] for row in self.rows):
            raise InputError(f"The table has no nucleus {proposal.value}.")
        return proposal.value

    def describe(self):
        """Return what the table shows, in words."""
        chosen = f"Nucleus {self.selected} is chosen." if self.selected else "None is chosen."
        return f"{self.caption} {chosen}"

    def face(self):
        """Return the table as plain HTML, for a page without a kernel."""
        heads = "".join(
            f'<th scope="col" title="{html.escape(c["help"])}">{html.escape(c["name"])}</th>'
            for c in self.columns
        )
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row["texts"]) + "</tr>"
            for row in self.rows
        )
        return (
            f'<div style="overflow-x:auto"><table><caption>{html.escape(self.caption)}</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
        )


def features(table):
    """Return a table for napari's `layer.features`, in which row n is label n.

    napari's own Features Table takes the number of the row for the label, so the
    background and the labels that are missing need rows too, unless they are so many that
    these rows would fill the memory.

    Parameters
    ----------
    table : pandas.DataFrame
        With a column ``label``.

    Returns
    -------
    pandas.DataFrame
        Its column ``index`` holds the label; rows that measure nothing hold NaN.

    Examples
    --------
    >>> import pandas as pd
    >>> features(pd.DataFrame({"label": [2], "voxels": [7]}))
       index  voxels
    0      0     NaN
    1      1     NaN
    2      2     7.0
    """
    last = int(table["label"].max()) if len(table) else 0
    rows = range(last + 1) if last <= MOST_ROWS else [0, *table["label"]]
    return table.set_index("label").reindex(rows).rename_axis("index").reset_index()


def _describe_column(name):
    column = COLUMNS.get(name)
    if column is None:
        return {"name": name, "help": name}
    unit = f" In {column.unit}." if column.unit else ""
    return {"name": name, "help": f"{name}: {column.meaning}.{unit} Formula: {column.formula}."}


def _rows(table, names):
    """Return each row's label, its values for sorting and its texts for reading."""
    texts = {name: _texts(table[name]) for name in names}
    values = {name: [float(v) for v in _numbers(table[name])] for name in names}
    return [
        {
            "label": int(label),
            "values": [v if np.isfinite(v := values[name][i]) else None for name in names],
            "texts": [texts[name][i] for name in names],
        }
        for i, label in enumerate(table["label"])
    ]


def _numbers(column):
    """Return what a column is sorted by: its numbers, or the ranks of its texts."""
    if column.dtype.kind in "iufb":
        return column
    return column.astype(str).rank(method="dense")


def _texts(column):
    """Return a column's values with as many decimals as one can read at a glance."""
    if column.dtype.kind not in "iufb":
        return [str(value) for value in column]
    if column.dtype == bool:
        return ["yes" if value else "no" for value in column]
    if column.dtype.kind in "iu":
        return [str(value) for value in column]
    size = column.abs().max()
    decimals = 0 if size >= 10_000 else 1 if size >= 100 else 2 if size >= 10 else 3
    return [f"{value:.{decimals}f}" for value in column]


def _caption(table):
    nuclei = f"Table of {len(table)} {'nucleus' if len(table) == 1 else 'nuclei'}"
    if "volume_um3" not in table or len(table) < 2:
        return f"{nuclei}."
    summary = asdict(summarise(table["volume_um3"]))
    return "{}, mean volume {mean:.2f} {unit}.".format(nuclei, **summary)
