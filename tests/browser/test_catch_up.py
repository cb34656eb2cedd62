"""Catch Up to Here, in JupyterLab's menu of a cell."""

PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"


def test_a_click_gives_a_section_what_it_needs(open_notebook):
    notebook = open_notebook("02_semantic_vs_instance.ipynb")
    page = notebook.page
    page.wait_for_selector(f"{PANEL} .jp-Notebook-ExecutionIndicator[data-status='idle']")
    heading = page.locator(f"{PANEL} .jp-MarkdownCell").filter(
        has=page.get_by_role("heading", name="Step 3: the mask")
    )
    for _ in range(2):  # the second time it takes the cell that is there
        heading.scroll_into_view_if_needed()
        heading.click(button="right", position={"x": 200, "y": 30})
        page.get_by_role("menuitem", name="Catch Up to Here").click()
        page.get_by_text("You can go on here.").wait_for()
    assert page.locator(f"{PANEL} .jp-CodeCell", has_text="import catch_up").count() == 1
    assert notebook.kernel("blurred.shape") == (60, 256, 256)
    assert notebook.kernel("'semantic_seg' in globals()") is False  # it is made below
