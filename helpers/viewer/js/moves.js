// Ways through the picture: zoom, move, turn, go to another slice. Each is sent to Python.

import { clamped, dragged, slidable, zoomed } from "./geometry.js";
import { ASK } from "./messages.js";

const REST = 250; // ms after the last turn until the fine picture is asked for

/** Return the ways through the picture of a viewer. */
export function makeMoves({ out, state, view }, panes) {
  let turning = [0, 0];
  let stepping = 0;
  let resting = null;

  const moves = {
    sendCamera: () =>
      out.latest("camera", ASK.CAMERA, () => ({ center: [...view.center], zoom: view.zoom })),
    zoomBy(factor, around = view.center) {
      Object.assign(view, zoomed(view, factor, state().ndisplay === 3 ? view.center : around));
      moves.sendCamera();
      panes.redraw();
    },
    pan(dx, dy) {
      view.center = dragged(view.center, view.zoom, dx, dy);
      panes.redraw();
    },
    slide(axis, value) {
      const place = clamped(value, state().axes[axis]);
      out.latest(`point ${axis}`, ASK.POINT, () => ({ values: { [axis]: place } }));
    },
    slideBy(axis, steps) {
      moves.slide(axis, state().point[axis] + steps * state().axes[axis].step);
    },
    lastSlider: () => slidable(state().order, state().ndisplay).at(-1),
    step(by) {
      const axis = moves.lastSlider();
      if (axis === undefined) return;
      stepping += by; // keys that come faster than pictures are added up
      out.latest("step", ASK.POINT, () => {
        const place = state().point[axis] + stepping * state().axes[axis].step;
        stepping = 0;
        return { values: { [axis]: place } };
      });
    },
    turn(right, down, quick = true) {
      turning = [turning[0] + right, turning[1] + down];
      clearTimeout(resting);
      if (quick) resting = setTimeout(() => moves.turn(0, 0, false), REST);
      out.latest("turn", ASK.TURN, () => {
        const [r, d] = turning;
        turning = [0, 0];
        return { right: r, down: d, quick };
      });
    },
    crossTo(pane, [row, col]) {
      const [a, b] = pane.axes();
      out.latest("cross", ASK.POINT, () => ({ values: { [a]: row, [b]: col } }));
    },
    stop: () => clearTimeout(resting),
  };
  return moves;
}
