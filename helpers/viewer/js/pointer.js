// The pointer on the panes: strokes, dragging, the wheel, and the focus that follows it.

import { isTyping } from "../../dom.js";
import { brushWidth } from "./geometry.js";
import { ASK } from "./messages.js";

const CLICK = 3; // pixels: a drag that goes no farther was a click

const modifiers = (event) =>
  [
    ["Shift", event.shiftKey],
    ["Control", event.ctrlKey],
    ["Alt", event.altKey],
  ]
    .filter(([, held]) => held)
    .map(([name]) => name);

/** Listen to the pointer; tells whether a drag is under way. */
export function listenToPointer({ out, state, active, view }, panes, moves) {
  const { main, redraw } = panes;
  let drag = null;
  let chosen = false; // by a click: from then on the wheel zooms instead of moving the page

  const hover = ([row, col]) => {
    if (state().ndisplay === 2) out.latest("hover", ASK.HOVER, () => ({ row, col }));
  };
  const toolFor = (event, layer) => {
    if (state().ndisplay === 3) return "turn";
    const panning = view.spaceHeld || event.button === 1 || layer?.kind !== "labels";
    return panning ? "pan_zoom" : layer.mode;
  };
  const newStroke = (tool, layer, start) => {
    const [rows, cols] = main.axes().map((axis) => state().axes[axis]);
    const plain = tool === "erase" || !layer.colour;
    return {
      points: [start],
      colour: plain ? "rgba(255,255,255,0.45)" : `rgba(${layer.colour}, 0.6)`,
      width: brushWidth(layer.brush_size, rows, cols),
    };
  };

  const press = (event) => {
    main.canvas.focus({ preventScroll: true });
    chosen = true;
    main.cursor = null; // the mouse is in use
    if (event.button > 1 || drag) return;
    event.preventDefault();
    main.canvas.setPointerCapture(event.pointerId);
    const layer = active();
    const tool = toolFor(event, layer);
    const start = main.toWorld(event);
    const from = [event.clientX, event.clientY];
    drag = { tool, layer: layer?.name, from, last: from, moved: 0, modifiers: modifiers(event) };
    drag.stroke = { points: [start] };
    if (tool === "paint" || tool === "erase") {
      drag.stroke = newStroke(tool, layer, start);
      main.strokes.push(drag.stroke);
      redraw();
    }
  };

  const move = (event) => {
    main.pointer = main.toWorld(event);
    if (drag) pull(event);
    else {
      // as napari's canvas does; but not when only the page moved, nor out of what one writes
      if ((event.movementX || event.movementY) && !isTyping()) {
        main.canvas.focus({ preventScroll: true });
      }
      hover(main.pointer);
    }
    redraw();
  };
  const pull = (event) => {
    const [x, y] = [event.clientX, event.clientY];
    const [dx, dy] = [x - drag.last[0], y - drag.last[1]];
    drag.last = [x, y];
    drag.moved = Math.max(drag.moved, Math.hypot(x - drag.from[0], y - drag.from[1]));
    if (drag.tool === "turn") moves.turn(dx * 0.5, dy * 0.5);
    else if (drag.tool === "pan_zoom") moves.pan(dx, dy);
    else {
      const steps = event.getCoalescedEvents?.() ?? []; // the event itself is the last of them
      drag.stroke.points.push(...(steps.length ? steps.map(main.toWorld) : [main.pointer]));
    }
  };

  const letGo = () => {
    if (!drag) return;
    const { tool, layer, moved, stroke } = drag;
    const click = moved < CLICK;
    if (tool === "turn") moves.turn(0, 0, false);
    else if (tool === "pan_zoom" && !click) moves.sendCamera();
    else if (layer !== undefined || !click) {
      if (tool === "pan_zoom" && state().orthogonal) moves.crossTo(main, stroke.points[0]);
      const points = tool === "pan_zoom" ? [stroke.points[0]] : stroke.points;
      out.now(ASK.DRAG, { layer, points, modifiers: drag.modifiers }, () => {
        main.strokes = main.strokes.filter((other) => other !== stroke);
        redraw();
      });
      hover(points.at(-1)); // what lies there now
    }
    drag = null;
  };

  const wheel = (event) => {
    const axis = moves.lastSlider();
    const step = event.deltaY > 0 ? -1 : 1;
    if (event.ctrlKey && axis !== undefined) moves.slideBy(axis, step);
    else if (chosen) moves.zoomBy(1.15 ** step, main.toWorld(event));
    else return; // not chosen yet: let the page scroll
    event.preventDefault();
  };

  const listeners = {
    pointerdown: press,
    pointermove: move,
    pointerup: letGo,
    pointercancel: letGo,
    lostpointercapture: letGo,
    pointerleave: () => {
      main.pointer = null;
      out.latest("hover", ASK.HOVER, () => ({}));
      redraw();
    },
    keydown: () => {
      chosen = true;
    },
    blur: () => {
      chosen = view.spaceHeld = false;
    },
    dblclick: (event) => {
      if (active()?.mode !== "pan_zoom") return;
      moves.zoomBy(event.altKey ? 0.5 : 2, main.toWorld(event));
    },
  };
  for (const [name, run] of Object.entries(listeners)) main.canvas.addEventListener(name, run);
  main.canvas.addEventListener("wheel", wheel, { passive: false });

  for (const pane of [panes.below, panes.beside]) {
    const followPointer = (event) => {
      if (event.buttons & 1) moves.crossTo(pane, pane.toWorld(event));
    };
    pane.canvas.addEventListener("pointerdown", (event) => {
      pane.canvas.setPointerCapture(event.pointerId);
      followPointer(event);
    });
    pane.canvas.addEventListener("pointermove", followPointer);
  }
  return { isDragging: () => drag !== null };
}
