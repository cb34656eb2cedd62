// The notebook viewer's face: draws what Python sends, sends what the person does.
// It holds no labels and no colours of its own; see widget.py for the other side.

const MODES = [
  ["erase", "erase", "activate_labels_erase_mode"],
  ["paint", "paint", "activate_labels_paint_mode"],
  ["fill", "fill", "activate_labels_fill_mode"],
  ["pick", "picker", "activate_labels_picker_mode"],
  ["pan_zoom", "pan_arrows", "activate_labels_pan_zoom_mode"],
];
const BLENDINGS = ["translucent", "translucent_no_depth", "additive", "minimum", "multiplicative", "opaque"];
const KEY_NAMES = { ArrowLeft: "Left", ArrowRight: "Right", ArrowUp: "Up", ArrowDown: "Down", " ": "Space" };

/** Make an element: attributes, `on…` listeners, then children. */
function h(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

/** Send messages to Python; of those of one kind only the newest waits while one is on its way. */
function messenger(model, onSilence, onAnswer) {
  let last = 0;
  const underway = new Map(); // kind -> id
  const waiting = new Map(); // kind -> message
  const timers = new Map(); // id -> timer
  const answered = new Map(); // id -> function
  const post = (kind, message, then) => {
    const id = `${++last}`;
    if (kind) underway.set(kind, id);
    if (then) answered.set(id, then);
    timers.set(id, setTimeout(() => onSilence(true), 6000));
    try {
      model.send({ ...message, id });
    } catch { // the kernel this viewer lived in is gone
      onSilence(true);
    }
  };
  const receive = (reply) => {
    if (!timers.has(reply.done)) return; // the answer to another view of this viewer
    clearTimeout(timers.get(reply.done));
    timers.delete(reply.done);
    onSilence(false);
    answered.get(reply.done)?.();
    answered.delete(reply.done);
    for (const [kind, id] of underway) {
      if (id !== reply.done) continue;
      underway.delete(kind);
      const next = waiting.get(kind);
      waiting.delete(kind);
      if (next) post(kind, next());
    }
    onAnswer();
  };
  model.on("msg:custom", receive);
  return {
    now: (what, options = {}, then) => post(null, { do: what, with: options }, then),
    latest(kind, make) {
      if (underway.has(kind)) waiting.set(kind, make);
      else post(kind, make());
    },
    busy: (kind) => underway.has(kind),
    stop() {
      model.off("msg:custom", receive);
      timers.forEach(clearTimeout);
    },
  };
}

function render({ model, el }) {
  const fixed = model.get("fixed");
  const messages = h("div", { class: "nv-message", role: "status" });
  const quiet = h("div", { class: "nv-message nv-wait", hidden: true },
    "Python is busy, or was restarted. If this stays, run the cell again.");
  const out = messenger(model, (silent) => { quiet.hidden = !silent; }, () => fillControls());
  const state = () => model.get("state");
  const active = () => state().layers.find((layer) => layer.name === state().active);
  const set = (name, value, layer = state().active) =>
    out.latest(`set ${layer} ${name}`, () => ({ do: "set", with: { layer, name, value } }));
  const act = (action) => out.now("act", { action });

  const icon = (name) => {
    const span = h("span", { class: "nv-icon", "aria-hidden": "true" });
    span.innerHTML = fixed.icons[name] ?? "";
    return span;
  };
  const button = (label, tip, onclick, picture) => {
    const node = h("button", { type: "button", title: tip, "aria-label": tip, onclick });
    node.append(picture ? icon(picture) : label);
    return node;
  };

  // ---- panes: one canvas each, on two of the world's axes

  const view = { center: [0, 0], zoom: 1 }; // of the main pane; rows and columns in world units
  let spaceHeld = false;
  let needed = false;
  const redraw = () => {
    if (needed) return;
    needed = true;
    requestAnimationFrame(() => {
      needed = false;
      panes.forEach((pane) => pane.draw());
    });
  };

  function makePane(name, label) {
    const canvas = h("canvas", {
      class: "nv-canvas", tabindex: name === "main" ? "0" : "-1", role: "img", "aria-label": label,
    });
    const host = h("div", { class: `nv-pane nv-${name}` }, canvas);
    const pane = { name, canvas, host, bitmap: null, strokes: [], pointer: null };
    pane.axes = () => {
      const order = state().order;
      const [depth, row, col] = order.slice(-3).length === 3 ? order.slice(-3) : [null, ...order];
      return { main: [row, col], below: [depth, col], beside: [row, depth] }[name];
    };
    pane.center = () => {
      const middle = (axis) => axis.start + (axis.step * (axis.count - 1)) / 2;
      const depth = () => middle(state().axes[state().order.at(-3)]);
      if (name === "below") return [depth(), view.center[1]];
      if (name === "beside") return [view.center[0], depth()];
      return view.center;
    };
    pane.toWorld = (event) => {
      const box = canvas.getBoundingClientRect();
      const [row, col] = pane.center();
      return [
        row + (event.clientY - box.top - box.height / 2) / view.zoom,
        col + (event.clientX - box.left - box.width / 2) / view.zoom,
      ];
    };
    pane.draw = () => {
      const box = host.getBoundingClientRect();
      if (!box.width || !box.height) return;
      const dense = window.devicePixelRatio || 1;
      const [wide, high] = [Math.round(box.width * dense), Math.round(box.height * dense)];
      if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
      const c = canvas.getContext("2d");
      c.setTransform(dense, 0, 0, dense, 0, 0);
      c.fillStyle = "#000";
      c.fillRect(0, 0, box.width, box.height);
      if (!pane.bitmap || !state().axes.length) return;
      if (name === "main" && state().ndisplay === 3) {
        const side = Math.min(box.width, box.height);
        c.imageSmoothingEnabled = true;
        c.imageSmoothingQuality = "high";
        c.drawImage(pane.bitmap, (box.width - side) / 2, (box.height - side) / 2, side, side);
        return;
      }
      const [rows, cols] = pane.axes().map((axis) => state().axes[axis]);
      const [row, col] = pane.center();
      c.translate(box.width / 2, box.height / 2);
      c.scale(view.zoom, view.zoom);
      c.translate(-col, -row);
      c.imageSmoothingEnabled = false;
      const [down, across] = pane.place ?? [rows, cols];
      // a thinned picture shows the first of its voxels, so its pixels start at that voxel's edge
      c.drawImage(pane.bitmap, across.start - cols.step / 2, down.start - rows.step / 2,
        across.step * across.count, down.step * down.count);
      if (state().orthogonal) drawCross(c, pane, rows, cols);
      pane.strokes.forEach((stroke) => drawStroke(c, stroke));
      if (name === "main" && pane.pointer) drawBrush(c, pane.pointer);
    };
    pane.load = async (bytes, place) => {
      const turn = (pane.turn = (pane.turn ?? 0) + 1);
      const bitmap = bytes ? await createImageBitmap(new Blob([bytes], { type: "image/png" })) : null;
      if (pane.turn !== turn) return; // a newer picture has come meanwhile
      Object.assign(pane, { bitmap, place });
      redraw();
      requestAnimationFrame(() => root.dispatchEvent(new Event("nv-picture")));
    };
    return pane;
  }

  function drawCross(c, pane, rows, cols) {
    const [row, col] = pane.axes().map((axis) => state().point[axis]);
    c.strokeStyle = "rgba(255, 220, 80, 0.8)";
    c.lineWidth = 1 / view.zoom;
    c.beginPath();
    c.moveTo(cols.start - cols.step / 2, row);
    c.lineTo(cols.start + cols.step * (cols.count - 0.5), row);
    c.moveTo(col, rows.start - rows.step / 2);
    c.lineTo(col, rows.start + rows.step * (rows.count - 0.5));
    c.stroke();
  }

  const brushWidth = (layer) => {
    const [rows, cols] = main.axes().map((axis) => state().axes[axis]);
    return (2 * Math.floor(layer.brush_size / 2) + 1) * Math.min(rows.step, cols.step);
  };
  const paints = (layer) => layer?.kind === "labels" && ["paint", "erase"].includes(layer.mode);

  function drawStroke(c, stroke) {
    c.strokeStyle = stroke.colour;
    c.lineWidth = stroke.width;
    c.lineCap = c.lineJoin = "round";
    c.beginPath();
    stroke.points.forEach(([row, col], i) => (i ? c.lineTo(col, row) : c.moveTo(col, row)));
    if (stroke.points.length === 1) c.lineTo(stroke.points[0][1] + 1e-6, stroke.points[0][0]);
    c.stroke();
  }

  function drawBrush(c, [row, col]) {
    const layer = active();
    if (!paints(layer) || spaceHeld) return;
    for (const [colour, width] of [["#000", 2.4], ["#fff", 1]]) {
      c.strokeStyle = colour;
      c.lineWidth = width / view.zoom;
      c.beginPath();
      c.arc(col, row, brushWidth(layer) / 2, 0, 7);
      c.stroke();
    }
  }

  const main = makePane("main", "");
  const below = makePane("below", "The same place seen from the front: x across, z down");
  const beside = makePane("beside", "The same place seen from the side: z across, y down");
  const panes = [main, below, beside];

  const sendCamera = () =>
    out.latest("camera", () => ({ do: "camera", with: { center: [...view.center], zoom: view.zoom } }));
  const zoomBy = (factor, around = view.center) => {
    if (state().ndisplay === 3) around = view.center;
    const zoom = Math.min(Math.max(view.zoom * factor, 0.05), 400);
    view.center = view.center.map((c, i) => around[i] + (c - around[i]) * (view.zoom / zoom));
    view.zoom = zoom;
    sendCamera();
    redraw();
  };
  const slide = (axis, value) => {
    const { start, step, count } = state().axes[axis];
    const place = Math.min(Math.max(value, start), start + step * (count - 1));
    out.latest(`point ${axis}`, () => ({ do: "point", with: { values: { [axis]: place } } }));
  };
  const slidable = () => state().order.slice(0, -state().ndisplay);

  let turning = [0, 0];
  let resting = null;
  const turn = (right, down, quick = true) => {
    turning = [turning[0] + right, turning[1] + down];
    clearTimeout(resting);
    if (quick) resting = setTimeout(() => turn(0, 0, false), 250); // then the fine picture
    out.latest("turn", () => {
      const [r, d] = turning;
      turning = [0, 0];
      return { do: "turn", with: { right: r, down: d, quick } };
    });
  };

  // ---- the pointer on the main pane

  let dragging = null;
  const hover = ([row, col]) => {
    if (state().ndisplay === 2) out.latest("hover", () => ({ do: "hover", with: { row, col } }));
  };
  const modifiers = (event) =>
    [["Shift", event.shiftKey], ["Control", event.ctrlKey], ["Alt", event.altKey]].filter((m) => m[1]).map((m) => m[0]);

  main.canvas.addEventListener("pointerdown", (event) => {
    main.canvas.focus({ preventScroll: true });
    if (event.button > 1 || dragging) return;
    event.preventDefault();
    main.canvas.setPointerCapture(event.pointerId);
    const layer = active();
    const tool = state().ndisplay === 3 ? "turn"
      : spaceHeld || event.button === 1 || layer?.kind !== "labels" ? "pan_zoom" : layer.mode;
    const start = main.toWorld(event);
    dragging = { tool, layer: layer?.name, from: [event.clientX, event.clientY], last: [event.clientX, event.clientY], moved: 0, modifiers: modifiers(event), stroke: { points: [start] } };
    if (tool === "paint" || tool === "erase") {
      const colour = tool === "erase" || !layer.colour ? "rgba(255,255,255,0.45)" : `rgba(${layer.colour}, 0.6)`;
      Object.assign(dragging.stroke, { colour, width: brushWidth(layer) });
      main.strokes.push(dragging.stroke);
      redraw();
    }
  });

  main.canvas.addEventListener("pointermove", (event) => {
    main.pointer = main.toWorld(event);
    if (!dragging) {
      hover(main.pointer);
      redraw();
      return;
    }
    const [dx, dy] = [event.clientX - dragging.last[0], event.clientY - dragging.last[1]];
    dragging.last = [event.clientX, event.clientY];
    dragging.moved = Math.max(dragging.moved, Math.hypot(event.clientX - dragging.from[0], event.clientY - dragging.from[1]));
    if (dragging.tool === "turn") turn(dx * 0.5, dy * 0.5);
    else if (dragging.tool === "pan_zoom") {
      view.center = [view.center[0] - dy / view.zoom, view.center[1] - dx / view.zoom];
    } else {
      const steps = event.getCoalescedEvents?.() ?? []; // the event itself is the last of them
      dragging.stroke.points.push(...(steps.length ? steps.map(main.toWorld) : [main.pointer]));
    }
    redraw();
  });

  const letGo = (event) => {
    if (!dragging) return;
    const { tool, layer, moved, stroke } = dragging;
    const click = moved < 3;
    if (tool === "turn") turn(0, 0, false);
    else if (tool === "pan_zoom" && !click) sendCamera();
    else if (layer !== undefined || !click) {
      if (tool === "pan_zoom" && state().orthogonal) crossTo(main, stroke.points[0]);
      const points = tool === "pan_zoom" ? [stroke.points[0]] : stroke.points;
      out.now("drag", { layer, points, modifiers: dragging.modifiers }, () => {
        main.strokes = main.strokes.filter((other) => other !== stroke);
        redraw();
      });
      hover(points.at(-1)); // what lies there now
    }
    dragging = null;
  };
  main.canvas.addEventListener("pointerup", letGo);
  main.canvas.addEventListener("pointercancel", letGo);
  main.canvas.addEventListener("lostpointercapture", letGo);
  main.canvas.addEventListener("pointerleave", () => {
    main.pointer = null;
    out.latest("hover", () => ({ do: "hover" }));
    redraw();
  });
  main.canvas.addEventListener("dblclick", (event) => {
    if (active()?.mode === "pan_zoom") zoomBy(event.altKey ? 0.5 : 2, main.toWorld(event));
  });

  const onWheel = (event) => {
    const axis = slidable().at(-1);
    const step = event.deltaY > 0 ? -1 : 1;
    if (event.ctrlKey && axis !== undefined) slide(axis, state().point[axis] + step * state().axes[axis].step);
    else if (document.activeElement === main.canvas || el.getRootNode().activeElement === main.canvas) {
      zoomBy(1.15 ** step, main.toWorld(event));
    } else return; // not chosen yet: let the page scroll
    event.preventDefault();
  };
  main.canvas.addEventListener("wheel", onWheel, { passive: false });

  const crossTo = (pane, [row, col]) => {
    const [a, b] = pane.axes();
    out.latest("cross", () => ({ do: "point", with: { values: { [a]: row, [b]: col } } }));
  };
  for (const pane of [below, beside]) {
    const follow = (event) => { if (event.buttons & 1) crossTo(pane, pane.toWorld(event)); };
    pane.canvas.addEventListener("pointerdown", (event) => {
      pane.canvas.setPointerCapture(event.pointerId);
      follow(event);
    });
    pane.canvas.addEventListener("pointermove", follow);
  }

  // ---- keys

  const keyName = (event) => {
    const key = event.key.length === 1 && event.key !== " " ? event.key.toUpperCase() : KEY_NAMES[event.key] ?? event.key;
    const held = [(event.ctrlKey || event.metaKey) && "Ctrl", event.shiftKey && "Shift", event.altKey && "Alt"];
    return [...held.filter(Boolean), key].join("+");
  };
  const NUDGE = { Left: [0, -1], Right: [0, 1], Up: [-1, 0], Down: [1, 0] };

  function onKey(event) {
    if (event.key === "Tab" || (event.key === "Enter" && (event.shiftKey || event.ctrlKey))) return;
    event.stopPropagation(); // or JupyterLab takes the key for its own
    const kind = event.target.tagName === "INPUT" ? event.target.type : event.target.tagName;
    if (["number", "text", "SELECT"].includes(kind)) return;
    const onCanvas = event.target === main.canvas;
    if (!onCanvas && /^(Arrow|Page|Home|End|Enter| )/.test(event.key)) return;
    const name = keyName(event);
    const nudge = NUDGE[name.replace("Shift+", "")];
    if (name === "Space") {
      spaceHeld = true;
      redraw();
    } else if (nudge && state().ndisplay === 3) turn(8 * nudge[1], 8 * nudge[0]);
    else if (nudge && event.shiftKey) {
      view.center = view.center.map((c, i) => c + (nudge[i] * 40) / view.zoom);
      sendCamera();
      redraw();
    } else if (nudge && name === fixedKey("increment_dims_left")) step(-1);
    else if (nudge && name === fixedKey("increment_dims_right")) step(1);
    else if (fixed.keys[name]) act(fixed.keys[name]);
    else return;
    event.preventDefault();
  }
  const fixedKey = (action) => Object.keys(fixed.keys).find((key) => fixed.keys[key] === action);
  let stepping = 0;
  const step = (by) => {
    const axis = slidable().at(-1);
    if (axis === undefined) return;
    stepping += by;
    out.latest("step", () => {
      const values = { [axis]: state().point[axis] + stepping * state().axes[axis].step };
      stepping = 0;
      return { do: "point", with: { values } };
    });
  };
  el.addEventListener("keydown", onKey);
  const onKeyUp = (event) => {
    if (event.key === " ") spaceHeld = false;
    redraw();
  };
  el.addEventListener("keyup", onKeyUp);
  main.canvas.addEventListener("blur", () => { spaceHeld = false; });

  // ---- controls: rebuilt when another kind of layer is chosen, otherwise only filled anew

  const field = (label, tip, control) =>
    h("label", { class: "nv-field", title: tip }, h("span", {}, label), control);
  const slider = (name, low, high, by, tip) =>
    h("input", { type: "range", min: low, max: high, step: by, "data-set": name, "aria-label": tip, oninput: (e) => set(name, Number(e.target.value)) });
  const number = (name, low, high, tip) =>
    h("input", { type: "number", min: low, max: high, step: 1, "data-set": name, "aria-label": tip,
      oninput: (e) => { e.target.dataset.typing = "1"; },
      onchange: (e) => { delete e.target.dataset.typing; if (e.target.value !== "") set(name, Number(e.target.value)); } });
  const tick = (name, tip) =>
    h("input", { type: "checkbox", "data-set": name, "aria-label": tip, onchange: (e) => set(name, e.target.checked) });
  const choice = (name, values, tip) =>
    h("select", { "data-set": name, "aria-label": tip, onchange: (e) => set(name, e.target.value) },
      ...values.map((value) => h("option", { value }, value.replaceAll("_", " "))));
  const pair = (...nodes) => h("span", { class: "nv-pair" }, ...nodes);

  const shared = () => [
    field("opacity", "How much of the layers below is hidden", slider("opacity", 0, 1, 0.01, "opacity")),
    field("blending", "How this layer is laid over those below", choice("blending", BLENDINGS, "blending")),
  ];
  const limits = (layer, index) => {
    const [low, high] = layer.range;
    return h("input", { type: "range", min: low, max: high, step: layer.whole ? 1 : (high - low) / 500 || 1, "data-limit": index,
      "aria-label": index ? "contrast limits: white" : "contrast limits: black",
      oninput: (e) => {
        const value = [...active().contrast_limits];
        value[index] = Number(e.target.value);
        set("contrast_limits", value);
      } });
  };

  const controlsFor = (layer) => layer.kind === "image" ? [
    ...shared(),
    field("contrast limits", "The value that is shown black", limits(layer, 0)),
    field("", "The value that is shown as the brightest colour", limits(layer, 1)),
    field("colormap", "The colours that stand for the values", choice("colormap", [...new Set([...fixed.colormaps, layer.colormap])], "colormap")),
  ] : [
    h("div", { class: "nv-tools", role: "toolbar", "aria-label": "Tools" },
      button("", "Shuffle the colours of the labels", () => act("shuffle"), "shuffle"),
      ...MODES.map(([mode, picture, action]) => {
        const node = button("", fixed.tips[action], () => act(action), picture);
        node.dataset.mode = mode;
        return node;
      }),
      Object.assign(button("↶", fixed.tips.undo, () => act("undo")), { className: "nv-undo" }),
      Object.assign(button("↷", fixed.tips.redo, () => act("redo")), { className: "nv-redo" })),
    field("label", "The number that the brush paints; 0 is the background", pair(
      h("span", { class: "nv-swatch", "aria-hidden": "true" }),
      button("−", fixed.tips.decrease_label_id, () => act("decrease_label_id")),
      number("selected_label", null, null, "label"),
      button("+", fixed.tips.increase_label_id, () => act("increase_label_id")),
      button("new", fixed.tips.new_label, () => act("new_label")))),
    field("brush size", "Diameter of the brush in voxels  ( [ smaller, ] larger )", pair(
      slider("brush_size", 1, 40, 1, "brush size"), number("brush_size", 1, null, "brush size in voxels"))),
    ...shared(),
    field("contour", "0 fills the objects; 1 and more draws their outlines, so thick", number("contour", 0, 50, "contour")),
    field("n edit dim", "2 edits this slice only; 3 edits the slices above and below too", number("n_edit_dimensions", 2, layer.ndim, "n edit dim")),
    h("div", { class: "nv-ticks" },
      field("contiguous", "Fill changes only the piece clicked on, not every voxel of that label", tick("contiguous", "contiguous")),
      field("preserve labels", "Painting leaves all other labels as they are  (B)", tick("preserve_labels", "preserve labels")),
      field("show selected", "Show only the selected label", tick("show_selected_label", "show selected"))),
  ];

  const panel = h("div", { class: "nv-controls", role: "group", "aria-label": "Layer controls" });
  let built = "";
  function fillControls() {
    const layer = active();
    const wanted = layer ? `${layer.name}/${layer.kind}/${layer.range ?? layer.ndim}` : "";
    if (wanted !== built) {
      built = wanted;
      panel.replaceChildren(...(layer ? controlsFor(layer) : [h("p", {}, "Choose a layer.")]));
    }
    if (!layer) return;
    for (const node of panel.querySelectorAll("[data-set]")) {
      if (out.busy(`set ${layer.name} ${node.dataset.set}`)) continue; // newer than Python's
      const value = layer[node.dataset.set];
      if (node.type === "checkbox") node.checked = value;
      else if (!node.dataset.typing && !(node.type === "range" && node.matches(":active"))) node.value = value;
    }
    for (const node of panel.querySelectorAll("[data-limit]")) {
      if (!node.matches(":active")) node.value = layer.contrast_limits[node.dataset.limit];
    }
    for (const node of panel.querySelectorAll("[data-mode]")) {
      node.setAttribute("aria-pressed", String(node.dataset.mode === layer.mode));
    }
    const swatch = panel.querySelector(".nv-swatch");
    if (swatch) {
      swatch.style.background = layer.colour ? `rgb(${layer.colour})` : "transparent";
      panel.querySelector(".nv-undo").disabled = !layer.undo;
      panel.querySelector(".nv-redo").disabled = !layer.redo;
    }
  }

  const list = h("ul", { class: "nv-layers", "aria-label": "Layers, topmost first" });
  let listed = "";
  function fillLayers() {
    const { layers, selected } = state();
    const now = JSON.stringify([layers.map((layer) => [layer.name, layer.visible, layer.kind]), selected]);
    if (now === listed) return;
    listed = now;
    const focus = list.contains(list.getRootNode().activeElement) ? list.getRootNode().activeElement.dataset.key : null;
    list.replaceChildren(...[...layers].reverse().map((layer) => {
      const eye = button("", `${layer.visible ? "Hide" : "Show"} ${layer.name}`, () => set("visible", !layer.visible, layer.name), layer.visible ? "visibility" : "visibility_off");
      eye.setAttribute("aria-pressed", String(layer.visible));
      eye.dataset.key = `eye ${layer.name}`;
      const name = h("button", { type: "button", class: "nv-name", "data-key": `name ${layer.name}`, "aria-pressed": String(selected.includes(layer.name)),
        title: `Select ${layer.name}  (double-click to rename)`,
        onclick: (event) => out.now("select", { layer: layer.name, add: event.shiftKey || event.ctrlKey || event.metaKey }),
        ondblclick: (event) => rename(event.currentTarget, layer.name) },
      icon(layer.kind === "labels" ? "new_labels" : "new_image"), h("span", {}, layer.name));
      return h("li", { class: layer.visible ? "" : "nv-hidden" }, eye, name);
    }));
    if (focus) list.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  }
  function rename(node, name) {
    const box = h("input", { type: "text", value: name, "aria-label": "Name of the layer" });
    const done = () => { listed = ""; if (box.value && box.value !== name) set("name", box.value, name); else fillLayers(); };
    box.addEventListener("blur", done, { once: true });
    box.addEventListener("keydown", (event) => { if (event.key === "Enter") box.blur(); });
    node.replaceWith(box);
    box.select();
  }

  const dims = h("div", { class: "nv-dims" });
  let dimsFor = "";
  function fillDims() {
    const { axes, point, order, ndisplay } = state();
    const sliders = order.slice(0, -ndisplay);
    const wanted = JSON.stringify([sliders, axes]);
    if (wanted !== dimsFor) {
      dimsFor = wanted;
      dims.replaceChildren(...sliders.map((axis) => {
        const { name, start, step: by, count } = axes[axis];
        const place = (e) => slide(axis, start + by * Number(e.target.value));
        return h("label", { title: `Move through ${name}: drag, turn the wheel, or use the left and right arrows`,
          onwheel: (event) => { event.preventDefault(); slide(axis, state().point[axis] + (event.deltaY > 0 ? -by : by)); } },
        h("span", {}, name),
        h("input", { type: "range", min: 0, max: count - 1, step: 1, "data-axis": axis, "aria-label": `${name} slice`, oninput: place }),
        h("input", { type: "number", min: 0, max: count - 1, step: 1, "data-axis": axis, "aria-label": `${name} slice number`, onchange: place }),
        h("span", {}, `/ ${count - 1}`));
      }));
    }
    for (const node of dims.querySelectorAll("[data-axis]")) {
      const { start, step: by } = axes[node.dataset.axis];
      if (!(node.type === "range" && node.matches(":active"))) node.value = Math.round((point[node.dataset.axis] - start) / by);
    }
  }

  const status = h("output", { class: "nv-status", "aria-live": "off" });
  const solidButton = button("", "", () => act("toggle_ndisplay"), "2D");
  const orthoButton = button("⊞", "Orthogonal slices: the same place from above, from the front and from the side", () => out.now("orthogonal", { value: !state().orthogonal }));
  const listButtons = h("div", { class: "nv-tools", role: "toolbar", "aria-label": "Layers" },
    button("", "New labels layer, as large as the image", () => act("new_labels"), "new_labels"),
    button("", "Move the selected layer up", () => act("raise"), "up_arrow"),
    button("", "Move the selected layer down", () => act("lower"), "down_arrow"),
    button("", fixed.tips.delete_selected_layers, () => act("delete_selected_layers"), "delete"));
  const viewButtons = h("div", { class: "nv-tools", role: "toolbar", "aria-label": "View" },
    solidButton, orthoButton,
    button("−", "Zoom out  (or turn the wheel over the picture, once you have clicked it)", () => zoomBy(1 / 1.4)),
    button("+", "Zoom in  (or turn the wheel over the picture, once you have clicked it)", () => zoomBy(1.4)),
    button("", fixed.tips.reset_view, () => act("reset_view"), "home"));
  const stage = h("div", { class: "nv-stage" }, main.host, beside.host, below.host);
  const root = h("div", { class: "nv", "data-lm-suppress-shortcuts": "true" },
    h("div", { class: "nv-side" }, panel, listButtons, list),
    h("div", { class: "nv-main" }, stage, dims,
      h("div", { class: "nv-foot" }, status, viewButtons), messages, quiet));
  el.append(root);

  function update() {
    const { ndisplay, orthogonal, message, alt } = state();
    fillControls();
    fillLayers();
    fillDims();
    const solid = ndisplay === 3;
    solidButton.replaceChildren(icon(solid ? "3D" : "2D"));
    const tip = solid ? "Back to slices" : "See it in 3D; drag to turn it";
    solidButton.title = `${tip}  (${fixedKey("toggle_ndisplay")})`;
    solidButton.setAttribute("aria-label", solidButton.title);
    solidButton.setAttribute("aria-pressed", String(solid));
    orthoButton.setAttribute("aria-pressed", String(orthogonal));
    orthoButton.disabled = solid || state().axes.length < 3;
    stage.classList.toggle("nv-ortho", orthogonal && !solid && state().axes.length > 2);
    main.canvas.setAttribute("aria-label", `${alt} Keys as in napari.`);
    main.canvas.dataset.tool = solid ? "turn" : active()?.mode ?? "pan_zoom";
    if (messages.textContent !== message) messages.textContent = message;
    redraw();
  }
  const onPictures = () => {
    const pictures = model.get("pictures");
    main.load(pictures.main ?? pictures.solid, pictures.place);
    below.load(pictures.below);
    beside.load(pictures.beside);
  };
  const onCamera = () => {
    if (dragging || out.busy("camera")) return; // the person is moving it
    Object.assign(view, model.get("camera"));
    redraw();
  };
  const onStatus = () => { status.textContent = model.get("status"); };
  model.on("change:state", update);
  model.on("change:pictures", onPictures);
  model.on("change:camera", onCamera);
  model.on("change:status", onStatus);

  const sizes = new ResizeObserver(() => {
    const { width, height } = main.host.getBoundingClientRect();
    if (width && height) out.latest("size", () => ({ do: "size", with: { width, height } }));
    redraw();
  });
  sizes.observe(main.host);
  onCamera();
  onPictures();
  onStatus();
  update();

  return () => {
    out.stop();
    sizes.disconnect();
    clearTimeout(resting);
    model.off("change:state", update);
    model.off("change:pictures", onPictures);
    model.off("change:camera", onCamera);
    model.off("change:status", onStatus);
  };
}

export default { render };
