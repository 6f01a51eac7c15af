// Product data as pasted text or as a form; every change can be undone, and a new proposal follows by itself.
import { Problem, send } from "./api.js";
import { ask, number, reload } from "./article_state.js";
import { compare } from "./compare.js";
import { make, on, path } from "./dom.js";
import { draftOf, forgetDraft, keepDraft } from "./drafts.js";
import { german } from "./messages.js";
import { complain, say } from "./notices.js";

const dialog = document.querySelector("#data");
const text = dialog.querySelector("#data-text");
const pairs = dialog.querySelector("#pairs");
const shape = () => dialog.querySelector("[name=shape]:checked").value;
const content = () => (shape() === "form" ? formLines() : text.value).trim();
const DRAFT = `${number()} data`;
let base; // the version of the data that the dialog was filled with
let begun; // and their text

/** A row of the form; `line` is the line of the text that it was made from. */
function addPair(key = "", value = "", line = undefined) {
  const position = pairs.querySelectorAll(".pair:not([hidden])").length + 1;
  const field = (label, content) => make("input", { type: "text", value: content, "aria-label": `${label} ${position}`, placeholder: label });
  const row = make("div", { class: "pair", hidden: line?.trim() === "" }, field("Feld", key), field("Angabe", value)); // empty lines stay, unseen
  made.set(row, { line, was: written(row) });
  pairs.append(row);
}

const made = new WeakMap(); // row → {line, was}: its line in the text, and what the row held then
function written(row) {
  const [key, value] = [...row.querySelectorAll("input")].map((input) => input.value.trim());
  return key ? `${key}: ${value}`.trim() : value;
}

/** The form as text. A line whose row was not changed stays exactly as it was. */
function formLines() {
  const lines = [...pairs.children].map((row) => {
    const { line, was } = made.get(row);
    const now = written(row);
    return now === was ? line : now || undefined;
  });
  return lines.filter((line) => line !== undefined).join("\n");
}

/** A row for each line; one without a field's name has only the second part. */
function toForm() {
  pairs.replaceChildren();
  for (const line of text.value.split("\n")) {
    const [, key, value] = line.match(/^\s*([^:]*[^:\s])\s*:\s*(.*)$/) ?? [null, "", line];
    addPair(key, value.trim(), line);
  }
  addPair();
}

function showShape() {
  const form = shape() === "form";
  dialog.querySelector("#as-form").hidden = !form;
  dialog.querySelector("#as-text").hidden = form;
}

dialog.addEventListener("change", ({ target }) => {
  if (target.name !== "shape") return;
  if (shape() === "form") toForm();
  else text.value = formLines();
  showShape();
});
dialog.querySelector("#add-pair").addEventListener("click", () => { addPair(); pairs.lastElementChild.querySelector("input").focus(); });

const part = (name) => dialog.querySelector(name);

function tell(message) {
  part("#data-message").textContent = message;
  part("#data-message").hidden = !message;
}

function usable(yes) {
  text.readOnly = !yes;
  part("[type=submit]").disabled = !yes;
}

/** Fills the dialog; null are data that are not changed here. */
function fill(lines) {
  text.value = lines ?? "";
  part("[name=shape][value=text]").checked = true;
  showShape();
  part("#data-cut").hidden = lines !== null;
  part("#data-shape").hidden = lines === null;
  part("#as-text").hidden = lines === null;
  usable(lines !== null);
}

/** Fills the dialog with the data as they are now, or with what somebody typed and has not saved. */
on("click", "[data-open=data]", async () => {
  tell("");
  fill("");
  usable(false);
  try {
    const { version, data_text: lines } = await ask("GET", "/data");
    const draft = draftOf(DRAFT);
    begun = (lines ?? "").trim();
    base = version;
    fill(lines);
    if (lines === null || !draft?.text || draft.text === begun) return forgetDraft(DRAFT);
    base = draft.base;
    text.value = draft.text;
    tell("Ihr Entwurf ist wieder da. Mit „Abbrechen“ verwerfen Sie ihn.");
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    tell(await german(error));
  }
  return undefined;
});

for (const type of ["input", "change"]) {
  dialog.addEventListener(type, () => { if (base !== undefined && !text.readOnly) keepDraft(DRAFT, { base, text: content() }); });
}
part("#discard-data").addEventListener("click", () => forgetDraft(DRAFT));

const whose = ({ author, version }) => (author ? `${author} hat die Produktdaten` : version ? "Ein Upload hat die Produktdaten" : "Jemand hat die Produktdaten gelöscht oder");

/** Shows what somebody else made of the data in the meantime beside `mine`, and saves what comes of it. Returns the
 *  answer; null if it is not saved. */
async function bringTogether(theirs, mine) {
  if (theirs.data_text === null) {
    tell("Inzwischen sind Daten da, die zu umfangreich sind, um sie hier zu ändern. Ihre Eingabe ist nicht gespeichert.");
    return null;
  }
  const merged = await compare({
    title: "Zwei Stände der Produktdaten",
    why: `${whose(theirs)} inzwischen geändert. Nichts ist verloren: Führen Sie beide Stände zusammen.`,
    before: theirs.data_text,
    after: mine,
    merge: true,
  });
  return merged === null ? null : put(merged.trim(), theirs.version);
}

/** Saves data that were made from version `from`. */
async function put(lines, from) {
  try {
    return await ask("PUT", "/data", { base: from, data_text: lines });
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 409 || !error.body.theirs) throw error;
    return bringTogether(error.body.theirs, lines);
  }
}

const writtenAt = async () => (await ask("GET", "")).data?.written_at;

/** Waits until the new data have become an article's data and a text; tells if that takes long. */
async function follow(before) {
  await reload(); // the history has it already
  for (let tries = 0; tries < 20; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    if ((await writtenAt()) !== before) return reload();
  }
  return say("Die Daten sind gespeichert. Der Vorschlag dauert länger als sonst; laden Sie die Seite später neu.");
}

dialog.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const mine = content();
  if (!mine) return text.focus();
  tell("");
  if (mine === begun) return leave(); // nothing was changed
  usable(false);
  try {
    await send("POST", path`/checks`, { data_text: mine, text: "Produktdaten" }); // says what is wrong with data before they are stored
    const before = await writtenAt();
    const saved = await put(mine, base);
    if (!saved) return undefined; // it stays in the dialog
    leave();
    say("Daten gespeichert. Der neue Vorschlag entsteht …", saved.decision ? () => undoData(saved.decision) : undefined);
    await follow(before);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    tell(await german(error));
  } finally {
    usable(true);
  }
  return undefined;
});

function leave() {
  forgetDraft(DRAFT);
  dialog.close();
}

/** Undoes a change of the data. If they were changed or uploaded since, shows both. */
async function undoData(decision) {
  try {
    const before = await writtenAt();
    try {
      await ask("POST", "/undo", { version: decision });
    } catch (error) {
      const { yours, theirs } = error.body ?? {};
      if (!yours?.data_text || theirs?.data_text === undefined || theirs.data_text === null) throw error;
      if (!(await bringTogether(theirs, yours.data_text))) return;
    }
    say("Rückgängig gemacht. Der neue Vorschlag entsteht …");
    await follow(before);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    complain(await german(error));
    await reload();
  }
}

on("click", "#history [data-undo][data-about=data]", (button) => undoData(Number(button.dataset.undo)));
