"""What the benchmarks in the browser share."""

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).parents[1]))  # the tests know how to drive JupyterLab


@contextmanager
def opened_pages(size=(1366, 900)):
    """Yield a function that opens cells in JupyterLab and runs them; close all at the end."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import CHROMIUM_FLAGS, NotebookPage, Server, new_context
    from tests.conftest import find_chromium

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)

        @contextmanager
        def opened(*cells):
            notebook = nbformat.v4.new_notebook(
                cells=[nbformat.v4.new_code_cell(code) for code in cells],
                metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
            )
            nbformat.write(notebook, server.files / "bench.ipynb")
            context = new_context(browser, size)
            page = NotebookPage(server, context.new_page(), "bench.ipynb")
            page.run_all()
            try:
                yield page
            finally:
                page.close()
                context.close()

        try:
            yield opened
        finally:
            browser.close()
            server.stop()


@contextmanager
def watched_machine():
    """Print how much of the processor was taken meanwhile by other machines on the same host."""
    before = _ticks()
    yield
    if before:
        total, stolen = (now - then for now, then in zip(_ticks(), before, strict=True))
        print(f"\n(The host gave {100 * stolen / total:.0f} % of this machine's time to others.)")


def _ticks():
    try:
        numbers = [int(word) for word in Path("/proc/stat").read_text().split()[1:9]]
    except OSError:  # not Linux
        return None
    idle, stolen = numbers[3] + numbers[4], numbers[7]
    return sum(numbers) - idle, stolen
