"""What a page shows of a picture or a widget when no kernel runs."""

import base64
import html


def img_tag(data, alt):
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

    A subclass gives `still()`, the PNG bytes of its present state, and `describe()`,
    the same in words. It stands before the widget class in the list of bases.
    """

    def still(self):
        """Return the present picture as PNG bytes."""
        raise NotImplementedError

    def describe(self):
        """Return the present state in one or two sentences."""
        raise NotImplementedError

    def __repr__(self):
        return self.describe()

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        data["text/plain"] = self.describe()
        data["text/html"] = img_tag(self.still(), self.describe())
        return data, metadata
