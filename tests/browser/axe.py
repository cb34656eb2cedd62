"""axe-core, the checker of web pages for people who see, hear or move otherwise."""

from tests.conftest import ROOT, need

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
_RUN = """async ([where, but]) => {
    const found = await axe.run(where.length ? { include: where } : document, {
        rules: Object.fromEntries(but.map((rule) => [rule, { enabled: false }])),
        resultTypes: ["violations"],
    });
    return found.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, any, all, none }) =>
            [id, html.slice(0, 160), [...any, ...all, ...none][0]?.message].join(" | ")));
}"""


def findings(page, where=(), but=()):
    """Return what axe finds on a page, a line each.

    `where` lists CSS selectors of the parts looked at, `but` the names of rules left out.
    """
    need(AXE.exists(), "axe-core (npm ci)")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(_RUN, [[[selector] for selector in where], list(but)])
