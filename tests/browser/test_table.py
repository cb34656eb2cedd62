import pytest

CELLS = [
    """
from helpers.nuclei.measurement import measure
from helpers.images.synthetic import make_nuclei
from helpers.table.widget import MeasurementTable
from helpers.viewer import open_viewer
from helpers.workflow.run import Workflow
truth = make_nuclei(count=12, touching=0, border=1, size=2.5, shape=(50, 128, 128))
viewer = open_viewer("notebook")
viewer.add_image(truth.image, name="nuclei")
viewer.add_labels(truth.labels, name="labels")
viewer
""",
    """
measured = measure(truth.labels, truth.spacing, truth.image)
table = MeasurementTable(measured, viewer, "labels", Workflow())
table
""",
]
ROW = ".nuclei-table tbody tr"


@pytest.fixture
def notebook(open_notebook):
    notebook = open_notebook(CELLS)
    notebook.run_all()
    notebook.page.wait_for_selector(ROW)
    return notebook


def labels_in_order(page):
    return [int(text) for text in page.locator(f"{ROW} td:first-child").all_inner_texts()]


def settle(notebook, expression, value):
    notebook._wait(lambda: notebook.kernel(expression) == value, f"{expression} to be {value}")


def test_rows_and_nuclei_find_each_other_also_after_sorting(notebook, tmp_path):
    page = notebook.page
    assert labels_in_order(page) == list(range(1, 13))
    heading = page.get_by_role("button", name="volume_um3", exact=True)
    heading.click()
    ascending = notebook.kernel("measured.sort_values('volume_um3')['label'].tolist()")
    assert labels_in_order(page) == ascending
    heading.click()
    assert labels_in_order(page) == ascending[::-1]
    sorted_by = page.locator('.nuclei-table th[aria-sort="descending"]')
    assert "volume_um3" in sorted_by.inner_text()

    page.locator(ROW).nth(2).click()  # a row leads to its nucleus
    third = ascending[::-1][2]
    settle(notebook, "viewer.layers['labels'].selected_label", third)
    middle = f"measured.set_index('label').loc[{third}, ['first_z', 'last_z']].mean().item()"
    assert abs(notebook.kernel("viewer.dims.point[0]") - notebook.kernel(middle)) < 4

    look = page.locator(".nuclei-table figure")  # and shows it beside the row
    look.get_by_text(f"Nucleus {third}, as the viewer shows it").wait_for()
    assert look.locator("img").evaluate("img => img.complete && img.naturalWidth > 100")

    smallest = ascending[0]  # a nucleus leads to its row, which scrolls into sight
    page.locator(".nuclei-table .frame").evaluate("frame => frame.style.maxHeight = '120px'")
    notebook.run_code(f"viewer.layers['labels'].selected_label = {smallest}")
    chosen = page.locator(f'{ROW}[aria-selected="true"] td:first-child')
    page.wait_for_function(
        """label => document.querySelector('.nuclei-table tr[aria-selected="true"] td')
           .textContent === String(label)""",
        arg=smallest,
    )
    box, frame = chosen.bounding_box(), page.locator(".nuclei-table .frame").bounding_box()
    assert frame["y"] <= box["y"] and box["y"] + box["height"] <= frame["y"] + frame["height"] + 1


def test_the_keyboard_walks_the_rows_and_sorts(notebook):
    page = notebook.page
    page.get_by_role("button", name="label", exact=True).focus()
    page.keyboard.press("Enter")  # sorts by label downwards
    assert labels_in_order(page)[0] == 12
    page.locator(f"{ROW}[tabindex='0']").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    settle(notebook, "table.selected", 11)
    page.keyboard.press("End")
    settle(notebook, "viewer.layers['labels'].selected_label", 1)
    assert page.evaluate("document.activeElement.getAttribute('aria-selected')") == "true"


def test_headings_explain_themselves_and_the_table_can_be_kept(notebook):
    page = notebook.page
    page.get_by_role("button", name="sphericity", exact=True).hover()
    assert "how round it is" in page.locator(".nuclei-table .help").inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the table").click()
    text = download.value.path().read_bytes().decode()
    assert download.value.suggested_filename == "nuclei.csv"
    assert text == notebook.kernel("table.csv") and "volume_um3" in text
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the parameters").click()
    assert download.value.path().read_text(encoding="utf-8") == notebook.kernel("table.parameters")
