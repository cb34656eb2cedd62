"""The set-up check says "You are ready." in a page whose widgets move, and in no other."""

import pytest
from playwright.sync_api import expect

CELL = "from helpers.setup_check import check_setup\ncheck_setup()"
STILL = "No widget has moved in this page yet"
READY = "You are ready."
STORED = "The image is here"


def without(name):
    """Return the address of what JupyterLab loads of an extension: a hub may not have it."""
    return f"**/lab/extensions/{name}/**"


def abort(route):
    route.abort()


def test_a_page_that_moves_says_so_and_takes_back_its_doubt(open_notebook):
    page = open_notebook([CELL])
    page.run_all()
    cell = page.cell(0)
    expect(cell.get_by_role("status")).to_contain_text(READY)
    expect(cell).not_to_contain_text(STILL)
    expect(cell).to_contain_text("✓ The image is here")
    page.page.keyboard.press("Control+s")
    page._wait(lambda: STORED in (page.server.files / page.name).read_text(), "the file")
    page.page.reload()  # the kernel lives: the page is asked anew
    expect(page.cell(0).get_by_role("status")).to_contain_text(READY)
    page.page.route(without("anywidget"), abort)
    page.page.reload()  # as where the saved notebook is opened by a page that cannot move
    expect(page.cell(0)).to_contain_text("✓ The image is here")
    page.page.wait_for_timeout(1000)
    assert READY not in page.cell(0).inner_text()


@pytest.mark.parametrize("missing", ["anywidget", "@jupyter-widgets/jupyterlab-manager"])
def test_a_page_without_the_widgets_extensions_does_not(open_notebook, missing):
    page = open_notebook([CELL], before=lambda page: page.route(without(missing), abort))
    page.run_all()
    cell = page.cell(0)
    expect(cell).to_contain_text(STILL)
    expect(cell).to_contain_text("on a JupyterHub, ask those who run it")
    page.page.wait_for_timeout(1000)  # what a page that moves needs to answer
    assert READY not in cell.inner_text()
