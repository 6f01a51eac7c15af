// Single-key shortcuts. They rest while somebody types, while a dialog is open, and when switched off in the help.
const known = new Map();
const SETTING = "keys-off";

export function shortcuts(keys) {
  for (const [key, action] of Object.entries(keys)) known.set(key, action);
}

/** Whether shortcuts are on; with an argument, switches them. */
export function keysOn(on) {
  if (on !== undefined) localStorage.setItem(SETTING, on ? "" : "off");
  return localStorage.getItem(SETTING) !== "off";
}

function resting(event) {
  const typing = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const pressing = event.key === "Enter" && event.target.closest?.("a, button, summary");
  return event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing || pressing;
}

document.addEventListener("keydown", (event) => {
  if (resting(event) || document.querySelector("dialog[open]") || !keysOn()) return;
  const action = known.get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
  if (!action || event.repeat) return;
  event.preventDefault();
  action();
});
