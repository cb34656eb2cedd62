"""axe-core, the checker of web pages for people who see, hear or move otherwise."""

from tests.conftest import ROOT, need

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
_RUN = """async ([include, exclude, but, only]) => {
    // a table of pandas leaves the head of its index empty
    const heads = "table:not(.dataframe) th:not([role]), [role=rowheader], [role=columnheader]";
    axe.configure({ rules: [{ id: "empty-table-header", selector: heads }] });
    const found = await axe.run({ include, exclude }, {
        rules: Object.fromEntries(but.map((rule) => [rule, { enabled: false }])),
        ...(only.length ? { runOnly: only } : {}),
        resultTypes: ["violations"],
        preload: false, // it would ask for the page's own files again
    });
    return found.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, any, all, none }) =>
            [id, html.slice(0, 160), [...any, ...all, ...none][0]?.message].join(" | ")));
}"""


def findings(page, where=("html",), but=(), only=(), beside=()):
    """Return what axe finds on a page, a line each.

    `where` lists CSS selectors of the parts looked at, `beside` of those left out; `but` the names
    of rules left out, and `only` of the only rules tried.
    """
    need(AXE.exists(), "axe-core (npm ci)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    parts = [[[selector] for selector in selectors] for selectors in (where, beside)]
    return page.evaluate(_RUN, [*parts, list(but), list(only)])
