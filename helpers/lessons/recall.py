"""Two questions at the start of a notebook on the one before the last: what is recalled stays."""

from ..exercises.kinds import Choice, Option

ON_WELCOME = (
    Choice(
        name="recall_shape",
        title="Do you remember: the shape",
        question="An image has the shape (60, 256, 256). What is the 60?",
        options=(
            Option("The number of columns", "Columns come last: z, y, x."),
            Option("The number of slices", right=True),
            Option(
                "The height of the stack in µm",
                "A shape counts voxels. For µm you need the voxel size too.",
            ),
            Option(
                "The number of bits of a voxel",
                "That is the data type, such as `uint16`. A shape says nothing of it.",
            ),
        ),
        hints=("In which order are the three axes named?",),
        solution="The order is z, y, x, and z counts the slices.",
    ),
    Choice(
        name="recall_tenth",
        title="Do you remember: the tenth slice",
        question="How do you get the tenth slice of `image`?",
        options=(
            Option(
                "`image[10]`",
                "That is the eleventh: the first one has another number than you may think.",
            ),
            Option("`image[9]`", right=True),
            Option(
                "`image.shape[10]`",
                "`shape` says how large the image is; it holds three numbers and no slice.",
            ),
            Option("`image[0:10]`", "Those are ten slices, all up to the one that you want."),
        ),
        hints=("Which number has the very first slice?",),
        solution="Python counts from 0, so the tenth has the number 9.",
    ),
)

ON_QUALITY = (
    Choice(
        name="recall_clipped",
        title="Do you remember: clipped",
        question="Many voxels of an image lie at the last value, 65,535. Can that be mended?",
        options=(
            Option(
                "Yes, by a blur",
                "A blur averages what is there. How bright those voxels were is not in the file.",
            ),
            Option(
                "Yes, by saving it with more bits",
                "More bits make room for larger numbers, but the true ones were never written.",
            ),
            Option("No: take the image again with less light", right=True),
            Option(
                "It need not be: such an image has the best contrast",
                "It may look so. But all these voxels were different, and now they are the same.",
            ),
        ),
        hints=("What does the file still know of how bright these voxels were?",),
        solution="Clipping cannot be undone: the true values were never stored.",
    ),
    Choice(
        name="recall_snr",
        title="Do you remember: signal to noise",
        question="What makes the signal stand out further from the noise?",
        options=(
            Option(
                "More contrast on the screen",
                "That changes what you see. The numbers stay as they are.",
            ),
            Option("Multiplying the image by two", "That doubles the noise as well as the signal."),
            Option(
                "Another file format", "A format stores the numbers; it makes none of them better."
            ),
            Option("More light that reaches the detector", right=True),
        ),
        hints=("What would have to change at the microscope?",),
        solution="Only more photons help: longer exposure, more light, a better objective.",
    ),
)

ON_KINDS = (
    Choice(
        name="recall_counting",
        title="Do you remember: two segmentations",
        question="You want to know how many nuclei there are. Which segmentation do you need?",
        options=(
            Option(
                "A semantic one: it says where nuclei are",
                "It does, but all of them have the same number.",
            ),
            Option("An instance segmentation: it says which nucleus", right=True),
            Option(
                "None: the image itself is enough",
                "The image holds brightness. Which voxels belong together it does not say.",
            ),
            Option(
                "A semantic one with more bits",
                "More bits are room for more numbers. Somebody has to give them out first.",
            ),
        ),
        hints=("Two nuclei touch. Which of them still tells them apart?",),
        solution="Only an instance segmentation has a number of its own for each nucleus.",
    ),
    Choice(
        name="recall_comparison",
        title="Do you remember: a comparison",
        question="What does `blurred > threshold` give?",
        options=(
            Option(
                "One True or False for the whole image",
                "The question is put to each voxel, not to the image.",
            ),
            Option(
                "The brightness of all voxels above the threshold",
                "The brightness is gone afterwards; only yes or no is left.",
            ),
            Option(
                "The number of voxels above the threshold",
                "It counts nothing. `np.count_nonzero` could, as the next step.",
            ),
            Option("An array of the image's shape, True or False in each voxel", right=True),
        ),
        hints=("How many answers does it give, if it asks every voxel?",),
        solution="Each voxel gets its answer, so the mask has the shape of the image.",
    ),
)

ON_PAINTING = (
    Choice(
        name="recall_merge",
        title="Do you remember: merged",
        question="By an error, two nuclei have got the same label. What is wrong then?",
        options=(
            Option(
                "The count is too high, the mean volume too small",
                "That is what a split does: one nucleus with two labels.",
            ),
            Option("The count is too low, the mean volume too large", right=True),
            Option(
                "Only the count; the mean volume stays",
                "The same voxels are shared out among fewer nuclei.",
            ),
            Option(
                "Nothing: the voxels are still the same",
                "Their sum is. But we count and measure labels.",
            ),
        ),
        hints=("How many labels are there now, and how large is this one?",),
        solution="A merge: one label too few, and it is as large as two nuclei.",
    ),
    Choice(
        name="recall_brush",
        title="Do you remember: the brush",
        question="With “n edit dim” at 3, what does one click of the brush paint?",
        options=(
            Option("A disc in the slice that you see", "That is “n edit dim” at 2."),
            Option("Discs in three slices, always", "The 3 stands for directions, not for slices."),
            Option("A ball, through neighbouring slices too", right=True),
            Option(
                "The same disc, with label 3",
                "The label has a box of its own. “n edit dim” does not touch it.",
            ),
        ),
        hints=("In how many directions does the brush reach?",),
        solution="With 3 it reaches in all three directions, also into slices that you do not see.",
    ),
)

ON_EROSION = (
    Choice(
        name="recall_radius",
        title="Do you remember: the radius",
        question="Which radius of the erosion do you take?",
        options=(
            Option(
                "The one with the highest count",
                "Fragments are counted too, so a high count may be an error.",
            ),
            Option(
                "The largest at which something is left",
                "By then small nuclei have vanished, and they do not come back.",
            ),
            Option("The smallest at which each nucleus is one piece", right=True),
            Option(
                "Always 10, as in the lesson",
                "It suited that image. Nuclei of another size, or another microscope, "
                "want their own.",
            ),
        ),
        hints=("Too small leaves pairs joined. What does too large do?",),
        solution="Enough to separate, and no more: each further voxel costs small nuclei.",
    ),
    Choice(
        name="recall_microns",
        title="Do you remember: voxels or µm",
        question="Another microscope has voxels of half the size. Which radius "
        "separates the same nuclei there?",
        options=(
            Option("The same number of voxels", "In µm that would be only half as far."),
            Option("The same length in µm", right=True),
            Option(
                "Half as many voxels",
                "Smaller voxels: it takes more of them for the same way, not fewer.",
            ),
            Option(
                "Nobody can know",
                "The nuclei are the same. What has changed is known: the size of a voxel.",
            ),
        ),
        hints=("Which of the two depends on the microscope, and which on the nuclei?",),
        solution="Nuclei have their size in µm. A length in µm goes from one microscope "
        "to the next.",
    ),
)

RECALL = {
    "02_semantic_vs_instance": ON_WELCOME,
    "03_manual_labelling": ON_QUALITY,
    "04_erosion_and_expansion": ON_KINDS,
    "05_measurements": ON_PAINTING,
    "06_your_own_images": ON_EROSION,
}
