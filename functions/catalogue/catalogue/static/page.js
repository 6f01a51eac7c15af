// Every page: marks that scripts run, opens and closes dialogs, shows the keys.
import { shortcuts, keysOn } from "./shortcuts.js";
import { loadMessages } from "./messages.js";

document.documentElement.classList.add("js");
loadMessages();

const help = document.querySelector("#help");

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open).showModal();
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog").close();
  if (event.target instanceof HTMLDialogElement) event.target.close(); // the backdrop
});

// A source that is shown on hover or focus can be put away without moving the pointer (WCAG 1.4.13).
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.body.classList.add("quiet-sources");
});
for (const back of ["pointermove", "focusin"]) {
  document.addEventListener(back, () => document.body.classList.remove("quiet-sources"), { passive: true });
}

const box = document.querySelector("#keys-on");
box.checked = keysOn();
box.addEventListener("change", () => keysOn(box.checked));
shortcuts({ "?": () => help.showModal() });
