"""The workbook opens in a real JupyterLab."""


def test_a_cell_runs_and_its_value_is_within_reach(open_notebook):
    page = open_notebook(["x = 6 * 7\nx"])
    page.run_all()
    assert page.kernel("x") == 42
    assert "42" in page.cell(0).inner_text()
