// An extension of JupyterLab, written as JupyterLab loads it: nothing is built.
//
// One setting for the projector. It is on from the start with `make lab ARGS=--projector`, and the
// command palette switches it at any time.

(() => {
  const COMMAND = "nuclei-projector:toggle";
  const STYLE = new URL("projector.css", document.currentScript.src).href;
  let shared; // the libraries that JupyterLab lends

  async function library(name) {
    const [version] = Object.values(shared[name]);
    return (await version.get())();
  }

  function isOn() {
    return document.body.hasAttribute("data-nuclei-projector");
  }

  async function plugin() {
    const { ICommandPalette } = await library("@jupyterlab/apputils");
    const { PageConfig } = await library("@jupyterlab/coreutils");
    return {
      id: "nuclei-projector:plugin",
      autoStart: true,
      optional: [ICommandPalette],
      activate: (app, palette) => {
        const link = document.createElement("link");
        Object.assign(link, { rel: "stylesheet", href: STYLE });
        document.head.append(link);
        const set = (on) => {
          document.body.toggleAttribute("data-nuclei-projector", on);
          if (on) app.shell.collapseLeft?.();
          else app.shell.expandLeft?.();
          window.dispatchEvent(new Event("resize")); // the cells measure themselves anew
        };
        app.commands.addCommand(COMMAND, {
          label: "Projector: Larger Type and Pictures",
          isToggled: isOn,
          execute: () => {
            set(!isOn());
            app.commands.notifyCommandChanged(COMMAND);
          },
        });
        palette?.addItem({ command: COMMAND, category: "Nuclei Workbook" });
        if (PageConfig.getOption("projector") === "true") app.restored.then(() => set(true));
      },
    };
  }

  globalThis._JUPYTERLAB ??= {};
  globalThis._JUPYTERLAB["nuclei-projector"] = {
    init: (scope) => {
      shared = scope;
    },
    get: async () => {
      const found = await plugin();
      return () => ({ __esModule: true, default: found });
    },
  };
})();
