"""JupyterLab's themes, and how well words can be read in them."""

_CONTRAST = """(root, selector) => {
    const light = (c) => {
        const v = c.match(/[\\d.]+/g).slice(0, 3).map((x) => {
            x /= 255;
            return x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2];
    };
    const back = (e) => {
        for (; e; e = e.parentElement) {
            const c = getComputedStyle(e).backgroundColor;
            if (!/, 0\\)|transparent/.test(c)) return c;
        }
        return "rgb(255,255,255)";
    };
    return [...root.querySelectorAll(selector)]
        .filter((e) => e.textContent.trim() && e.offsetParent && !e.closest(":disabled"))
        .map((e) => {
            const [a, b] = [light(getComputedStyle(e).color), light(back(e))];
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        });
}"""


def choose_theme(page, theme):
    """Choose "JupyterLab Light" or "JupyterLab Dark" in the menu."""
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.locator(".lm-Menu-item", has_text="Theme").first.click()
    page.locator(".lm-Menu-item", has_text=theme).first.click()
    page.wait_for_timeout(800)


def contrast(root, selector="span, button, label, output, li"):
    """Return the contrast of the words that are hardest to read; 4.5 is wanted."""
    return min(root.evaluate(_CONTRAST, selector))
