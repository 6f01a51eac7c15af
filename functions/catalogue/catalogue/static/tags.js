// Tags of the photos: accept all clear ones, answer what is open, change, add, remove, try a photo again.
import { acceptConfident } from "./accepting.js";
import { ANSWER, answerOf } from "./answers.js";
import { Problem, sameChoice, send } from "./api.js";
import { ask, change, number, photoOf, reload, undo, version } from "./article_state.js";
import { make, on, path } from "./dom.js";
import { say } from "./notices.js";
import { shortcuts } from "./shortcuts.js";

const dialog = document.querySelector("#facet");
const list = dialog.querySelector("#labels");
const filter = dialog.querySelector("#label-filter");
const which = dialog.querySelector("#facet-choice");
let editing; // {photo, facet}
let labelFile;

const labels = () => (labelFile ??= send("GET", path`/labels`));

async function choose(places, facet, chosen) {
  const choices = places.map((photo) => ({ photo, facet, labels: chosen, photo_version: placeOf(photo)?.dataset.version ?? "" }));
  const patch = (base) => ask("PATCH", "/tags", { version: base, choices });
  const answer = await change(async () => {
    try {
      return await patch(version());
    } catch (error) {
      if (!(error instanceof Problem && error.status === 409)) throw error;
      const theirs = error.body.theirs?.find((one) => !sameChoice(one, chosen));
      if (theirs ? !(await preferMine(theirs)) : !error.body.theirs?.length) return null;
      return patch(error.body.version);
    }
  });
  if (answer) say("Gespeichert.", () => undo(answer.version));
  return answer;
}

/** Somebody else decided the same facet in the meantime: theirs or mine? */
async function preferMine(theirs) {
  const asking = document.querySelector("#both");
  const facet = (await labels()).facets.find((one) => one.id === theirs.facet);
  const names = theirs.labels.map((id) => [...(facet?.labels ?? []), ...(facet?.groups ?? [])].find((label) => label.id === id)?.name.de ?? id);
  const what = theirs.action === "dropped" ? "die Entscheidung verworfen" : `„${names.join(", ") || "keins davon"}“ gewählt`;
  asking.querySelector("[data-theirs]").textContent = `${theirs.by_name} hat inzwischen ${what}.`;
  asking.returnValue = "";
  asking.showModal();
  return new Promise((resolve) => { asking.addEventListener("close", () => resolve(asking.returnValue === "mine"), { once: true }); });
}

/** Where a photo's tags are shown, or "" the article's. */
const placeOf = (photo) => [...document.querySelectorAll("#tags [data-photo]")].find((one) => one.dataset.photo === photo);

/** The labels that a photo, or the article, shows in a facet. A change names them all. */
function labelsNow(photo, facet) {
  return placeOf(photo)?.querySelector(`[data-facet="${CSS.escape(facet)}"] [data-edit]`)?.dataset.now.split(" ").filter(Boolean) ?? [];
}

async function edit(photo, facet) {
  editing = { photo, facet };
  which.closest(".field").hidden = facet !== "";
  filter.value = "";
  list.replaceChildren(list.querySelector("legend"));
  dialog.showModal(); // at once, for whoever types on without looking
  const { facets } = await labels();
  which.replaceChildren(...facets.map((one) => make("option", { value: one.id }, one.name.de)));
  if (facet) which.value = facet;
  showLabels(facets);
  narrow();
}

function showLabels(facets) {
  filter.setCustomValidity("");
  const facet = facets.find((one) => one.id === which.value);
  dialog.querySelector("h2").textContent = editing.facet ? facet.name.de : "Tag ergänzen";
  const type = facet.choose === 1 ? "radio" : "checkbox";
  const group = (id) => facet.groups.find((one) => one.id === id)?.name.de;
  const now = labelsNow(editing.photo, facet.id);
  const offered = [...facet.groups.filter((one) => now.includes(one.id)), ...facet.labels];
  list.replaceChildren(list.querySelector("legend"), ...offered.flatMap((label, index) => [
    label.group && label.group !== offered[index - 1]?.group ? make("p", { class: "group" }, group(label.group)) : null,
    make("label", { class: "tick" }, make("input", { type, name: "label", value: label.id, checked: now.includes(label.id) }), label.name.de),
  ]).filter(Boolean));
}

on("click", "#tags [data-edit]", (button) => edit(photoOf(button), button.closest("[data-facet]").dataset.facet));
on("click", "#tags [data-add]", (button) => edit(photoOf(button), ""));
on("click", `#tags .choices :is(${ANSWER})`, async (button) => {
  const choices = button.closest(".choices");
  const usable = (yes) => choices.querySelectorAll("button").forEach((one) => { one.disabled = !yes; });
  const places = JSON.parse(choices.dataset.places);
  usable(false);
  try {
    await choose(places, button.closest("[data-facet]").dataset.facet, answerOf(button));
  } finally { // after a refusal the same buttons are still there
    usable(true);
    if (document.activeElement === document.body) button.focus();
  }
});
on("click", "#tags [data-retry]", (button) => change(() => ask("POST", "/retry", { key: button.dataset.retry })).then((done) => {
  if (!done) return;
  say("Das Foto wird noch einmal gelesen.");
  setTimeout(reload, 4000);
}));
on("click", "#accept", () => acceptConfident([number()], reload));
on("click", "#history [data-undo]:not([data-about])", (button) => undo(Number(button.dataset.undo)));

which.addEventListener("change", async () => showLabels((await labels()).facets));
list.addEventListener("change", () => filter.setCustomValidity(""));
function narrow() {
  for (const heading of list.querySelectorAll(".group")) heading.hidden = Boolean(filter.value.trim());
  for (const label of list.querySelectorAll("label")) label.hidden = !label.textContent.toLowerCase().includes(filter.value.trim().toLowerCase());
}
filter.addEventListener("input", () => { filter.setCustomValidity(""); narrow(); });
filter.addEventListener("keydown", (event) => { // Enter takes the first label found
  if (event.key !== "Enter" || !filter.value.trim()) return;
  const first = list.querySelector("label:not([hidden]) input");
  if (first) first.checked = true;
});
dialog.querySelector("form").addEventListener("submit", (event) => {
  const chosen = [...list.querySelectorAll("input:checked")].map((input) => input.value);
  if (!list.querySelector("input")) return event.preventDefault(); // the labels are still being read
  if (chosen.length || labelsNow(editing.photo, which.value).length) return choose([editing.photo], which.value, chosen);
  event.preventDefault();
  filter.setCustomValidity("Bitte wählen Sie etwas aus, oder „Keins davon“.");
  return filter.reportValidity();
});
dialog.querySelector("[data-none]").addEventListener("click", () => {
  const facet = editing.facet || which.value;
  if (!facet) return; // the labels are still being read
  dialog.close();
  choose([editing.photo], facet, []);
});

window.addEventListener("load", () => setTimeout(labels, 1000)); // there before they are needed
shortcuts({
  a: () => document.querySelector("#accept")?.click(),
  z: () => document.querySelector('#history [data-undo]:not([data-kind="undone"])')?.click(), // an undo is redone in the history
});
