"""A room votes by codes: what is written is read again, and what is mistyped is noticed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import helpers.exercises as ex
from helpers.exercises import codes, saved_progress
from helpers.exercises.codes import Code
from helpers.exercises.kinds import Number
from helpers.exercises.rooms import Room, Vote, code_of, read_room
from helpers.exercises.tally import ROWS, steps, tally
from tests.exercises import demo
from tests.exercises.demo import texts


@pytest.fixture(autouse=True, scope="module")
def demo_exercises():
    demo.install()
    yield
    ex.use(None)


@pytest.fixture(autouse=True)
def own_progress(monkeypatch, tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    monkeypatch.setenv("NUCLEI_PROGRESS", str(folder / "progress.json"))


def exercise(name):
    return ex.catalogue.find(name)


CODES = st.builds(
    Code,
    question=st.integers(0, len(codes.FIRST) ** 2 - 1),
    tag=st.integers(0, codes.TAGS - 1),
    answer=st.integers(0, 10**9),
)
GUESSES = st.floats(-1e6, 1e6).map(lambda value: round(value, 2))
TAGS = st.integers(0, codes.TAGS - 1)
SEPARATORS = st.text(" ,;|/\n\t\u00a0\u2003\u200b\ufeff•·", min_size=1).map(lambda s: f" {s}")


# ---- one code ----------------------------------------------------------------------------


@given(CODES)
def test_a_code_says_again_what_was_written(code):
    written = codes.write(code)
    assert codes.read(written) == code
    sloppy = written.lower().replace("0", "o").replace("1", "l").replace("5", "s")
    assert codes.read(sloppy.replace("-", " – ")) == code


@given(CODES, st.data())
def test_every_single_wrong_sign_is_noticed(code, data):
    written = codes.write(code).replace("-", "")
    place = data.draw(st.integers(0, len(written) - 1))
    others = set(codes.SIGNS) - {written[place]}
    other = data.draw(st.sampled_from(sorted(others)))
    assert codes.read(written[:place] + other + written[place + 1 :]) is None


@given(CODES, st.data())
def test_two_signs_that_changed_places_are_noticed(code, data):
    signs = [*codes.write(code).replace("-", "")]
    place = data.draw(st.integers(0, len(signs) - 2))
    signs[place : place + 2] = reversed(signs[place : place + 2])
    swapped = "".join(signs)
    assert swapped == codes.write(code).replace("-", "") or codes.read(swapped) is None


@given(GUESSES)
def test_a_number_keeps_six_figures(value):
    assert codes.to_number(codes.from_number(value)) == pytest.approx(value, rel=5e-6, abs=5e-7)


@given(st.integers(-999_999, 999_999))
def test_a_whole_number_is_kept_as_it_is(value):
    assert codes.to_number(codes.from_number(value)) == value


def test_a_code_is_short_and_the_answer_does_not_stand_in_it():
    assert [len(code_of(exercise("verdict"), letter, 77)) for letter in "abc"] == [8, 8, 8]
    assert max(len(code_of(exercise("count"), "40", tag)) for tag in range(50)) <= 10
    answers = {code_of(exercise("verdict"), "b", tag)[-2] for tag in range(31)}
    assert len(answers) == 31


def test_what_is_no_answer_has_no_code():
    for text in ("", "many", "1e300", "5 µm"):
        assert code_of(exercise("count"), text, 1) == "", text


# ---- a room ------------------------------------------------------------------------------


@given(st.dictionaries(TAGS, GUESSES, min_size=1, max_size=12), st.data())
def test_any_separator_parts_the_codes_of_a_room(guesses, data):
    count = exercise("count")
    text = ""
    for tag, value in guesses.items():
        text += code_of(count, str(value), tag) + data.draw(SEPARATORS)
    room = read_room(count, data.draw(st.sampled_from([text, text.lower(), text.upper()])))
    assert {vote.tag: vote.value for vote in room.votes} == pytest.approx(guesses, rel=5e-6)
    assert (room.unread, room.elsewhere, room.twice) == ((), (), 0)


@given(TAGS, st.sampled_from(["verdict", "count"]), st.data())
def test_a_mistyped_code_is_never_counted_as_something_else(tag, name, data):
    one = exercise(name)
    written = code_of(
        one, data.draw(st.sampled_from(["a", "b"] if name == "verdict" else ["12"])), tag
    )
    place = data.draw(st.integers(0, len(written) - 1).filter(lambda place: written[place] != "-"))
    typed = data.draw(st.sampled_from(codes.SIGNS).filter(lambda sign: sign != written[place]))
    room = read_room(one, written[:place] + typed + written[place + 1 :])
    assert not room.votes
    assert len(room.unread) == 1
    assert "Ask for these again" in room.said


def test_sixty_learners_are_counted():
    verdict = exercise("verdict")
    text = "\n".join(code_of(verdict, "abc"[tag % 3], 97 * tag) for tag in range(60))
    assert read_room(verdict, text).said == "60 votes counted."


def test_codes_of_another_question_and_codes_that_come_twice_are_told():
    verdict, count = exercise("verdict"), exercise("count")
    mine, changed = code_of(verdict, "a", 5), code_of(verdict, "b", 5)
    other = code_of(count, "12", 6)
    room = read_room(verdict, f"{mine} {other} {changed} {code_of(verdict, 'c', 7)} {mine[:-1]}")
    assert [vote.value for vote in room.votes] == ["b", "c"]
    assert room.elsewhere == (other,)
    assert "2 votes counted. One came twice: the last one counts." in room.said
    assert f"Not counted: {mine[:-1]}. Ask for these again." in room.said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("12, 15,20", [12, 15, 20]),
        ("12,15", [12, 15]),
        ("12,15,20", [12, 15, 20]),
        ("12 15;20\n21", [12, 15, 20, 21]),
        ("12 15,20", [12, 15, 20]),
        ("１２\u2003~15\u00a020", [12, 15, 20]),
        ("1,000; 3,900,000; 20", [1000, 3_900_000, 20]),
        ("1,000", [1000]),
        ("12nuclei 15", [12, 15]),
    ],
)
def test_numbers_are_parted_as_people_type_them(text, wanted):
    room = read_room(exercise("count"), text)
    assert [vote.value for vote in room.votes] == wanted
    assert room.unread == ()


def test_a_decimal_comma_is_one_where_decimals_are_asked_and_something_else_parts():
    volume = exercise("volume")
    assert [vote.value for vote in read_room(volume, "12,5; 15,25 µm³ 20").votes][:2] == [
        12.5,
        15.25,
    ]
    assert [vote.value for vote in read_room(volume, "12, 15,20").votes] == [12, 15, 20]


@pytest.mark.parametrize(
    "text", ["abbc", "a,b,b,c", "a b b c", "A B,b) c.", "a; bb/c", "uint8 b b c"]
)
def test_letters_are_parted_as_people_type_them(text):
    room = read_room(exercise("verdict"), text)
    assert [vote.value for vote in room.votes] == [*"abbc"]


@given(st.text())
def test_any_text_is_read_as_a_room(text):
    for name in ("count", "volume", "verdict"):
        one = exercise(name)
        room = read_room(one, text)
        assert room.said
        assert tally(one, room, room, reveal=True).count("<tr>") != 1


# ---- two rounds --------------------------------------------------------------------------


def rows(html):
    """Return the text of each row of the table."""
    found = re.findall("<tr>(.*?)</tr>", html)
    return [re.sub(" +", " ", re.sub("<[^>]+>", " ", row)).strip() for row in found]


def test_the_second_vote_stands_beside_the_first_and_the_shift_is_told():
    verdict = exercise("verdict")
    first = read_room(verdict, " ".join(code_of(verdict, "bbca"[tag], tag) for tag in range(4)))
    second = read_room(verdict, " ".join(code_of(verdict, "aaba"[tag], tag) for tag in range(4)))
    html = tally(verdict, first, second)
    assert rows(html) == [
        "Answer First vote (4) Second vote (4)",
        "a) uint8 1 · 25% 3 · 75%",
        "b) int8 2 · 50% 1 · 25%",
        "c) bool 1 · 25% 0 · 0%",
    ]
    assert "Of 4 who voted twice, 3 changed." in html
    assert "b → a: 2, c → b: 1." in html


def test_the_answer_is_marked_only_when_it_is_asked_for():
    verdict, count = exercise("verdict"), exercise("count")
    votes = Room((Vote("b"),))
    assert "answer)" not in tally(verdict, votes, Room())
    assert "✓ a) uint8 (the answer)" in tally(verdict, votes, Room(), reveal=True)
    guesses = Room((Vote(12.0, 1), Vote(25.0, 2)))
    assert "19" not in tally(count, guesses, Room())
    assert "✓ 19 (the answer)" in tally(count, guesses, Room(), reveal=True)
    html = tally(count, guesses, Room((Vote(18.0, 1), Vote(25.0, 2))), reveal=True)
    assert "The middle guess was 18.5, then 21.5." in html
    assert "1 came nearer to the result, 0 went farther away." in html


def test_votes_without_codes_are_compared_in_their_totals():
    html = tally(exercise("verdict"), Room((Vote("b"),)), Room((Vote("a"),)))
    assert "only the totals can be compared" in html


@given(st.lists(GUESSES, min_size=1, max_size=60))
def test_every_number_stands_in_one_row_of_few(values):
    html = tally(exercise("volume"), Room(tuple(map(Vote, values))), Room())
    counts = [int(number) for number in re.findall(r"<span>(\d+) ·", html)]
    assert sum(counts) == len(values)
    assert len(counts) <= 20
    starts, width, _ = steps(values)
    assert starts == sorted(starts)
    assert bool(width) == (len(set(values)) > ROWS)


# ---- the widget --------------------------------------------------------------------------


def test_a_code_stays_with_its_learner_and_says_what_was_answered():
    widget = ex.predict("verdict")
    assert widget.code == ""
    widget.value = "b"
    first = widget.code
    widget.value = "c"
    one, two = codes.read(first), codes.read(widget.code)
    assert (one.answer, two.answer) == (1, 2)
    assert one.tag == two.tag
    assert ex.predict("verdict").code == widget.code
    assert ex.ask("verdict").code == ""


def test_both_votes_are_kept_and_the_answer_waits_for_its_button():
    widget = ex.ask("verdict")
    widget.room = "abbc"
    assert widget.room_note == "4 votes counted."
    widget.again = "aab"
    again = ex.ask("verdict")
    assert (again.room, again.tally, again.reveal) == (widget.room, widget.tally, False)
    assert "(the answer)" not in again.tally
    again.reveal = True
    assert "(the answer)" in again.tally


def test_what_was_not_counted_stays_named_whatever_comes_next():
    widget = ex.ask("verdict")
    widget.room = "ab x"
    not_counted = "2 votes counted. Not counted: X. Ask for these again."
    assert widget.room_note == not_counted
    widget.again = "aab"
    both = f"First vote: {not_counted} Second vote: 3 votes counted."
    assert widget.room_note == both
    widget.reveal = True
    assert widget.room_note == ex.ask("verdict").room_note == both


def test_a_thought_has_no_votes():
    assert not ex.ask("thought").with_room


def test_a_progress_file_of_before_the_votes_is_read():
    path = saved_progress.progress_file()
    path.write_text('{"solved": {"count": true}, "answers": {}, "guesses": {}, "rooms": {}}')
    assert ex.progress().summary.startswith("1 of")
    assert ex.progress().problem == ""


def test_an_exercise_without_a_unit_or_tolerance_is_read():
    ex.use({"99_demo": (Number(**texts("area"), expected=55.9801, guess="How much?"),)})
    assert [vote.value for vote in read_room(exercise("area"), "12 15").votes] == [12, 15]
    demo.install()
