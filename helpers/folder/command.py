"""The command measure-nuclei: measure a folder of images from a terminal."""

import argparse
import sys

from ..inputs import InputError
from ..workflow.parameters import PARAMETERS
from ..workflow.run import Workflow
from .advice import in_terminal

_BLOCKS = (
    "measure images larger than memory, block by block, with the same result, and keep the labels "
    "as OME-Zarr; SIDE is that of a block in voxels (default 256)"
)
EXAMPLE = """example:
  measure-nuclei day1/ --workflow workflow.yaml --out results/ --workers 4

Running the same command again skips what is done. Exit status: 0 all images measured,
1 some could not be, 2 nothing could start, 130 stopped with Ctrl+C.
"""


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line.

    Returns
    -------
    argparse.ArgumentParser
    """
    parser = argparse.ArgumentParser(
        prog="measure-nuclei",
        description="Count and measure the nuclei of 3D images, in µm and µm³.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("images", nargs="+", help="images (TIFF, OME-Zarr), or folders of them")
    add("--out", required=True, help="the folder for tables, overlays and report.html")
    add("--workflow", help="a file that workflow.save wrote; by default that of the lessons")
    add("--spacing", nargs=3, type=float, metavar=("Z", "Y", "X"), help="size of a voxel in µm")
    add("--channel", help="the channel of the nuclei: its name, or its number, counted from 0")
    add("--workers", type=_count, default=1, help="how many images to measure at once (default 1)")
    add("--scheduler", metavar="tcp://...", help="the address of a Dask cluster to use instead")
    add("--blocks", nargs="?", type=_count, const=0, metavar="SIDE", help=_BLOCKS)
    add("--overwrite", action="store_true", help="measure anew, in place of earlier results")
    add("--decimal-comma", action="store_true", help="write 0,29 and part the columns by ;")
    group = parser.add_argument_group("parameters, in place of those of the workflow")
    for name, parameter in PARAMETERS.items():
        group.add_argument(f"--{name.replace('_', '-')}", **parameter.option())
    return parser


def _count(text: str) -> int:
    """Read a whole number of a few digits."""
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a whole number such as 4")
    return int(text)


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit status.

    Parameters
    ----------
    arguments : list of str, optional
        By default those of the command line.

    Returns
    -------
    int
    """
    given = make_parser().parse_args(arguments)
    try:
        workflow = Workflow.load(given.workflow) if given.workflow else Workflow()
        changed = {n: v for n in PARAMETERS if (v := getattr(given, n)) is not None}
        if changed:
            workflow = Workflow(**{n: getattr(workflow, n) for n in PARAMETERS} | changed)
        from .batch import measure_folder

        batch = measure_folder(
            given.images,
            given.out,
            workflow,
            spacing=given.spacing,
            channel=given.channel,
            workers=given.workers,
            scheduler=given.scheduler,
            overwrite=given.overwrite,
            decimal="," if given.decimal_comma else ".",
            terminal=True,
            blocks=given.blocks,
        )
    except InputError as error:
        print(f"measure-nuclei: {in_terminal(str(error))}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(
            "Stopped. What is finished is kept: run the same command again to go on.",
            file=sys.stderr,
        )
        return 130
    print(f"{in_terminal(str(batch))}\nOpen {batch.out / 'report.html'} to look at the results.")
    return 1 if batch.failed else 0


if __name__ == "__main__":
    sys.exit(main())
