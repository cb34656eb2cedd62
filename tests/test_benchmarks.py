"""The page of benchmarks is written from what they print, and the samples of changes are fair."""

import importlib.util
import sys

import pytest

from tests.conftest import ROOT


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


benchmarks = load(ROOT / "tools" / "benchmarks.py")
mutants = load(ROOT / "tools" / "mutants.py")
losses = load(ROOT / "benchmarks" / "_losses.py")


def test_every_benchmark_is_a_part_of_the_page():
    files = {path.stem for path in (ROOT / "benchmarks").glob("[a-z]*.py")}
    assert set(benchmarks.PARTS) == files


def test_the_page_says_where_we_lose_in_the_benchmarks_own_words(capsys):
    losses.tell_losses({"ours": 3.0, "theirs": 1.5, "slow": 9.0}, "ours", "one image")
    printed = capsys.readouterr().out
    assert printed == "We lose: one image: theirs is 2.00 times as fast as ours.\n"
    part = benchmarks.section("erosion", ["--x"], f"a table\n{printed}", 90)
    page = benchmarks.page({"erosion": part, "reading": "## reading\n\nfine\n"}, "A machine.")
    assert "- one image: theirs is 2.00 times as fast as ours." in page
    assert "A machine." in page and "`python benchmarks/erosion.py --x` took 1.5 minutes" in page
    assert page.index("## Where we lose") < page.index("## erosion") < page.index("## reading")
    alone = benchmarks.page({"reading": "## reading\n\nfine\n"}, "A machine.")
    assert "Nowhere in what is measured here." in alone


def test_a_part_measured_anew_leaves_the_rest_of_the_page(tmp_path, monkeypatch):
    small = tmp_path / "benchmarks"
    small.mkdir()
    for name in ("one", "two"):
        text = f'"""About {name}.\n\nRun with it."""\nprint("figure of {name}")\n'
        (small / f"{name}.py").write_text(text)
    monkeypatch.setattr(benchmarks, "ROOT", tmp_path)
    monkeypatch.setattr(benchmarks, "PAGE", small / "README.md")
    monkeypatch.setattr(benchmarks, "PARTS", {"one": [], "two": []})
    for asked in ([], ["two"]):
        monkeypatch.setattr(sys, "argv", ["benchmarks.py", *asked])
        benchmarks.main()
        page = (small / "README.md").read_text(encoding="utf-8")
        assert page.count("figure of one") == page.count("figure of two") == 1
        assert "About one." in page and "cores" in page
        (small / "two.py").write_text('"""Now."""\nprint("figure of two, anew")\n')
    assert "figure of two, anew" in page and page.count("## ") == 3
    (small / "two.py").write_text("raise SystemExit('broken')")
    with pytest.raises(SystemExit, match="went wrong"):
        benchmarks.main()
    assert (small / "README.md").read_text(encoding="utf-8") == page


def test_changes_of_annotations_are_not_counted(tmp_path):
    path = tmp_path / "a.py"
    path.write_text("def f(a: int | None) -> int | str:\n    return a | 3\n")
    assert mutants._in_annotation(path, 1, 13) and mutants._in_annotation(path, 1, 28)
    assert not mutants._in_annotation(path, 2, 13)


@pytest.mark.parametrize("module", mutants.TESTS)
def test_what_is_changed_and_what_shall_notice_is_there(module):
    assert (ROOT / "helpers" / f"{module}.py").is_file()
    assert all((ROOT / tests).exists() for tests in mutants.TESTS[module])
