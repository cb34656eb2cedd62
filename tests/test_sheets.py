"""Sheets and cards hold each exercise once, the solutions only where they belong, and no markup."""

import csv
import html
import json
import re
import sys

import numpy as np
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from helpers.exercises.catalogue import exercises
from tests.conftest import ROOT

sys.path.append(str(ROOT / "tools"))
import sheets

NUMBERS = [name[:2] for name in sheets.registry()]


def asked(numbers, solved):
    """Return what typst has set: the name of each exercise, and whether its solution stands."""
    data = {"sheet": json.dumps(sheets.sheet(numbers, solved))}
    found = json.loads(typst.query(sheets.SOURCE, "<exercise>", sys_inputs=data))
    return [(one["value"]["name"], one["value"]["solved"]) for one in found]


@pytest.mark.parametrize("solved", [False, True])
def test_each_exercise_is_printed_once_and_solved_only_in_the_second_sheet(solved):
    assert asked(NUMBERS, solved) == [(name, solved) for name in exercises()]


def test_the_sheet_to_fill_in_holds_no_solution():
    text = json.dumps(sheets.sheet(NUMBERS, False), ensure_ascii=False)
    for exercise in exercises().values():
        assert exercise.solution not in text


def test_each_exercise_has_the_section_it_stands_in():
    assert all(
        one["section"]
        for page in sheets.sheet(NUMBERS, False)["notebooks"]
        for one in page["exercises"]
    )


def test_what_an_exercise_is_about_is_printed_with_it():
    known = {
        one["name"]: one
        for page in sheets.sheet(NUMBERS, False)["notebooks"]
        for one in page["exercises"]
    }
    assert known["islands_by_edge"]["given"][0] == "1 1 . . . . . 1"
    assert "    [0, 1, 1, 1, 1, 1, 0]," in known["eroded_by_hand"]["given"]
    assert known["mend_border"]["given"][2].endswith("for n in numbers]")
    assert known["snr"]["given"] == []
    assert "1 1 . . . . . 1" in sheets.cards(["04"])


def test_the_exercises_on_the_core_path_carry_their_star():
    for page in sheets.sheet(NUMBERS, False)["notebooks"]:
        for one in page["exercises"]:
            heads = [
                cell.source
                for cell in sheets.read(page["title"][:2]).cells
                if cell.cell_type == "markdown"
            ]
            starred = any(one["title"] == head.splitlines()[0].partition(": ")[2] for head in heads)
            assert not starred or "★" in one["title"]
    titles = [one["title"] for one in sheets.sheet(["05"], False)["notebooks"][0]["exercises"]]
    assert sum("★" in title for title in titles) == 11


def test_a_sheet_is_a_pdf_of_pages_with_ink(tmp_path):
    path = tmp_path / "sheet.pdf"
    sheets.print_sheet(["01"], True, path)
    assert path.read_bytes().startswith(b"%PDF-")
    sheets.print_sheet(["01"], True, tmp_path / "page-{p}.png", "png")
    pages = sorted(tmp_path.glob("*.png"))
    assert pages
    for page in pages:
        grey = np.asarray(Image.open(page).convert("L"))
        assert grey.shape == (1169, 827)  # A4 at 100 dots an inch
        assert (grey < 100).mean() > 0.001
        assert (grey[:, :50] == 255).all()  # nothing runs into the margin
        assert (grey[:, -50:] == 255).all()


@given(st.text())
def test_no_sign_of_a_text_is_lost_or_becomes_markup(text):
    parts = sheets.pieces(text)
    back = {"text": "{}", "code": "`{}`", "strong": "**{}**"}
    assert "".join(back[kind].format(words) for kind, words in parts) == text


def test_signs_that_mean_something_to_typst_stop_no_sheet():
    odd = '#panic() $x$ *b* _i_ @ref <tag> [µm] \\ // ~ "q" `'
    said = sheets.pieces(odd)
    exercise = dict.fromkeys(("name", "section", "title", "unit"), odd) | {"lines": 1}
    exercise |= {
        "given": [odd],
        "question": said,
        "options": [said],
        "answer": said,
        "solution": said,
    }
    data = {"title": odd, "notebooks": [{"title": odd, "exercises": [exercise]}]}
    pdf = typst.compile(sheets.SOURCE, sys_inputs={"sheet": json.dumps(data)})
    assert pdf.startswith(b"%PDF-")


def imported(text):
    """Read cards as Anki's manual says: headers, then fields parted by the separator."""
    lines = text.splitlines()
    header = dict(line[1:].split(":", 1) for line in lines if line.startswith("#"))
    assert header["separator"] == "tab"
    assert header["html"] == "true"
    assert header["tags column"] == "3"
    body = [line for line in lines if not line.startswith("#")]
    return list(csv.reader(body, delimiter="\t"))


def test_each_exercise_is_one_card_with_its_reason_on_the_back():
    rows = imported(sheets.cards(NUMBERS))
    assert [len(row) for row in rows] == [3] * len(exercises())
    for (front, back, tags), exercise in zip(rows, exercises().values(), strict=True):
        assert sheets.card(exercise.question) in front
        assert back.endswith(sheets.card(exercise.solution))
        assert sheets.card(exercise.solution) not in front
        assert re.fullmatch(r"nuclei-workbook::\d\d", tags)
    volume = next(row for row in rows if "How many slices does" in row[0])
    assert volume[1].startswith("<b>60</b><br>")


@given(st.text())
def test_no_text_of_a_card_is_a_formula_a_tag_or_a_new_field(text):
    field = sheets.card(text)
    assert not re.search(r"[\t\n\r{}\\\[\]$=+@\"]", field)
    assert set(re.findall(r"<[^>]*>", field)) <= {
        "<code>", "</code>", "<strong>", "</strong>"}  # fmt: skip
    assert not field.startswith("#")
    bare = re.sub(r"</?(code|strong)>", "", field)
    wanted = re.sub(r"[`*\s]", "", text)
    assert re.sub(r"[`*\s]", "", html.unescape(bare)) == wanted
