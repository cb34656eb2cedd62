"""Predictions on a few lines of code, made before a notebook uses the idea in them."""

from ..exercises.kinds import Choice, Option


def read(name, title, options, hint, solution):
    """Return the question what the lines that stand above it in the notebook will print.

    Parameters
    ----------
    name, title : str
    options : tuple of Option
        What could be printed.
    hint, solution : str

    Returns
    -------
    Choice
    """
    return Choice(
        name=name,
        title=f"Read the code: {title}",
        question="What will this print?",
        options=options,
        hints=(hint,),
        solution=solution,
    )


BEFORE = {
    "size_in_um": (
        read(
            "read_name",
            "a name",
            (
                Option("`60`", "The second line gives the name a new value."),
                Option("`50`", right=True),
                Option("`-10`", "On the right, `slices` stands for what it was until now: 60."),
                Option(
                    "an error message",
                    "In a sum on paper it would be nonsense. Here `=` is not *equal*: it gives "
                    "what the right side comes to a name.",
                ),
            ),
            "Work out the right side first. Then give what comes out the name on the left.",
            "The right side is 60 - 10. From then on, `slices` stands for 50.",
        ),
    ),
    "snr": (
        read(
            "read_slice",
            "a piece of a row",
            (
                Option("`[10 20 30]`", "It begins at number 1, and the first number is 0."),
                Option("`[20 30]`", right=True),
                Option(
                    "`[20 30 40]`",
                    "The number behind the colon is where to stop *before*.",
                ),
                Option("`[10 20]`", "Python counts from 0: the 10 is number 0, not number 1."),
            ),
            "Number the values from 0. The last number itself is left out.",
            "Numbers 1 and 2, since 3 is left out: `[20 30]`.",
        ),
    ),
    "volume_maximum": (
        read(
            "read_loop",
            "a loop",
            (
                Option("`20`", "That is the first turn. There is one for each number in the list."),
                Option("`30`", "The first turn prints too: the line is run once for each number."),
                Option("`20`, and below it `30`", right=True),
                Option("`50`", "Nothing is added up: each turn prints its own product."),
            ),
            "Put 2 in the place of `factor`, and read the indented line. Then put 3.",
            "The indented line is run twice, with 2 and with 3.",
        ),
        read(
            "read_comparison",
            "a comparison, counted",
            (
                Option("`2`", right=True),
                Option("`3`", "That is how many values there are. Not all of them are 1."),
                Option(
                    "`True`",
                    "`==` alone would answer True or False, for each value; here they are counted.",
                ),
                Option("`1`", "That is the value looked for. How often is the answer True?"),
            ),
            "First `==` asks each of the three values. What are the three answers?",
            "The answers are True, True and False, and two of them are True.",
        ),
    ),
    "instance_bits": (
        read(
            "read_small_type",
            "a number that does not fit",
            (
                Option("`[255 256 258]`", "8 bits hold 256 different numbers, and 0 is one."),
                Option(
                    "`[255 255 255]`",
                    "A detector stops at the top. A data type does not: it begins again.",
                ),
                Option("`[255   0   2]`", right=True),
                Option(
                    "an error message",
                    "One could wish for it. But NumPy says nothing.",
                ),
            ),
            "After 255 the counting begins again, as the hours of a clock do after 12.",
            "255 still fits. 256 begins again at 0, and 258 is two further: 2.",
        ),
    ),
    "my_two_nuclei": (
        read(
            "read_if",
            "only if",
            (
                Option("`['nuclei']`", "Which name is asked for, and is it in the list?"),
                Option(
                    "an error: there is nothing to remove",
                    "That would be so without the `if`. With it, the indented line is left out.",
                ),
                Option("nothing at all", "The last line is not indented: it always runs."),
                Option("`['nuclei', 'mask']`", right=True),
            ),
            "Is the question behind `if` true? Which line depends on it?",
            "“labels” is not in the list, so nothing is removed, and the list is printed as it is.",
        ),
    ),
    "islands_by_edge": (
        read(
            "read_label",
            "label",
            (
                Option("`[1 1 0 1]`", "That is the mask. `label` gives each piece its own number."),
                Option("`[1 1 0 2]`", right=True),
                Option("`[1 2 0 3]`", "The first two touch, so they are one piece."),
                Option("`2`", "That is how many pieces there are. `label` gives an array."),
            ),
            "Which of these voxels touch? They get one number.",
            "Two pieces: the first two voxels are number 1, the last is number 2. The background "
            "stays 0.",
        ),
    ),
    "pieces_at_five": (
        read(
            "read_dictionary",
            "a list of names",
            (
                Option("`1`", "After the second line there is one more."),
                Option("`2`", right=True),
                Option("`5`", "5 is what stands under the second name. `len` counts the names."),
                Option(
                    "`radius 5`", "That is the name of the second entry. `len` counts the entries."
                ),
            ),
            "The curly brackets hold one entry. What does the second line do?",
            "One entry at first. The second line adds another, under the name “radius 5”.",
        ),
    ),
    "percent_lost": (
        read(
            "read_and_not",
            "one, and not the other",
            (
                Option("`[ True False False]`", "That is `a & b`: in both."),
                Option("`[ True  True False]`", "That is `a` itself. What does `~b` take away?"),
                Option("`[False  True False]`", right=True),
                Option("`[False  True  True]`", "That is `~b`. `&` wants `a` to be true as well."),
            ),
            "Turn `b` round first: `~` makes True of False. Then look where both are true.",
            "Only the second: there `a` is true and `b` is not.",
        ),
    ),
    "sizes_by_loop": (
        read(
            "read_append",
            "a list that grows",
            (
                Option("`[10, 20, 30]`", "`range(1, 3)` stops before 3."),
                Option("`[20]`", "Each turn adds one; nothing that was there is thrown away."),
                Option("`[10, 20]`", right=True),
                Option("`[1, 2]`", "What is added each time is ten times the number."),
            ),
            "Which numbers does `range(1, 3)` give?",
            "The numbers are 1 and 2. Each turn adds ten times its number at the end.",
        ),
    ),
    "volume_um3": (
        read(
            "read_array",
            "a list and an array",
            (
                Option("`[6, 8] [6 8]`", "An array calculates. A list does something else."),
                Option("`[3, 4, 3, 4] [6 8]`", right=True),
                Option(
                    "`[3, 4, 3, 4] [3 4 3 4]`",
                    "That is what a list does. An array calculates with each of its numbers.",
                ),
                Option("`[6, 8] [3 4 3 4]`", "The other way round."),
            ),
            "One of the two calculates; the other is simply put there twice.",
            "Twice a list is the list two times over. Twice an array doubles each number: this is "
            "why we need arrays.",
        ),
        read(
            "read_function",
            "a function",
            (
                Option("`5`", "That is what goes in. `return` says what comes out."),
                Option("`6`", "1 is added, but to what the function returns."),
                Option("`12`", "That would be twice 6. The 1 is added outside, afterwards."),
                Option("`11`", right=True),
            ),
            "What does `double(5)` return? Then read the rest of the line.",
            "`double(5)` returns 10, and 1 is added to that.",
        ),
    ),
    "least_round": (
        read(
            "read_table",
            "a row of a table",
            (
                Option("`20`", "That is the smallest volume. The column printed is `label`."),
                Option("`1`", "That is the number of the row, counted from 0. What stands in it?"),
                Option("`8`", right=True),
                Option("`9`", "That is the label of the largest. `idxmin` finds the smallest."),
            ),
            "Which row has the smallest volume? Which label stands in that row?",
            "The smallest volume is 20. In the same row stands the label 8.",
        ),
    ),
    "images_to_doubt": (
        read(
            "read_or",
            "this, or else that",
            (
                Option("`True`", "`or` hands on one of the two texts, not an answer yes or no."),
                Option(
                    "nothing",
                    "An empty text counts as “no”, so what stands behind `or` is taken.",
                ),
                Option("`none found`", right=True),
                Option("`cautions or none found`", "`cautions` is a name: what does it stand for?"),
            ),
            "`cautions` is a text without a single letter. Does it say anything?",
            "An empty text says nothing, so `or` takes the second one.",
        ),
    ),
}
"""The questions on code, by the name of the exercise that they stand before."""
