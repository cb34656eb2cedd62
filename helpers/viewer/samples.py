"""The samples that napari and its plugins give, and words for what keeps one away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from ..inputs import InputError, did_you_mean

_HERE_ALREADY = {  # what of a sample came with the workbook, and how it is shown
    ("napari", "cells3d"): (
        " Its nuclei channel is here already, the membrane channel is not: "
        "from helpers.images import load_nuclei, then viewer.add_image(load_nuclei()[0])."
    )
}


def check_sample(plugin: str, sample: str) -> None:
    """Find the plugins, and check that one of them gives this sample.

    Parameters
    ----------
    plugin : str
    sample : str

    Raises
    ------
    InputError
        If the plugin or its sample is unknown.
    """
    from npe2 import PluginManager

    manager = PluginManager.instance()
    manager.discover()  # napari's window does it when it opens, the notebook's face only here
    known = {name: [one.key for one in some] for name, some in manager.iter_sample_data()}
    if plugin not in known:
        raise InputError(
            f"There are no samples in {plugin!r}. The plugins with samples are: {_names(known)}."
        )
    if sample not in known[plugin]:
        raise InputError(
            f"There is no sample {sample!r} in {plugin!r}.{did_you_mean(sample, known[plugin])} "
            f"The samples are: {_names(known[plugin])}."
        )


def _names(known: Iterable[str]) -> str:
    return ", ".join(map(repr, known))


@contextmanager
def fetch_in_words(plugin: str, sample: str) -> Iterator[None]:
    """Say in a sentence that a sample could not be fetched.

    Parameters
    ----------
    plugin : str
    sample : str

    Raises
    ------
    InputError
        If there is no network, or the server does not answer.
    """
    try:
        yield
    except OSError as error:  # the errors of every network are of this kind
        reason = error.strerror or type(error).__name__
        raise InputError(
            f"The sample {sample!r} of {plugin!r} needs a network the first time, and could not be "
            f"fetched ({reason}): run this cell again when the computer is on the network."
            + _HERE_ALREADY.get((plugin, sample), "")
        ) from None
