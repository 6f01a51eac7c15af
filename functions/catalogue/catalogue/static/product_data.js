// Product data as pasted text or as a form; a new proposal follows by itself.
import { pageText, send } from "./api.js";
import { ask, number, reload } from "./article_state.js";
import { make, on, path } from "./dom.js";
import { german } from "./messages.js";
import { complain, say } from "./notices.js";

const dialog = document.querySelector("#data");
const text = dialog.querySelector("#data-text");
const pairs = dialog.querySelector("#pairs");
const shape = () => dialog.querySelector("[name=shape]:checked").value;

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

/** Fills the dialog with the data of a page; data that the page shows in part is not changed here. */
function fill(page) {
  const source = page.querySelector("#data");
  dialog.dataset.written = source.dataset.written; // of the data in the dialog
  text.value = source.querySelector("#data-text").value;
  const cut = "cut" in source.dataset;
  dialog.toggleAttribute("data-cut", cut);
  part("#data-cut").hidden = !cut;
  part("#data-changed").hidden = true;
  part("[name=shape][value=text]").checked = true;
  showShape();
  part("#data-shape").hidden = cut;
  part("#as-text").hidden = cut;
  part("[type=submit]").disabled = cut;
}

/** Fills the dialog with the data as it is now, because somebody may have changed it since the page was shown. What is
 *  typed meanwhile stays; then saving tells that the data changed. */
on("click", "[data-open=data]", async () => {
  fill(document);
  const begun = text.value;
  try {
    const fresh = new DOMParser().parseFromString(await pageText(path`/artikel/${number()}`), "text/html");
    if (text.value === begun && shape() === "text") fill(fresh);
  } catch (error) {
    complain(await german(error));
  }
});

/** Waits until the new data has become an article's data and a text; tells if that takes long. */
async function follow(before) {
  for (let tries = 0; tries < 20; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const article = await ask("GET", "");
    if (article.data && article.data.written_at !== before) {
      dialog.dataset.written = article.data.written_at;
      return reload();
    }
  }
  return say("Die Daten sind gespeichert. Der Vorschlag dauert länger als sonst; laden Sie die Seite später neu.");
}

dialog.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const content = (shape() === "form" ? formLines() : text.value).trim();
  if (!content) return text.focus();
  try {
    const before = (await ask("GET", "")).data?.written_at;
    if ((before ?? "") !== dialog.dataset.written) {
      dialog.dataset.written = before ?? "";
      part("#data-changed").textContent = "Jemand hat diese Daten geändert, seit Sie den Dialog geöffnet haben. Speichern Sie noch einmal, ersetzt Ihre Fassung die neuere. Zum Ansehen der neueren brechen Sie ab und öffnen den Dialog erneut.";
      part("#data-changed").hidden = false;
      return undefined;
    }
    await send("POST", path`/descriptions`, { article: number(), data_text: content }, { headers: { Prefer: "respond-async" } });
    dialog.close();
    say("Daten gespeichert. Der neue Vorschlag entsteht …");
    await follow(before);
  } catch (error) {
    complain(await german(error));
  }
  return undefined;
});
