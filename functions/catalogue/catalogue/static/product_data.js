// Product data as pasted text or as a form; a new proposal follows by itself.
import { send } from "./api.js";
import { ask, number, reload } from "./article_state.js";
import { make, path } from "./dom.js";
import { german } from "./messages.js";
import { complain, say } from "./notices.js";

const dialog = document.querySelector("#data");
const text = dialog.querySelector("#data-text");
const pairs = dialog.querySelector("#pairs");
const shape = () => dialog.querySelector("[name=shape]:checked").value;

function addPair(key = "", value = "") {
  const position = pairs.children.length + 1;
  const field = (label, content) => make("input", { type: "text", value: content, "aria-label": `${label} ${position}`, placeholder: label });
  pairs.append(make("div", { class: "pair" }, field("Feld", key), field("Angabe", value)));
}

const formLines = () => [...pairs.children].map((row) => [...row.querySelectorAll("input")].map((input) => input.value.trim()))
  .filter(([key, value]) => key && value).map(([key, value]) => `${key}: ${value}`).join("\n");

function toForm() {
  pairs.replaceChildren();
  for (const line of text.value.split("\n")) {
    const [, key, value] = line.match(/^\s*([^:]+):\s*(.*)$/) ?? [];
    if (key) addPair(key.trim(), value.trim());
  }
  addPair();
}

dialog.addEventListener("change", ({ target }) => {
  if (target.name !== "shape") return;
  const form = shape() === "form";
  if (form) toForm();
  else text.value = formLines();
  dialog.querySelector("#as-form").hidden = !form;
  dialog.querySelector("#as-text").hidden = form;
});
dialog.querySelector("#add-pair").addEventListener("click", () => { addPair(); pairs.lastElementChild.querySelector("input").focus(); });

/** Waits until the new data has become an article's data and a text; tells if that takes long. */
async function follow(before) {
  for (let tries = 0; tries < 20; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const article = await ask("GET", "");
    if (article.data && article.data.written_at !== before) return reload();
  }
  return say("Die Daten sind gespeichert. Der Vorschlag dauert länger als sonst; laden Sie die Seite später neu.");
}

dialog.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const content = (shape() === "form" ? formLines() : text.value).trim();
  if (!content) return text.focus();
  try {
    const before = (await ask("GET", "")).data?.written_at;
    await send("POST", path`/descriptions`, { article: number(), data_text: content }, { headers: { Prefer: "respond-async" } });
    dialog.close();
    say("Daten gespeichert. Der neue Vorschlag entsteht …");
    await follow(before);
  } catch (error) {
    complain(await german(error));
  }
  return undefined;
});
