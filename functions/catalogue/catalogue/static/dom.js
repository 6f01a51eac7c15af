// Builds elements from text; nothing that comes from data is ever read as HTML.

/** An element with properties and children. `class`, `data-*` and `aria-*` are set as attributes. */
export function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class" || key === "for" || key.includes("-")) element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export const button = (text, onclick, look = "button") => make("button", { type: "button", class: look, onclick }, text);

/** Root of the page's paths: "" or a stage such as "/prod". */
const root = document.documentElement.dataset.root;

/** A path with quoted parts: path`/articles/${number}/tags`. */
export function path(texts, ...parts) {
  return root + texts.reduce((whole, text, index) => whole + encodeURIComponent(parts[index - 1]) + text);
}

/** Handles an event of all elements that match, also of those that are added later. */
export function on(type, selector, handler) {
  document.addEventListener(type, (event) => {
    const element = event.target.closest?.(selector);
    if (element) handler(element, event);
  });
}

/** Replaces the elements with these ids by those of a page's HTML; the focus stays where it was. */
export function refresh(ids, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const focused = document.activeElement;
  const at = focused?.id || focused?.closest("[id]")?.id;
  for (const id of ids) {
    const now = document.getElementById(id);
    const next = fresh.getElementById(id);
    if (now && next) now.replaceWith(document.adoptNode(next));
  }
  if (!document.contains(focused) && at) {
    const next = document.getElementById(at);
    if (next && !next.matches("a, button, input, select, textarea, [tabindex]")) next.setAttribute("tabindex", "-1");
    next?.focus({ preventScroll: true });
  }
}
