"""JupyterLab's themes, and how well words can be read in them."""

# what the eye gets: the backgrounds that lie over each other, and a colour on top of them
COLOURS = """
    const dot = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const seen = (e, colour) => {
        const layers = colour ? [colour] : [];
        for (; e; e = e.parentElement) layers.push(getComputedStyle(e).backgroundColor);
        for (const layer of ["#fff", ...layers.reverse()]) {
            dot.fillStyle = layer;
            dot.fillRect(0, 0, 1, 1);
        }
        return [...dot.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const light = (colour) => {
        const [r, g, b] = colour.map((x) => {
            x /= 255;
            return x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (one, two) => {
        const [a, b] = [light(one), light(two)];
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    };
"""
_CONTRAST = """(root, selector) => {
    ${COLOURS}
    return [...root.querySelectorAll(selector)]
        .filter((e) => e.textContent.trim() && e.offsetParent && !e.closest(":disabled"))
        .map((e) => ratio(seen(e), seen(e, getComputedStyle(e).color)));
}""".replace("${COLOURS}", COLOURS)

# each field, handle and cell: its border, or else its own colour, against what lies around it
_EDGES = """([where]) => {
    ${COLOURS}
    const kinds = "input:not([type=radio], [type=checkbox], [type=range]), textarea, select, " +
        ".noUi-handle, .nuclei-grid [aria-pressed=false]"; // the others have a number
    return [...document.querySelectorAll(where)].flatMap((root) =>
        [...root.querySelectorAll(kinds)].filter((e) => e.checkVisibility()).map((e) => {
            const style = getComputedStyle(e);
            const around = seen(e.closest(".widget-slider") ?? e.parentElement);
            const line = parseFloat(style.borderTopWidth) ? style.borderTopColor : null;
            const contrasts = [ratio(around, seen(e)), line ? ratio(around, seen(e, line)) : 1];
            return [e.outerHTML.slice(0, 90), Math.max(...contrasts)];
        }));
}""".replace("${COLOURS}", COLOURS)

# each control that Tab reaches, its ring too thin or too faint (3 to 1 on what lies around it)
_RINGS = """([where]) => {
    ${COLOURS}
    const weak = new Set();
    const keys = "a[href], button, input, select, textarea, summary, canvas, [tabindex='0']";
    for (const root of document.querySelectorAll(where)) {
        for (const e of root.querySelectorAll(keys)) {
            if (e.disabled || e.tabIndex < 0 || !e.checkVisibility()) continue;
            e.focus({ preventScroll: true, focusVisible: true });
            const canvas = e.tagName === "CANVAS"; // its ring is its frame's
            const frame = canvas ? getComputedStyle(e.parentElement, "::after") : null;
            const style = frame ?? getComputedStyle(e);
            const colour = frame ? frame.borderTopColor : style.outlineColor;
            const width = parseFloat(frame ? frame.borderTopWidth : style.outlineWidth);
            const outside = e.closest(".widget-slider") ?? e.parentElement;
            const back = parseFloat(style.outlineOffset) < 0 ? e : outside;
            const contrast = ratio(seen(back), seen(back, colour));
            const none = !frame && style.outlineStyle === "none";
            const told = `${root.className}: ${e.outerHTML.slice(0, 90)} ${width} px, ${contrast}`;
            if (none || width < 2 || contrast < 3) weak.add(told);
        }
    }
    return [...weak];
}""".replace("${COLOURS}", COLOURS)


def choose_theme(page, theme):
    """Choose "JupyterLab Light" or "JupyterLab Dark" in the menu."""
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.locator(".lm-Menu-item", has_text="Theme").first.click()
    page.locator(".lm-Menu-item", has_text=theme).first.click()
    page.wait_for_timeout(800)


def contrast(root, selector="span, button, label, output, li"):
    """Return the contrast of the words that are hardest to read; 4.5 is wanted."""
    return min(root.evaluate(_CONTRAST, selector))


def weak_rings(page, where="body"):
    """Return the controls in a part of a page whose ring in focus is too thin or too faint."""
    return page.evaluate(_RINGS, [where])


def edges(page, where):
    """Return how well the edge of each field, handle and cell is seen; 3 is wanted."""
    return page.evaluate(_EDGES, [where])
