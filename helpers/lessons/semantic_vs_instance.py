"""Exercises of notebook 02: masks, label images, data types."""

import functools

from ..exercises.kinds import Choice, Mistake, Number, Option
from .other_forms import MaskOrForm, is_one_number

NOTEBOOK = "02_semantic_vs_instance"


@functools.cache
def _image():
    from ..images.lesson import load_nuclei

    return load_nuclei()[0]


@functools.cache
def _otsu_mask(sigma, threshold_sigma=None):
    """Return the mask of the image blurred with `sigma`, at Otsu's threshold of another blur."""
    from skimage.filters import gaussian, threshold_otsu

    blurred = gaussian(_image(), sigma=sigma)
    if threshold_sigma is None:
        return blurred > threshold_otsu(blurred)
    return blurred > threshold_otsu(gaussian(_image(), sigma=threshold_sigma))


def _unblurred_mask():
    from skimage.filters import threshold_otsu

    return _image() > threshold_otsu(_image())


def _two_scales(of_blurred):
    """Return the mask of the image or of its blurred copy, at the threshold of the other."""
    from skimage.filters import gaussian, threshold_otsu

    blurred = gaussian(_image(), sigma=1)
    if of_blurred:
        return blurred > threshold_otsu(_image())
    return _image() > threshold_otsu(blurred)


@functools.cache
def _percentages():
    """Return the right percentage for the computer-made stack, and classic wrong ones."""
    from skimage.filters import gaussian, threshold_otsu

    from ..images.synthetic import make_nuclei

    new = make_nuclei(count=6, touching=1, border=1, size=3.5, shape=(48, 128, 128), seed=2)
    image = new.image
    blurred, smoother = gaussian(image, sigma=2), gaussian(image, sigma=3)
    masks = {
        "right": blurred > threshold_otsu(blurred),
        "unblurred": image > threshold_otsu(image),
        "sigma 3": smoother > threshold_otsu(smoother),
        "old threshold": blurred > 0.14077,
        "truth": new.labels > 0,
        "first image": _otsu_mask(3),
    }
    return {name: float(100 * mask.mean()) for name, mask in masks.items()}


EXERCISES = (
    MaskOrForm(
        name="my_mask",
        title="A mask of one's own",
        question="Make a mask of the image with sigma 1 and Otsu's threshold.",
        expected=lambda: _otsu_mask(1),
        mistakes=(
            Mistake(
                _unblurred_mask,
                "This is the mask of the image without any blur. Blur first, then compare the "
                "**blurred** image with its threshold.",
            ),
            Mistake(lambda: _otsu_mask(3), "This is the mask for sigma 3. Here 1 is wanted."),
            Mistake(
                lambda: _otsu_mask(1, 3),
                "The blur is right, but the threshold belongs to another image: the one of sigma "
                "3. Let Otsu look at your newly blurred image.",
            ),
            Mistake(
                lambda: ~_otsu_mask(1),
                "You marked the background. A nucleus is **brighter** than the threshold, so the "
                "comparison goes the other way.",
            ),
            Mistake(
                lambda: _two_scales(of_blurred=False),
                "You compared the image, which reaches to 65,535, with a threshold of the blurred "
                "one, which reaches to 1. Compare the **blurred** image.",
            ),
            Mistake(
                lambda: _two_scales(of_blurred=True),
                "Nothing is above this threshold: it is that of the image, which reaches to "
                "65,535, and the blurred one reaches to 1. Take it from the **blurred** image.",
            ),
        ),
        other_forms=(
            Mistake(
                0.14,
                "That is one number, a threshold perhaps. Compare the blurred image with it: that "
                "gives True or False for each voxel.",
                when=is_one_number,
            ),
        ),
        hints=(
            "Step by step: blur the image, find the threshold of the blurred image, compare the "
            "blurred image with it.",
            "The first line may be `my_blurred = gaussian(image, sigma=...)`. The threshold comes "
            "from `threshold_otsu` of that.",
        ),
        solution="Each step works on the result of the one before: blurred image, its threshold, "
        "the comparison of the two.",
    ),
    Choice(
        name="twice_as_bright",
        title="Otsu on a brighter image",
        question="Every voxel is twice as bright. What becomes of the mask?",
        guess="What will become of the mask?",
        options=(
            Option(
                "it has about twice as many voxels",
                "That would be so with a fixed threshold. But Otsu looks at the new image and "
                "finds a new threshold.",
            ),
            Option("it stays the same", right=True),
            Option(
                "it becomes smaller",
                "A higher threshold alone would shrink it. But the nuclei have become brighter in "
                "the same measure.",
            ),
        ),
        hints=(
            "Otsu's threshold is worked out afresh for each image.",
            "Run `threshold_otsu(2 * blurred)` in a new cell, and compare it with `threshold`.",
        ),
        solution="The threshold doubles along with the light, so the same voxels lie above it. "
        "This is the good thing about Otsu: it does not depend on laser power or exposure, as "
        "long as nothing is clipped.",
    ),
    Number(
        name="label_here",
        title="Which nucleus is this",
        question="Which label has the nucleus at slice 33, row 201, column 173?",
        expected=7,
        mistakes=(
            Mistake(
                1,
                "That is the value in the mask, `semantic_seg`, which is the same for every "
                "nucleus. Select the layer `instance_seg`.",
            ),
            Mistake(
                0,
                "That is background. Check the slice, and the order: row (y) first, column (x) "
                "second.",
            ),
            Mistake(
                lambda: int(_image()[33, 201, 173]),
                "That is the brightness of the image at this place. Select the layer "
                "`instance_seg` in the layer list, then hover again.",
            ),
        ),
        hints=(
            "The line at the bottom left shows slice, row and column, then the value of the "
            "selected layer.",
            "Without a mouse: `instance_seg[33, 201, 173]` in a cell gives the same value.",
        ),
        solution="The nucleus at this place carries the label 7, in this slice and in all others "
        "that it reaches.",
    ),
    Number(
        name="objects_left",
        title="Objects in a label image",
        question="How many objects are left in the tiny label image?",
        expected=3,
        mistakes=(
            Mistake(
                9,
                "That is the largest label. It equals the count only if no number is left out, "
                "and here some are.",
            ),
            Mistake(
                4,
                "You counted all the different values. One of them is 0, and that is background, "
                "not an object.",
            ),
            Mistake(7, "That is how many cells belong to objects. Count the objects."),
            Mistake(15, "That is how many cells the tiny image has."),
        ),
        hints=(
            "Which different numbers do you see? Which of them is not an object?",
            "`np.unique(tiny)` lists the different values, the background among them.",
        ),
        solution="The labels 2, 5 and 9 are there: 3 objects. The largest label says 9, and "
        "counting all values says 4, because of the background.",
    ),
    Choice(
        name="other_shape",
        title="Shapes that do not match",
        question="The image has the shape (60, 256, 256), the mask (256, 256, 60). What is wrong?",
        options=(
            Option(
                "nothing: both have the same number of voxels",
                "The number agrees, but the order of the axes does not. Voxel by voxel, the mask "
                "would then speak about other places than the image.",
            ),
            Option(
                "a mask needs only one slice",
                "A mask says for every voxel whether it is nucleus. It needs as many slices as "
                "the image.",
            ),
            Option(
                "the axes of the mask are in another order, so it cannot be used as it is",
                right=True,
            ),
            Option(
                "the mask is too large in z and must be made again with a smaller blur",
                "Blurs and thresholds do not change a shape. Compare the three numbers: are they "
                "really different ones?",
            ),
        ),
        hints=("Which axis has 60 steps in the image, and which has them in the mask?",),
        solution="A segmentation holds one answer for each voxel, so its shape must be exactly "
        "that of its image. Here some program wrote the slices last; "
        "`np.moveaxis(mask, -1, 0)` brings them to the front again.",
    ),
    Choice(
        name="type_in_viewer",
        title="Data type of a mask in the viewer",
        question="Which data type does the layer's array have?",
        options=(
            Option(
                "bool",
                "That is the type of the mask before it went into the viewer. Labels must be "
                "whole numbers, so it is converted.",
            ),
            Option(
                "int8",
                "This is what the published lesson prints, from an older napari. Look at what "
                "your own cell printed.",
            ),
            Option("uint8", right=True),
            Option("int32", "That is the type that `label` gives to an instance segmentation."),
        ),
        hints=("The cell under **Shapes and data types** printed it, on the line `in the layer`.",),
        solution="napari turns True and False into `uint8`: whole numbers from 0 to 255, one byte "
        "each. A mask has nothing below zero, so a sign would be wasted.",
    ),
    Choice(
        name="instance_bits",
        title="Bit depth of the labels",
        question="Which bit depth does `instance_seg` have, and is it the one it needs?",
        options=(
            Option(
                "8-bit, and it needs no more",
                "That is the mask in the layer. Look at the line that begins with `instance_seg`.",
            ),
            Option("32-bit, and 8-bit would be enough", right=True),
            Option(
                "32-bit, and it needs them all",
                "Its type is right. How many different numbers does it have to hold, and how many "
                "are there in fewer bits?",
            ),
            Option(
                "19-bit, one bit for each nucleus",
                "A bit is one binary digit, not one object: with each bit the number of values "
                "doubles.",
            ),
        ),
        hints=(
            "The cell under **Shapes and data types** printed it; the number in `int...` counts "
            "the bits.",
            "The largest label is 19. Up to which number do 8 bits reach?",
        ),
        solution="`label` makes `int32` whatever it numbers. The values 0 to 19 would fit into 8 "
        "bits, at a quarter of the memory.",
    ),
    Number(
        name="most_nuclei_in_8_bits",
        title="Nuclei in 8 bits",
        question="How many nuclei, at most, can an 8-bit label image without sign tell apart?",
        expected=255,
        mistakes=(
            Mistake(
                256,
                "That is how many values there are. One of them is needed for something that is "
                "not a nucleus.",
            ),
            Mistake(
                127, "That is the limit of 8 bits **with** a sign. Label images need no minus."
            ),
            Mistake(8, "8 is the number of bits. Each bit doubles the number of values."),
            Mistake(
                65535,
                "That is the limit of sixteen bits. Count the values of eight bits.",
                lambda value: value in (65535, 65536),
            ),
        ),
        hints=(
            "How many values are there, if each of the eight bits is 0 or 1?",
            "What does the value 0 stand for in a label image?",
        ),
        solution="2 to the power of 8 is 256 values, 0 to 255; 0 is the background, so 255 are "
        "left for nuclei. One nucleus more, and it would vanish into the background.",
    ),
    Choice(
        name="bits_for_100",
        title="Bits for 100 nuclei",
        question="Which is the smallest bit depth for a label image of 100 nuclei?",
        options=(
            Option("8-bit", right=True, also=("uint8", "np.uint8")),
            Option(
                "16-bit",
                "It would work, but it takes twice the space of a smaller one that works too.",
                also=("uint16",),
            ),
            Option(
                "32-bit",
                "It would work, and it is what `label` makes, but it takes four times the space "
                "of the smallest one that works.",
                also=("int32", "uint32"),
            ),
        ),
        hints=(
            "The values needed are 0 to 100. Which of the ranges above is the first to hold "
            "them all?",
        ),
        solution="The values 0 to 100 fit into 8 bits, which reach from 0 to 255.",
    ),
    Choice(
        name="bits_for_1000",
        title="Bits for 1000 nuclei",
        question="Which is the smallest bit depth for a label image of 1000 nuclei?",
        options=(
            Option(
                "8-bit",
                "That is enough for 100 nuclei. Here the counting would start again after 255, "
                "and nuclei would share numbers.",
                also=("uint8",),
            ),
            Option("16-bit", right=True, also=("uint16", "np.uint16")),
            Option(
                "32-bit",
                "It would work, but it takes twice the space of a smaller one that works too.",
                also=("int32", "uint32"),
            ),
        ),
        hints=("Which of the ranges that the loop printed is the first to hold the number 1000?",),
        solution="16 bits without sign reach to 65,535; 8 bits end at 255.",
    ),
    Choice(
        name="which_segmentation",
        title="Which segmentation answers it",
        question="Do the nuclei become smaller, their number staying the same?",
        options=(
            Option(
                "a semantic one: compare the percentage of nuclear voxels",
                "The percentage also falls when there are fewer nuclei of the same size. From "
                "it alone you cannot tell the two apart.",
            ),
            Option("an instance one: count the nuclei and measure each of them", right=True),
            Option(
                "none: the mean brightness of the image will tell",
                "Brightness also depends on staining and exposure. Size needs a segmentation.",
            ),
        ),
        hints=("Think of two dishes: half the nuclei, or nuclei of half the size.",),
        solution="Number and size can be told apart only if each nucleus is an object of its own: "
        "an instance segmentation.",
    ),
    Number(
        name="new_percent",
        title="Now you: percentage of nuclei",
        question="What percentage of the voxels of the new stack are nuclei?",
        expected=lambda: _percentages()["right"],
        tolerance=0.006,
        unit="%",
        mistakes=(
            Mistake(
                lambda: _percentages()["right"] / 100,
                "That is the fraction. A percentage is a hundred times larger.",
            ),
            Mistake(
                lambda: _percentages()["right"] * (48 * 128 * 128) / (60 * 256 * 256),
                "You divided by the number of voxels of another image: a `.size` was left over "
                "from the line you copied. Divide by that of the new mask.",
            ),
            Mistake(
                lambda: 100 - _percentages()["right"],
                "That is the percentage of background. Is your comparison the right way round?",
            ),
            Mistake(
                lambda: _percentages()["unblurred"],
                "That is the result without a blur. Blur with sigma 2 first, and use Otsu on the "
                "blurred image.",
            ),
            Mistake(
                lambda: _percentages()["sigma 3"],
                "That is the result for sigma 3, which suited the other image. Here 2 is wanted.",
            ),
            Mistake(
                lambda: _percentages()["old threshold"],
                "You used the threshold of the first image. This image is darker: let Otsu find "
                "its own.",
            ),
            Mistake(
                lambda: _percentages()["first image"],
                "That is the percentage of the first image. Put `new.image` in its place.",
            ),
            Mistake(
                lambda: _percentages()["truth"],
                "That is the truth itself, which the computer knows. Asked is what your own mask "
                "says.",
            ),
            Mistake(
                lambda: round(_percentages()["right"] * (48 * 128 * 128) / 100),
                "That is a number of voxels. Divide it by all voxels of the mask, `.size`, times "
                "100.",
            ),
        ),
        hints=(
            "Take the cells of steps 1 to 3, and put `new.image` in place of `image`.",
            "Percentage: voxels that are True, divided by all voxels, times 100. "
            "`np.count_nonzero` and `.size` give the two numbers.",
        ),
        solution="The same three steps, with this image's own threshold. The computer that made "
        "the stack knows the truth: run `100 * (new.labels > 0).mean()`. It is a little less, "
        "because the blur has pushed the borders out.",
    ),
)
