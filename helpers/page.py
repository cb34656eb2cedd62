"""What a page gets of a widget: its code and colours, and its face when no kernel runs."""

from __future__ import annotations

import base64
import html
import re
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_IMPORT = re.compile(r'^import [^;]*? from "(\.[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default\b)", re.MULTILINE)
ASLEEP = (
    '<p style="margin: 2px 0; font-style: italic">'
    "Only a still picture of it: run this cell (again), and it comes alive.</p>"
)


def script(entry: Path) -> str:
    """Join a JavaScript module and all that it imports into the one text that anywidget wants.

    Imports come first, each file once; their `import` lines and the word `export` are left out,
    so all files share one scope, and no two may give the same name to different things.

    Parameters
    ----------
    entry : Path
        A file that ends in ``export default { render };``.

    Returns
    -------
    str
    """
    texts: dict[Path, str] = {}

    def add(path: Path) -> None:
        if path in texts:
            return
        texts[path] = ""  # so that a circle ends
        source = path.read_text(encoding="utf-8")
        for name in _IMPORT.findall(source):
            add((path.parent / name).resolve())
        del texts[path]  # what it imports goes before it
        texts[path] = _EXPORT.sub("", _IMPORT.sub("", source))

    add(Path(entry).resolve())
    return "\n".join(texts.values())


def stylesheet(path: Path) -> str:
    """Return a stylesheet, in which the workbook's colours have names like ``--nuclei-accent``.

    Parameters
    ----------
    path : Path

    Returns
    -------
    str
    """
    return "\n".join(
        file.read_text(encoding="utf-8") for file in (_HERE / "colours.css", Path(path))
    )


def img_tag(data: bytes, alt: str) -> str:
    """Return an HTML image that carries its PNG bytes and its description.

    Parameters
    ----------
    data : bytes
        A PNG file.
    alt : str
        What the picture shows, for someone who cannot see it.

    Returns
    -------
    str

    Examples
    --------
    >>> img_tag(b"", "an empty picture")
    '<img alt="an empty picture" style="max-width:100%" src="data:image/png;base64,">'
    """
    code = base64.b64encode(data).decode()
    return (
        f'<img alt="{html.escape(alt)}" style="max-width:100%" src="data:image/png;base64,{code}">'
    )


class Still:
    """Mix-in for a widget: what its page shows when no kernel runs.

    A subclass gives `describe()`, its present state in words, and `still()`, the same as PNG
    bytes; or else `face()`, if it can be shown as HTML. It stands before the widget class in the
    list of bases.
    """

    def still(self) -> bytes:
        """Return the present picture as PNG bytes."""
        raise NotImplementedError

    def describe(self) -> str:
        """Return the present state in one or two sentences."""
        raise NotImplementedError

    def face(self) -> str:
        """Return the present state as HTML."""
        return img_tag(self.still(), self.describe())

    def __repr__(self) -> str:
        return self.describe()

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle = super()._repr_mimebundle_(**kwargs)  # type: ignore[misc]  # the widget's
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        data["text/plain"] = self.describe()
        data["text/html"] = self.face() + ASLEEP
        return data, metadata
