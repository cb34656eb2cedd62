// An extension of JupyterLab, written as JupyterLab loads it: nothing is built.
//
// The day after, a saved page has its widgets, but their kernel is gone, and ipywidgets writes
// "Error displaying widget: model not found" in their place. The still picture that is stored
// beside each of them, with the words "run this cell", is shown instead.

(() => {
  const DEAD = "Error displaying widget: model not found";
  let shared; // the libraries that JupyterLab lends

  async function library(name) {
    const [version] = Object.values(shared[name]);
    return (await version.get())();
  }

  async function showStill(rendermime, place, model) {
    if (!model?.data["text/html"]) return;
    const still = rendermime.createRenderer("text/html");
    place.replaceChildren(still.node);
    await still.renderModel(model);
  }

  function showStills({ rendermime, widgets }) {
    for (const { outputArea } of widgets) {
      for (const [i, output] of outputArea?.widgets.entries() ?? []) {
        for (const place of output.node.querySelectorAll(".jupyter-widgets")) {
          if (place.textContent === DEAD) showStill(rendermime, place, outputArea.model.get(i));
        }
      }
    }
  }

  function watch(panel) {
    let planned = false;
    const look = () => {
      planned = false;
      showStills(panel.content);
    };
    const hasWidget = (node) => node.data === DEAD || node.querySelector?.(".jupyter-widgets");
    const observer = new MutationObserver((changes) => {
      if (planned || !changes.some(({ addedNodes }) => [...addedNodes].some(hasWidget))) return;
      planned = true;
      setTimeout(look);
    });
    observer.observe(panel.content.node, { childList: true, subtree: true });
    panel.disposed.connect(() => observer.disconnect());
    look();
  }

  async function plugin() {
    const { INotebookTracker } = await library("@jupyterlab/notebook");
    return {
      id: "nuclei-stills:plugin",
      autoStart: true,
      requires: [INotebookTracker],
      activate: (_app, tracker) => {
        tracker.forEach(watch);
        tracker.widgetAdded.connect((_tracker, panel) => watch(panel));
      },
    };
  }

  globalThis._JUPYTERLAB ??= {};
  globalThis._JUPYTERLAB["nuclei-stills"] = {
    init: (scope) => {
      shared = scope;
    },
    get: async () => {
      const found = await plugin();
      return () => ({ __esModule: true, default: found });
    },
  };
})();
