// An extension of JupyterLab, written as JupyterLab loads it: nothing is built.
//
// A right click on a cell offers "Catch Up to Here": a cell below the section's heading calls
// catch_up, which gives the section all that it needs.

(() => {
  const COMMAND = "nuclei-catch-up:here";
  const IMPORT = "from helpers.lessons import catch_up";
  let shared; // the libraries that JupyterLab lends

  async function library(name) {
    const [version] = Object.values(shared[name]);
    return (await version.get())();
  }

  function source(cell) {
    return cell?.model.sharedModel.getSource() ?? "";
  }

  function heading(cell) {
    return (
      cell.model.type === "markdown" &&
      source(cell)
        .match(/^#{2,} (.+)/)?.[1]
        .trim()
    );
  }

  function numberOf(panel) {
    return panel?.context.path.match(/(?:^|\/)(\d\d)_[^/]*\.ipynb$/)?.[1];
  }

  async function catchUp({ content, context, sessionContext }, actions) {
    let place = content.activeCellIndex;
    while (place >= 0 && !heading(content.widgets[place])) place -= 1;
    if (place < 0) return; // the title: nothing lies above it
    const title = heading(content.widgets[place]).replace(/[`*★]/g, "").trim();
    const call = `${IMPORT}\n\ncatch_up("${numberOf({ context })}", ${JSON.stringify(title)})`;
    content.deselectAll();
    if (source(content.widgets[place + 1]).startsWith(IMPORT)) {
      content.activeCellIndex = place + 1;
    } else {
      content.activeCellIndex = place;
      actions.insertBelow(content);
    }
    content.activeCell.model.sharedModel.setSource(call);
    await actions.run(content, sessionContext);
  }

  async function plugin() {
    const { INotebookTracker, NotebookActions } = await library("@jupyterlab/notebook");
    const { ICommandPalette } = await library("@jupyterlab/apputils");
    return {
      id: "nuclei-catch-up:plugin",
      autoStart: true,
      requires: [INotebookTracker],
      optional: [ICommandPalette],
      activate: (app, tracker, palette) => {
        app.commands.addCommand(COMMAND, {
          label: "Catch Up to Here",
          isEnabled: () => Boolean(numberOf(tracker.currentWidget)),
          execute: () => catchUp(tracker.currentWidget, NotebookActions),
        });
        palette?.addItem({ command: COMMAND, category: "Nuclei Workbook" });
        app.contextMenu.addItem({ command: COMMAND, selector: ".jp-Notebook .jp-Cell", rank: 0 });
      },
    };
  }

  globalThis._JUPYTERLAB ??= {};
  globalThis._JUPYTERLAB["nuclei-catch-up"] = {
    init: (scope) => {
      shared = scope;
    },
    get: async () => {
      const found = await plugin();
      return () => ({ __esModule: true, default: found });
    },
  };
})();
