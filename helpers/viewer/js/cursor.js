// A cursor on the picture that keys move, for whoever has no pointer: the tools work where it stands.

import { revealing, stepped } from "./geometry.js";
import { ASK } from "./messages.js";

const FAR = 10; // voxels at once, with Shift

/** Return the cursor of a viewer; it stands nowhere until it is called for. */
export function makeCursor({ active, out, state, view }, { main, redraw }, moves) {
  let last = null; // where a tool was used last

  const tell = (aloud) =>
    out.latest("hover", ASK.HOVER, () => {
      const [row, col] = main.cursor ?? [];
      return { row, col, aloud };
    });
  const put = (place, steps) => {
    main.cursor = stepped(
      place,
      main.axes().map((axis) => state().axes[axis]),
      steps,
    );
    const { width, height } = main.host.getBoundingClientRect();
    const center = revealing(view.center, [height / view.zoom, width / view.zoom], main.cursor);
    if (center.some((value, i) => value !== view.center[i])) {
      view.center = center;
      moves.sendCamera();
    }
    tell(true);
    redraw();
  };

  return {
    isShown: () => main.cursor !== null,
    show: () => put(view.center, [0, 0]),
    move: ([down, right], far) => put(main.cursor, far ? [down * FAR, right * FAR] : [down, right]),
    hide() {
      main.cursor = last = null;
      tell(false);
      redraw();
    },
    /** Use the tool here, or on the line from where it was used last. */
    use(line) {
      const layer = active();
      if (!layer) return;
      if (layer.mode === "pan_zoom" && state().orthogonal) moves.crossTo(main, main.cursor);
      const points = line && last ? [last, main.cursor] : [main.cursor];
      last = main.cursor;
      out.now(ASK.DRAG, { layer: layer.name, points });
      tell(false); // what lies there now
    },
  };
}
