// Uploading photos: chosen or dropped, with the article's number from folder or file name, straight to the bucket.
import { send } from "./api.js";
import { forgetKeys, rememberUpload } from "./arrivals.js";
import { button, make, path } from "./dom.js";
import { filesOf, numberAndView } from "./dropped.js";
import { bytes, counted, german, number as shown } from "./messages.js";
import { post } from "./posting.js";

const MOST = 500;
const AT_ONCE = 6;
const TYPES = { jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", webp: "image/webp", avif: "image/avif" };

const at = (id) => document.querySelector(`#${id}`);
const rows = at("chosen").querySelector("tbody");
const chosen = []; // {file, from, input, cell, row, state}
let nextId = 0;

function add(found) {
  const room = MOST - chosen.length;
  const fresh = found.filter(({ file }) => typeOf(file));
  leaveOut([
    ...found.filter(({ file }) => !typeOf(file)).map((one) => [one, "kein Foto in JPEG, PNG, WebP oder AVIF"]),
    ...fresh.slice(room).map((one) => [one, `mehr als ${MOST} Fotos auf einmal; laden Sie es danach hoch`]),
  ]);
  for (const one of fresh.slice(0, room)) chosen.push(entryOf(one));
  summarise();
}

/** Lists files that are not uploaded, each with its reason. */
function leaveOut(files) {
  const list = at("left-out").querySelector("ul");
  list.append(...files.map(([{ file, folder }, reason]) => make("li", {}, make("bdi", {}, folder ? `${folder}/${file.name}` : file.name), `: ${reason}`)));
  at("left-out").hidden = list.children.length === 0;
  at("left-out-title").textContent = `${counted(list.children.length, "Datei bleibt", "Dateien bleiben")} außen vor`;
}

const typeOf = (file) => (Object.values(TYPES).includes(file.type) ? file.type : TYPES[file.name.split(".").pop().toLowerCase()]);

function entryOf({ file, folder }) {
  const { number, view } = numberAndView(folder, file.name);
  const id = `number-${(nextId += 1)}`;
  const input = make("input", { type: "text", id, value: number, maxLength: 200, autocomplete: "off", spellcheck: false });
  const cell = make("td", { role: "cell", class: "wide fold" }, make("span", { class: "muted small" }, "bereit"));
  const remove = button("Entfernen", () => drop(entry), "button quiet tiny");
  remove.append(make("span", { class: "unseen" }, ` ${file.name}`));
  const row = make("tr", { role: "row" },
    make("th", { scope: "row", role: "rowheader" }, make("bdi", {}, file.name), folder ? make("div", { class: "small muted" }, make("bdi", {}, folder)) : null),
    make("td", { role: "cell" }, make("label", { class: "unseen", for: id }, `Artikelnummer für ${file.name}`), input),
    make("td", { role: "cell", class: "end small number" }, bytes(file.size)),
    cell,
    make("td", { role: "cell" }, remove));
  const entry = { file, view, input, cell, row, remove, before: number, state: "ready" };
  input.addEventListener("change", () => renumber(entry));
  rows.append(row);
  return entry;
}

function renumber(entry) {
  const value = entry.input.value.trim();
  const same = at("together").checked ? chosen.filter((one) => one.before === entry.before && one.state === "ready") : [entry];
  for (const one of same) one.input.value = one.before = value;
  summarise();
}

function drop(entry) {
  chosen.splice(chosen.indexOf(entry), 1);
  entry.row.remove();
  summarise();
}

function summarise() {
  const articles = new Set(chosen.map((one) => one.input.value.trim()).filter(Boolean));
  const missing = chosen.filter((one) => !one.input.value.trim());
  at("chosen").hidden = chosen.length === 0;
  at("chosen-title").textContent = `${counted(chosen.length, "Foto", "Fotos")} für ${counted(articles.size, "Artikel", "Artikel")}`;
  at("missing").hidden = missing.length === 0;
  at("missing").textContent = `${counted(missing.length, "Foto hat", "Fotos haben")} noch keine Artikelnummer. Bitte tragen Sie sie ein.`;
  for (const one of chosen) one.input.toggleAttribute("aria-invalid", !one.input.value.trim());
  at("upload").disabled = missing.length > 0 || !chosen.some((one) => one.state === "ready");
  const finished = chosen.filter((one) => one.state === "done").length;
  const failed = chosen.filter((one) => one.state === "failed").length;
  at("overall").querySelector("progress").value = chosen.length ? (finished + failed) / chosen.length : 0;
  at("overall").querySelector("p").textContent = `${shown(finished)} von ${counted(chosen.length, "Foto", "Fotos")} hochgeladen${failed ? `, ${shown(failed)} abgelehnt` : ""}`;
}

function refuse(entry, sentence) {
  entry.state = "failed";
  entry.cell.replaceChildren(make("p", { class: "small bad-text" }, sentence), button("Erneut versuchen", () => upload([entry]), "button tiny"));
  entry.input.readOnly = false;
  summarise();
}

async function upload(entries) {
  for (const one of entries) {
    one.state = "sending";
    one.input.readOnly = true;
    one.cell.replaceChildren(make("span", { class: "muted small" }, "wartet"));
  }
  at("overall").hidden = false;
  summarise();
  const files = entries.map(({ file, input, view }) => ({ name: file.name, article: input.value.trim(), view, size: file.size, type: typeOf(file) }));
  let answer;
  try {
    answer = await send("POST", path`/uploads`, { files });
  } catch (error) {
    const sentence = await german(error);
    entries.forEach((one) => refuse(one, sentence));
    return;
  }
  if (answer.id) rememberUpload(answer.id, answer.files.map((file) => file.key).filter(Boolean));
  entries.forEach((entry, index) => { entry.key = answer.files[index].key; });
  const queue = entries.map((entry, index) => [entry, answer.files[index]]);
  const worker = async () => {
    for (let job = queue.shift(); job; job = queue.shift()) await one(...job);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  finish();
}

async function one(entry, target) {
  if (target.problem) return refuse(entry, await german(target.problem));
  const progress = make("progress", { max: 1, value: 0, "aria-label": `${entry.file.name} hochladen` });
  entry.cell.replaceChildren(progress);
  const reason = await post(target, entry.file, (share) => { progress.value = share; });
  if (reason) {
    forgetKeys([target.key]);
    return refuse(entry, reason);
  }
  entry.state = "done";
  entry.remove.hidden = true;
  entry.cell.replaceChildren(make("span", { class: "small good-text" }, "✓ hochgeladen"));
  return summarise();
}

function finish() {
  if (chosen.some((one) => one.state !== "done")) return;
  at("upload").replaceWith(make("a", { class: "button primary", id: "to-list", href: path`/` }, "Zu den Artikeln"));
  at("to-list").focus();
}

const zone = at("drop");
for (const [name, over] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]]) {
  zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.toggle("over", over); });
}
document.addEventListener("dragover", (event) => event.preventDefault()); // a photo dropped beside must not replace the page
document.addEventListener("drop", async (event) => { event.preventDefault(); add(await filesOf(event.dataTransfer)); });
for (const id of ["files", "folder"]) {
  at(`choose-${id}`).addEventListener("click", () => at(id).click());
  at(id).addEventListener("change", () => {
    add([...at(id).files].map((file) => ({ file, folder: file.webkitRelativePath.split("/").slice(0, -1).join("/") })));
    at(id).value = "";
  });
}
at("upload").addEventListener("click", () => upload(chosen.filter((one) => one.state === "ready")));
at("clear").addEventListener("click", () => [...chosen].filter((one) => one.state !== "sending").forEach(drop));
at("forget-left-out").addEventListener("click", () => {
  at("left-out").querySelector("ul").replaceChildren();
  at("left-out").hidden = true;
});
window.addEventListener("pagehide", () => forgetKeys(chosen.filter((one) => one.state === "sending").map((one) => one.key)));
window.addEventListener("beforeunload", (event) => { if (chosen.some((one) => one.state === "sending")) event.preventDefault(); });
