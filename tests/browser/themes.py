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


def choose_theme(page, theme):
    """Choose "JupyterLab Light" or "JupyterLab Dark" in the menu."""
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.locator(".lm-Menu-item", has_text="Theme").first.click()
    page.locator(".lm-Menu-item", has_text=theme).first.click()
    page.wait_for_timeout(800)


def contrast(root, selector="span, button, label, output, li"):
    """Return the contrast of the words that are hardest to read; 4.5 is wanted."""
    return min(root.evaluate(_CONTRAST, selector))
