// Tags of the photos: accept all clear ones, answer what is open, change, add, remove, try a photo again.
import { acceptConfident } from "./accepting.js";
import { Problem, sameChoice, send } from "./api.js";
import { ask, change, number, reload, version } from "./article_state.js";
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
const undo = (decision) => change(() => ask("POST", "/undo", { version: decision })).then((done) => done && say("Rückgängig gemacht."));

async function choose(places, facet, chosen) {
  const choices = places.map((photo) => ({ photo, facet, labels: chosen }));
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
}

/** Somebody else decided the same facet in the meantime: theirs or mine? */
async function preferMine(theirs) {
  const asking = document.querySelector("#both");
  const facet = (await labels()).facets.find((one) => one.id === theirs.facet);
  const names = theirs.labels.map((id) => [...(facet?.labels ?? []), ...(facet?.groups ?? [])].find((label) => label.id === id)?.name.de ?? id);
  asking.querySelector("[data-theirs]").textContent = `${theirs.by_name} hat inzwischen „${names.join(", ") || "keins davon"}“ gewählt.`;
  asking.returnValue = "";
  asking.showModal();
  return new Promise((resolve) => { asking.addEventListener("close", () => resolve(asking.returnValue === "mine"), { once: true }); });
}

const photoOf = (element) => element.closest("[data-photo]").dataset.photo;

async function edit(photo, facet, now) {
  editing = { photo, facet };
  which.closest(".field").hidden = facet !== "";
  filter.value = "";
  list.replaceChildren(list.querySelector("legend"));
  dialog.showModal(); // at once, for whoever types on without looking
  const { facets } = await labels();
  which.replaceChildren(...facets.map((one) => make("option", { value: one.id }, one.name.de)));
  if (facet) which.value = facet;
  showLabels(facets, now);
  narrow();
}

function showLabels(facets, now) {
  const facet = facets.find((one) => one.id === which.value);
  dialog.querySelector("h2").textContent = editing.facet ? facet.name.de : "Tag ergänzen";
  const type = facet.choose === 1 ? "radio" : "checkbox";
  const group = (id) => facet.groups.find((one) => one.id === id)?.name.de;
  list.replaceChildren(list.querySelector("legend"), ...facet.labels.flatMap((label, index) => [
    label.group && label.group !== facet.labels[index - 1]?.group ? make("p", { class: "group" }, group(label.group)) : null,
    make("label", { class: "tick" }, make("input", { type, name: "label", value: label.id, checked: now.includes(label.id) }), label.name.de),
  ]).filter(Boolean));
}

on("click", "#tags [data-edit]", (button) => edit(photoOf(button), button.closest("[data-facet]").dataset.facet, button.dataset.now.split(" ")));
on("click", "#tags [data-add]", (button) => edit(photoOf(button), "", []));
on("click", "#tags .choices [data-label]", (button) => {
  const chosen = button.dataset.label;
  button.closest(".choices").querySelectorAll("button").forEach((one) => { one.disabled = true; });
  const places = JSON.parse(button.closest("[data-places]").dataset.places);
  choose(places, button.closest("[data-facet]").dataset.facet, chosen ? [chosen] : []);
});
on("click", "#tags [data-retry]", (button) => change(() => ask("POST", "/retry", { key: button.dataset.retry })).then((done) => {
  if (!done) return;
  say("Das Foto wird noch einmal gelesen.");
  setTimeout(reload, 4000);
}));
on("click", "#accept", () => acceptConfident([number()], reload));
on("click", "#history [data-undo]", (button) => undo(Number(button.dataset.undo)));

which.addEventListener("change", async () => showLabels((await labels()).facets, []));
function narrow() {
  for (const heading of list.querySelectorAll(".group")) heading.hidden = Boolean(filter.value.trim());
  for (const label of list.querySelectorAll("label")) label.hidden = !label.textContent.toLowerCase().includes(filter.value.trim().toLowerCase());
}
filter.addEventListener("input", narrow);
filter.addEventListener("keydown", (event) => { // Enter takes the first label found
  if (event.key !== "Enter" || !filter.value.trim()) return;
  const first = list.querySelector("label:not([hidden]) input");
  if (first) first.checked = true;
});
dialog.querySelector("form").addEventListener("submit", (event) => {
  const chosen = [...list.querySelectorAll("input:checked")].map((input) => input.value);
  if (chosen.length) choose([editing.photo], which.value, chosen);
  else event.preventDefault(); // "none of them" has a button of its own
});
dialog.querySelector("[data-none]").addEventListener("click", () => {
  dialog.close();
  choose([editing.photo], which.value, []);
});

// Alt texts are saved when the field is left.
on("change", ".alt-text", async (area) => {
  const text = area.value.trim();
  if (!text || text === area.dataset.saved) return;
  area.dataset.saved = area.value;
  const answer = await change(() => ask("PUT", "/alt-texts", { version: version(), photo: photoOf(area), text }));
  if (answer) say("Alternativtext gespeichert.", () => undo(answer.version));
});

window.addEventListener("load", () => setTimeout(labels, 1000)); // there before they are needed
shortcuts({
  a: () => document.querySelector("#accept")?.click(),
  z: () => document.querySelector('#history [data-undo]:not([data-kind="undone"])')?.click(), // an undo is redone in the history
});
