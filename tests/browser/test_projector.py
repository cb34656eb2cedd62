"""One setting for the projector, and an explorer that fits its screen."""

PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
EXPLORER = """
from helpers.images import make_nuclei
from helpers.explorers import explore_erosion
from helpers.pictures import panels, show

made = make_nuclei(count=6, touching=1, border=1, size=3.5, shape=(48, 128, 128), seed=2)
explore_erosion(made.labels > 0, made.spacing, made.image, core_radius=3)
"""
PICTURE = (
    "show(panels({'a slice': made.image[24]}, size=(3, 3)), alt='one slice of the made image')"
)


def switch(page):
    """Choose the setting in JupyterLab's command palette."""
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Shift+c")
    page.get_by_placeholder("Search commands").or_(page.locator(".lm-CommandPalette-input")).fill(
        "Projector: Larger"
    )
    page.keyboard.press("Enter")


def measures(page):
    """Return what is seen: sizes of type in the explorer and the page, the picture, the files."""
    return page.evaluate(
        """(panel) => {
          const find = (name) => document.querySelector(`${panel} ${name}`);
          const type = (name) => parseFloat(getComputedStyle(find(name)).fontSize);
          return {
            state: type(".nuclei-state"),
            label: type(".nuclei-controls .widget-label"),
            code: type(".cm-content"),
            picture: find(".jp-RenderedHTMLCommon img").getBoundingClientRect().width,
            explorer: find(".nuclei-explorer").getBoundingClientRect().height,
            room: find(".jp-WindowedPanel-outer, .jp-Notebook").getBoundingClientRect().height,
            files: document.querySelector("#filebrowser")?.getBoundingClientRect().width ?? 0,
          };
        }""",
        PANEL,
    )


def test_the_setting_enlarges_all_and_the_explorer_still_fits_the_screen(open_notebook):
    notebook = open_notebook([EXPLORER.strip(), PICTURE], size=(1280, 720))
    notebook.run_all()
    page = notebook.page
    page.locator(".nuclei-state").first.wait_for()
    page.locator(f"{PANEL} .jp-RenderedHTMLCommon img").last.wait_for()
    before = measures(page)
    switch(page)
    page.wait_for_selector("body[data-nuclei-projector]", state="attached")
    page.wait_for_function("!document.querySelector('#filebrowser')?.offsetWidth")
    after = measures(page)
    assert all(after[name] > 1.2 * before[name] for name in ("state", "label", "code", "picture"))
    assert after["files"] == 0
    assert after["explorer"] <= after["room"]
    switch(page)
    page.wait_for_selector("body:not([data-nuclei-projector])", state="attached")
    page.wait_for_function("document.querySelector('#filebrowser')?.offsetWidth > 0")
    again = measures(page)
    assert [again[name] for name in ("state", "code")] == [before[n] for n in ("state", "code")]
