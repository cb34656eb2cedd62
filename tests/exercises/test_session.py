"""What a learner meets around the answers: cells that stop, guesses, progress, odd names."""

import os
import re
import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from helpers import exercises as ex
from helpers.exercises import notebook_cells, saved_progress
from helpers.exercises.guesses import strip
from helpers.exercises.kinds import Number
from tests.exercises.demo import EXERCISES, texts


@pytest.fixture(autouse=True)
def demo(monkeypatch, tmp_path):
    """The demo exercises, an empty progress file, and no memory of cells."""
    ex.use({"99_demo": EXERCISES})
    monkeypatch.setenv("NUCLEI_PROGRESS", str(tmp_path / "own" / "progress.json"))
    monkeypatch.setattr(notebook_cells, "_written", {})
    monkeypatch.setattr(notebook_cells, "_last", {"source": ""})
    yield
    ex.use(None)


def new_shell():
    """Return an IPython that keeps no history of its own."""
    return InteractiveShell(config=Config(HistoryManager={"enabled": False}))


@pytest.fixture
def run(monkeypatch, demo):
    """Run a cell as a notebook does, and return the value of its last line."""
    shell = new_shell()
    monkeypatch.setattr(notebook_cells, "namespace", lambda: shell.user_ns)
    notebook_cells.watch(shell)
    shell.run_cell("from helpers.exercises import *")

    def cell(source, cell_id=None):
        return shell.run_cell(source, store_history=True, cell_id=cell_id).result

    return cell


# ---- cells -------------------------------------------------------------------------------


def test_a_right_answer_is_judged_by_its_name(run):
    run("count = 19")
    assert run("check('count')").status == "right"
    run("count: int = 20")
    assert run("check('count')").message == "The background is no object."
    run("def to_um3(voxels, size):\n    return voxels * size")
    assert run("check('to_um3')").status == "right"


def test_a_check_before_its_answer_cell_says_what_to_run(run):
    assert "There is no answer called `count` yet" in repr(run("check('count')"))


def test_a_misspelt_name_in_the_answer_cell_is_named_with_its_neighbour(run):
    run("image = 3")
    run("count = 19")
    run("count = imag + 16")
    verdict = run("check('count')")
    assert "the name `imag`" in verdict.message
    assert "Did you mean `image`?" in verdict.message


def test_a_typing_error_in_the_answer_cell_names_the_line(run):
    run("x = 1\ncount = (19")
    assert "line 2 of your answer cell" in run("check('count')").message


def test_any_other_stop_is_said_in_a_sentence(run, capsys):
    run("count = 1 / 0")
    assert "In plain words\nYour answer cell stopped" in capsys.readouterr().out
    assert "ZeroDivisionError: division by zero" in run("check('count')").message


def test_after_the_cell_is_mended_its_answer_counts(run):
    run("count = 1 / 0")
    run("count = 19")
    assert run("check('count')").status == "right"


def test_the_solutions_own_value_is_not_the_learners_answer(run):
    run("count = ...")
    run("count = 19\nsolution('count')")
    verdict = run("check('count')")
    assert verdict.status == "plain"
    assert "from the solution cell" in verdict.message
    run("count = 19")
    assert run("check('count')").status == "right"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("[17.4 66.56 66.56]", "Python said: invalid syntax. Perhaps you forgot a comma?"),
        ("60 slices", "Leave out the words behind a number."),
        ("66.4 %", "Leave out the unit behind a number."),
        ("outlines x 20 / 3600", "Write `*` for times."),
        ("0.29 x 0.26", "Write `*` for times."),
        ("19 ÷ 1", "`/` for divided by"),
        ("65 535", "Leave out the blank inside a number."),
        ("5,02", "Write a decimal number with a point: `5.02`."),
        ("“19”", "quotation marks must be the straight ones"),
        ("= 5", "Give a value its name with one `=`."),
        ("(19", "a bracket, a quotation mark or a colon that is missing"),
        ("[(19]", "Python said: closing parenthesis ']' does not match opening parenthesis '('"),
        ("6:15", "write hours as one number with a point"),
    ],
)
def test_what_python_says_of_a_line_it_cannot_read_is_kept_where_it_helps(run, source, words):
    run(f"count = {source}")
    said = run("check('count')").message
    assert said.startswith("Python could not read line ")
    assert words.casefold() in said.casefold()


def test_a_missing_indentation_is_explained(run):
    run("sizes = []\nfor number in (1, 2, 3):\nsizes.append(number)")
    said = run("check('sizes')").message
    assert "expected an indented block after 'for'" in said
    assert "begin with four blanks" in said


def test_a_thousands_comma_that_stopped_a_cell_is_explained(run):
    run("import numpy as np")
    run("count = np.count_nonzero(np.zeros(3) == 65,535)")
    assert (
        "Python reads a comma as “and”: write `65,535` as `65535`." in run("check('count')").message
    )


def test_one_equals_sign_in_a_comparison_is_explained(run):
    run("import numpy as np; image = np.zeros(3)")
    run("count = np.count_nonzero(image = 2)")
    assert "write `==`" in run("check('count')").message


@pytest.mark.parametrize("mended", ["5", "count: 5", ""])
def test_a_stale_error_goes_when_its_cell_is_run_again(run, mended):
    run("count = = 5", "one")
    assert "could not read" in run("check('count')", "two").message
    run(mended, "one")
    run("other = 3", "three")
    assert "it must begin with `count =`" in run("check('count')", "two").message
    run("count = 19", "one")
    assert run("check('count')", "two").status == "right"


@pytest.mark.parametrize(
    "source",
    [
        "def to_um3(voxels, size): return voxels * size",
        "def to_um3(voxels,\n           size):\n    return voxels * size",
        "to_um3 = lambda voxels, size: voxels * size",
        "if True:\n    to_um3 = lambda voxels, size: voxels * size",
    ],
)
def test_a_function_may_be_written_in_any_way(run, source):
    run("def to_um3(voxels, size):\n    return ...", "one")
    assert run("check('to_um3')").status == "open"
    run(source, "one")
    assert run("check('to_um3')").status == "right"


def test_a_value_without_a_name_is_not_called_unanswered(run):
    run("count = ...")
    run("5")
    assert "it must begin with `count =`" in run("check('count')").message
    run("sizes = ...")
    assert "Not answered yet" in repr(run("check('sizes')"))


def test_a_power_written_with_a_hat_is_explained(run):
    run("count = 2^8 - 1")
    verdict = run("check('count')")
    assert "You answered 5 nuclei." in repr(verdict)
    assert "`^` is no power" in repr(verdict)
    run("count = 20  # 2^8")
    assert "no power" not in repr(run("check('count')"))


def test_an_answer_older_than_what_it_was_made_from_is_told_so(run):
    run("image = 20", "one")
    run("count = image", "two")
    assert "made `image` again" not in repr(run("check('count')"))
    run("image = 19", "one")
    verdict = run("check('count')")
    assert "You answered 20 nuclei." in repr(verdict)
    assert "a cell has made `image` again" in repr(verdict)
    run("count = image", "two")
    assert run("check('count')").status == "right"


def test_a_right_answer_older_than_what_it_was_made_from_counts_and_is_told_so(run):
    run("image = 19", "one")
    run("count = image", "two")
    assert "again" not in repr(run("check('count')"))
    run("image = 20", "one")
    verdict = run("check('count')")
    assert verdict.status == "right"
    assert "a cell has made `image` again. It counts;" in repr(verdict)
    run("image = 19", "one")
    run("count = image", "two")
    assert "again" not in repr(run("check('count')"))


def test_an_answer_from_a_step_that_is_older_than_the_step_before_it_is_told_so(run):
    run("image = 20", "one")
    run("mask = image\ndouble = mask + mask", "two")
    run("labels = mask", "three")
    run("image = 19", "one")  # and the cells two and three are not run again
    run("count = labels", "four")
    said = repr(run("check('count')"))
    assert "`mask` is older than `image`" in said and "Since your answer" not in said
    run("mask = image\ndouble = mask + mask", "two")
    run("count = labels", "four")
    assert "`labels` is older than `mask`" in repr(run("check('count')"))
    run("labels = mask", "three")
    run("count = labels", "four")
    assert run("check('count')").status == "right"


def test_to_fetch_a_tool_again_makes_no_answer_old(run):
    run("from math import sqrt", "one")
    run("nine = sqrt(81)", "two")
    run("count = int(sqrt(81) + nine)", "three")
    run("from math import sqrt", "one")
    said = repr(run("check('count')"))
    assert "You answered 18" in said and "again" not in said and "older" not in said


def test_a_loop_of_another_cell_makes_no_answer_old(run):
    run("numbers = (1, 2)")
    run("sizes = []\nfor number in numbers:\n    sizes.append(number)")
    run("for number in (7, 8): pass")
    assert "again" not in repr(run("check('sizes')"))


def test_a_line_for_ipython_is_no_hindrance(run):
    run("%time pass\ncount = 20")
    assert run("check('count')").message == "The background is no object."


def test_comparing_is_not_answering(run):
    run("count = 20")
    run("count == 19")
    assert run("check('count')").status == "wrong"


def test_watching_twice_hears_once():
    shell = new_shell()
    notebook_cells.watch(shell)
    notebook_cells.watch(shell)
    assert len([f for f in shell.events.callbacks["post_run_cell"] if "remember" in str(f)]) == 1


# ---- names -------------------------------------------------------------------------------


def test_asking_for_an_unknown_exercise_is_said_and_reads_as_unanswered(capsys):
    assert ex.ask("verdikt") is ...
    assert "Did you mean `verdict`?" in capsys.readouterr().out


@pytest.mark.parametrize("function", [ex.check, ex.predict, ex.hint, ex.solution])
def test_an_unknown_exercise_is_answered_with_the_nearest(function):
    verdict = function("coumt")
    assert "There is no exercise called `coumt`. Did you mean `count`?" in verdict.message
    assert "Traceback" not in repr(verdict)


def test_a_value_in_place_of_the_name_is_explained():
    assert "in quotation marks" in ex.check(19).message
    assert "in quotation marks" in ex.hint(None).message


def test_an_unknown_notebook_is_said():
    assert "There is no notebook with exercises called `07`" in ex.progress("07").message
    assert "There is no notebook" in ex.reset("everything").message


# ---- guesses -----------------------------------------------------------------------------


def test_a_guess_is_kept_and_shown_beside_the_result():
    widget = ex.predict("count")
    widget.value = "25"
    assert widget.note == "Kept: you will see it beside the result."
    assert ex.predict("count").value == "25"
    assert "Your guess was 25 nuclei: 6 too high." in repr(ex.check("count", 19))
    assert "guess" not in repr(ex.check("count", 20))


def test_a_room_of_guesses_is_shown_as_a_spread():
    widget = ex.predict("count")
    widget.room = "12 15, 19;19\n40"
    assert widget.room_note == "5 votes counted."
    verdict = ex.check("count", 19)
    assert "The room's 5 guesses run from 12 to 40; the middle one is 19." in repr(verdict)
    assert verdict.figure.count("<circle") == 5
    assert 'role="img"' in verdict._repr_html_()


def test_guesses_for_a_choice_are_counted():
    widget = ex.predict("verdict")
    widget.value, widget.room = "b", "a b b"
    verdict = ex.check("verdict", "uint8")
    assert verdict.notes == ("It is a.", "Your guess was b.", "The room's guesses: a: 1, b: 2.")


def test_what_is_no_guess_is_not_kept():
    widget = ex.predict("count")
    widget.value = "many"
    assert widget.note == "“many” cannot be read. Type one number, as in: 12"
    widget.room = "12 x"
    assert widget.room_note == "1 vote counted. Not counted: X. Ask for these again."
    assert ex.predict("count").value == ""
    widget.room = "x"
    assert "guess" not in repr(ex.check("count", 19))


@pytest.mark.parametrize("text", ["about 25", "25 nuclei", "~25", "25 cells", "25,0"])
def test_a_guess_is_read_as_people_write_it(text):
    ex.predict("count").value = text
    assert "Your guess was 25 nuclei: 6 too high." in repr(ex.check("count", 19))


def test_how_far_a_guess_is_off_is_said_in_few_figures():
    number = Number(**texts("area"), expected=55.9801, tolerance=0.1, guess="How much?")
    ex.use({"99_demo": (number,)})
    ex.predict("area").value = "100"
    assert "Your guess was 100: 44 too high." in repr(ex.check("area", 55.9801))


def test_a_damaged_guess_does_not_stop_a_check():
    saved_progress.record("guesses", "count", "many")
    saved_progress.record("rooms", "count", "a room")
    assert ex.check("count", 19).status == "right"
    assert "guess" not in repr(ex.check("count", 19))


def test_equal_guesses_can_be_drawn():
    assert "<circle" in strip(19.0, [19.0], 19.0, "all alike")


def places(drawing, sign):
    """Return where across a drawing the signs of one kind stand."""
    return [float(x) for x in re.findall(rf'<{sign} (?:cx|x1)="([\d.]+)"', drawing)]


FINITE = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(FINITE, min_size=2, max_size=6), FINITE)
def test_every_guess_stands_at_its_number(room, result):
    drawing = strip(None, room, result, "guesses")
    stroke = places(drawing, "line")[1]
    values, drawn = [*sorted(room), result], [*places(drawing, "circle"), stroke]
    low, high = min(values), max(values)
    if high > low:
        for value, x in zip(values, drawn, strict=True):
            share = (Fraction(value) - Fraction(low)) / (Fraction(high) - Fraction(low))
            assert abs(x - (20 + 480 * share)) <= 0.51
    assert all(20 <= x <= 500 for x in drawn)


def test_the_result_is_written_over_its_stroke_and_stays_inside():
    drawing = strip(None, [0.0, 100.0], 50.0, "guesses")
    assert '<text x="260" y="15" text-anchor="middle">50</text>' in drawing
    assert '<text x="40" y="15"' in strip(None, [100.0], 0.0, "guesses")
    assert '<text x="480" y="15"' in strip(None, [0.0], 100.0, "guesses")


def test_equal_guesses_are_stacked():
    heights = re.findall(r'cy="(\d+)"', strip(None, [1.0, 1.0, 1.0, 5.0], 3.0, "guesses"))
    assert heights == ["66", "57", "48", "66"]


def test_a_high_stack_shows_every_guess_and_ends_below_the_result():
    drawing = strip(None, [1.0] * 60 + [5.0], 3.0, "guesses")
    heights = [float(height) for height in re.findall(r'cy="([\d.]+)"', drawing)]
    assert len(set(heights)) == 60
    assert min(heights) >= 26


# ---- progress ----------------------------------------------------------------------------


def solve(*names):
    right = {one.name: one.value(one.expected) for one in EXERCISES}
    for name in names:
        ex.check(name, right[name])


def test_progress_counts_what_was_solved_and_survives_a_restart():
    ex.check("count", 20)
    assert ex.progress().summary == "0 of 10 exercises solved"
    assert not saved_progress.progress_file().exists()
    solve("count", "mask", "thought")
    code = (
        "from helpers.exercises import progress; from tests.exercises import demo;"
        "demo.install(); print(progress('99'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"{ex.progress('99_demo')}\n"
    assert "3 of 10" in done.stdout
    assert "✓ The mask\n○ The to_um3" in done.stdout


def test_resetting_forgets_one_or_all():
    solve("count", "mask")
    assert ex.reset("count").summary == "1 of 10 exercises solved"
    assert ex.reset("99").summary == "0 of 10 exercises solved"
    solve("count")
    assert ex.reset().summary == "0 of 10 exercises solved"


def test_an_answered_question_is_still_answered_when_its_cell_runs_again(capsys):
    ex.ask("verdict").value = "b"
    again = ex.ask("verdict")
    assert again.value == "b"
    assert ex.check("verdict", again).message == "A mask has no minus sign."


@pytest.mark.parametrize(
    ("cells", "times"),
    [
        (["ask('verdict')"], 1),
        (["verdict = ask('verdict')"], 1),
        (["ask('verdict')", "ask('verdict')"], 2),
        (["verdict = ask('verdict')", "verdict"], 2),
        (["predict('verdict')"], 1),
    ],
)
def test_a_question_stands_in_its_cell_once(run, capsys, cells, times):
    for cell in cells:
        run(cell)
    assert capsys.readouterr().out.count("Answer: ...") == times


DEEP = "[" * 1100 + "]" * 1100
DAMAGED = [
    "",
    "{",
    DEEP,
    '{"solved": ' + DEEP + "}",
    "[]",
    "null",
    '{"solved": []}',
    '{"solved": {"count": "yes"}}',
    "\x00",
]


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_progress_file_is_set_aside_and_said(content):
    path = saved_progress.progress_file()
    path.parent.mkdir()
    path.write_text(content)
    assert "is not as it was written" in repr(ex.progress())
    verdict = ex.check("count", 19)
    assert verdict.status == "right"
    assert "is not as it was written" in repr(verdict)
    assert path.with_name("progress.json.damaged").read_text() == content
    assert ex.progress().summary == "1 of 10 exercises solved"
    assert ex.progress().problem == ""


def test_a_progress_file_that_cannot_be_written_is_said(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NUCLEI_PROGRESS", str(tmp_path / "file" / "progress.json"))
    verdict = ex.check("count", 19)
    assert verdict.status == "right"
    assert "could not be " in repr(verdict)
    assert "could not be " in repr(ex.reset())


def test_a_folder_in_place_of_the_progress_file_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("NUCLEI_PROGRESS", str(tmp_path))
    assert "could not be read" in repr(ex.progress())
    assert "could not be saved" in repr(ex.check("count", 19))
    assert not list(tmp_path.parent.glob(f"{tmp_path.name}?*"))


def test_the_file_is_written_whole(monkeypatch):
    solve("count")
    before = saved_progress.progress_file().read_text()

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert "No space left" in saved_progress.record("solved", "mask", True)
    assert saved_progress.progress_file().read_text() == before
    assert len(list(saved_progress.progress_file().parent.iterdir())) == 1


# ---- what is shown -----------------------------------------------------------------------


def test_hints_come_in_steps_without_a_kernel():
    page = ex.hint("count")._repr_html_()
    assert page.count("<details>") == 2
    assert page.index("Hint 1 of 2") < page.index("Look closely.") < page.index("Hint 2 of 2")
    assert " open" not in page
    assert "Hint 2 of 2" in repr(ex.hint("count"))


def test_a_solution_is_folded_away():
    assert "<details>" in ex.solution("count")._repr_html_()


def test_a_verdict_is_announced_and_escaped():
    page = ex.check("count", "<script>")._repr_html_()
    assert 'role="status"' in page
    assert "<script>" not in page


def test_a_question_reads_on_a_static_page():
    data, _ = ex.predict("verdict")._repr_mimebundle_()
    assert "<br>b) int8<br>" in data["text/html"]
    assert data["text/plain"] == "Which do you expect?\na) uint8\nb) int8\nc) bool\nAnswer: ..."


def test_nothing_shown_holds_an_address_or_a_time():
    shown = [ex.check("count", ...), ex.hint("count"), ex.solution("count"), ex.progress()]
    shown += [ex.check("count", object()), ex.check("to_um3", object), ex.predict("count")]
    pages = [
        text
        for one in shown
        for text in (
            repr(one),
            one._repr_mimebundle_()[0]["text/html"]
            if hasattr(one, "_repr_mimebundle_")
            else one._repr_html_(),
        )
    ]
    assert not [text for text in pages if re.search(r"0x[0-9a-f]{6}|\d\d:\d\d", text)]


def test_importing_the_exercises_brings_nothing_heavy():
    heavy = "{'napari', 'pandas', 'skimage', 'matplotlib', 'anywidget', 'dask'}"
    code = f"import sys, helpers.exercises; print(*{heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("five", "write a number in figures: `5` for five"),
        ("count_nonzero([1])", "did you mean `np.count_nonzero`?"),
        ("spacing(0)", "write square brackets, as in `spacing[0]`"),
        ("image(33,201,173)", "write square brackets"),
        ("2(3)", "write `*` between two factors"),
        ("0.29^3", "two stars, as in `0.5**3`"),
        ("image.mean - image.std", "only with brackets behind its name"),
        ("image.shape * spacing", "take one entry of each"),
        ("spacing[3]", "python counts from 0"),
        ("np.mean(image) voxels", "leave out the unit behind the bracket"),
        ("0,29*0,26*0,26", "write `0.29`, with a point"),
        ("image.shape", "holds 3 numbers"),
        ("'3 h 28 min'", "holds two numbers. write one, in nuclei"),
        ("'12-18'", "if you mean all numbers from one to another, write each"),
        ("1", "you answered 1 nucleus."),
        ("7", "the form is right (one whole number (nuclei) is wanted), the answer is not"),
    ],
)
def test_each_slip_gets_the_advice_that_mends_it(run, typed, words):
    run(
        "import numpy as np\nspacing, image = (0.29, 0.26, 0.26), np.ones((60, 256, 256), bool)",
        "one",
    )
    run(f"count = {typed}", "two")
    said = repr(run("check('count')")).casefold()
    assert words in said
    assert "60256" not in said and "33201173" not in said


def test_an_empty_guess_and_a_guess_of_one_are_answered():
    number = Number(**texts("one"), expected=1, unit="voxels", guess="How many?")
    ex.use({"99_demo": (number,)})
    ex.predict("one").value = "1"
    assert "The result is 1 voxel. Your guess was 1 voxel: exactly right." in " ".join(
        repr(ex.check("one", 1)).split()
    )
