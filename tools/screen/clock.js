// The running clock of a plan: which section, how long still, what to ask, what to leave out.

/** Write seconds as minutes and seconds. */
export function clock(seconds) {
  const whole = Math.floor(Math.abs(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Say how far a room is from its plan: `used` are the seconds spent on each section. */
export function lateness(planned, used, at) {
  const spent = used.reduce((sum, one) => sum + one, 0);
  const due = planned.slice(0, at).reduce((sum, one) => sum + one, 0);
  return spent - due - Math.min(used[at], planned[at]);
}

/** Say it in words. */
export function inWords(seconds) {
  const minutes = Math.round(Math.abs(seconds) / 60);
  if (minutes < 1) return "on time";
  return `${minutes} ${minutes === 1 ? "minute" : "minutes"} ${seconds > 0 ? "late" : "early"}`;
}

const PLACES = [
  // the tab's own history lives through a reload: localStorage has been seen empty after one
  {
    get: (key) => window.history.state?.[key],
    put: (key, state) => window.history.replaceState({ [key]: state }, ""),
  },
  // and this one lives on when the page is closed
  {
    get: (key) => JSON.parse(window.localStorage.getItem(key)),
    put: (key, state) => window.localStorage.setItem(key, JSON.stringify(state)),
  },
];

/** Return the state that was kept for a plan of so many sections, or null. */
export function recall(key, count, places = PLACES) {
  for (const place of places) {
    try {
      const found = place.get(key);
      if (found?.used?.length === count && found.at in found.used) return found;
    } catch {
      // a browser that keeps nothing, or something of another's
    }
  }
  return null;
}

/** Keep a state wherever it can be kept. */
export function keep(key, state, places = PLACES) {
  for (const place of places) {
    try {
      place.put(key, state);
    } catch {
      // then the other place has it
    }
  }
}

/** Run the clock in a page. */
export function run(page, { name, steps }) {
  const planned = steps.map((step) => step.seconds);
  const find = (selector) => page.querySelector(selector);
  const key = `nuclei-clock ${name} ${planned.length}`;
  const fresh = () => ({ at: 0, used: planned.map(() => 0), since: null });
  let state = recall(key, planned.length) ?? fresh();

  function settle() {
    const now = Date.now();
    if (state.since !== null) {
      state.used[state.at] += (now - state.since) / 1000;
      state.since = now;
    }
  }

  const actions = {
    toggle: () => {
      state.since = state.since === null ? Date.now() : null;
    },
    next: () => go(state.at + 1),
    back: () => go(state.at - 1),
    reset: () => {
      state = fresh();
    },
  };

  function go(place) {
    state.at = Math.min(Math.max(place, 0), steps.length - 1);
  }

  function act(action) {
    settle();
    action();
    keep(key, state); // between two actions only the time goes on, and the time is known
    show();
  }

  function list(selector, notes) {
    const box = find(selector);
    box.hidden = notes.length === 0;
    const items = notes.map(([where, text]) => {
      const item = document.createElement("li");
      item.textContent = text;
      if (where) {
        const small = document.createElement("small");
        small.textContent = ` ${where}`;
        item.append(small);
      }
      return item;
    });
    box.querySelector("ul").replaceChildren(...items);
  }

  function tick() {
    settle();
    const left = planned[state.at] - state.used[state.at];
    find(".left strong").textContent = clock(left);
    find(".left span").textContent = left < 0 ? "over" : "left";
    find(".left").classList.toggle("over", left < 0);
    const late = lateness(planned, state.used, state.at);
    find(".late").textContent = `The plan: ${inWords(late)}.`;
    find(".late").classList.toggle("behind", late >= 60);
  }

  function show() {
    const step = steps[state.at];
    const next = steps[state.at + 1];
    find(".part").textContent = step.part;
    if (find("h1").textContent !== step.title) find("h1").textContent = step.title;
    find(".skip").hidden = !step.late;
    find(".skip p").textContent = step.late;
    list(
      ".gone",
      step.gone.map(([what, instead]) => ["", instead ? `${what}: ${instead}` : what]),
    );
    list(".ask", step.ask);
    list(".say", step.say);
    list(".hear", step.hear);
    const first = next?.ask[0] ? ` Ask: ${next.ask[0][1]}` : "";
    find(".next p").textContent = next ? `${next.title}.${first}` : "The end.";
    find("[data-do=toggle]").textContent = state.since === null ? "start" : "pause";
    for (const button of page.querySelectorAll("nav button")) {
      if (Number(button.value) === state.at) {
        button.setAttribute("aria-current", "step");
        button.scrollIntoView({ block: "nearest" });
      } else {
        button.removeAttribute("aria-current");
      }
    }
    tick();
  }

  for (const [place, step] of steps.entries()) {
    if (step.part !== steps[place - 1]?.part && step.part) {
      const head = document.createElement("li");
      head.className = "head";
      head.textContent = step.part;
      find("nav ol").append(head);
    }
    const button = document.createElement("button");
    button.type = "button";
    button.value = place;
    button.textContent = step.title;
    button.addEventListener("click", () => act(() => go(place)));
    const item = document.createElement("li");
    item.append(button);
    find("nav ol").append(item);
  }
  for (const button of page.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => act(actions[button.dataset.do]));
  }
  page.addEventListener("keydown", (event) => {
    const keys = { " ": "toggle", ArrowRight: "next", ArrowLeft: "back" };
    const pressed = keys[event.key];
    if (!pressed || (event.key === " " && event.target.closest?.("button"))) return;
    event.preventDefault();
    act(actions[pressed]);
  });
  setInterval(tick, 250);
  show();
}
