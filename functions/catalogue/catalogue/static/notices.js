// What the page says at its lower edge: what was done (politely), what failed, and what it waits for.
import { button, make } from "./dom.js";

const polite = document.querySelector("#notices");
const urgent = document.querySelector("#alerts");
let fading;

/** A message about something done. `undo` adds a button. It goes after a while, unless it is being used. */
export function say(text, undo) {
  clearTimeout(fading);
  const bar = make("div", { class: "bar" }, make("span", {}, text));
  if (undo) bar.append(button("Rückgängig", () => { bar.remove(); undo(); }, "button tiny"));
  polite.replaceChildren(bar);
  const fade = () => { fading = setTimeout(() => (bar.matches(":hover, :focus-within") ? fade() : bar.remove()), 8000); };
  fade();
}

/** A message about something that failed; it stays until it is closed. */
export function complain(text) {
  const bar = make("div", { class: "bar bad" }, make("span", {}, text));
  bar.append(button("Schließen", () => bar.remove(), "button tiny"));
  urgent.querySelector(":scope > .bad")?.remove();
  urgent.append(bar);
}

const waits = new Map(); // kind → {bar, waiting}

/** Waits until `again` may be tried: after a click, when `events` of the window come, or after `seconds`. Several callers
 *  share one bar per `kind`; it stays until `over` says that the trouble is over. */
export function wait(kind, text, { events = [], seconds = 0, action = null } = {}) {
  const found = waits.get(kind);
  if (found?.waiting) return found.waiting;
  const again = button("Erneut versuchen", () => {}, "button tiny");
  const bar = found?.bar ?? make("div", { class: "bar open", "data-wait": kind }, make("span", {}, text), action, again);
  const entry = { bar };
  entry.waiting = new Promise((resolve) => {
    let timer = 0;
    const done = (entry.done = () => {
      clearTimeout(timer);
      events.forEach((name) => window.removeEventListener(name, done));
      entry.waiting = null;
      resolve();
    });
    bar.querySelector("button").onclick = done;
    events.forEach((name) => window.addEventListener(name, done));
    if (seconds) timer = setTimeout(done, seconds * 1000);
  });
  waits.set(kind, entry);
  if (!bar.isConnected) urgent.append(bar);
  return entry.waiting;
}

/** Takes the bar away: what was waited for has worked. */
export function over(kind) {
  const entry = waits.get(kind);
  waits.delete(kind);
  entry?.bar.remove();
  entry?.done();
}
