// A proposal by a writer, with the house's examples for the product group, whose changes can be undone.
import { Problem, send } from "./api.js";
import { group, number } from "./article_state.js";
import { compare } from "./compare.js";
import { button, make, path } from "./dom.js";
import { german, moment } from "./messages.js";
import { complain } from "./notices.js";
import { adopt } from "./text.js";

const dialog = document.querySelector("#generate");
const areas = [...dialog.querySelectorAll(".example")];
const MOST_SHOWN = 5; // of the changes
let stored = { version: 0, examples: [], history: [] }; // what the fields were filled with

const typed = () => areas.map((area) => area.value.trim());
const written = () => typed().filter(Boolean);
const areTyped = () => JSON.stringify(written()) !== JSON.stringify(stored.examples);
const fill = (examples) => areas.forEach((area, index) => { area.value = examples[index] ?? ""; });

/** Shows the examples as they are now. What somebody has typed stays, with the version that it was begun on. */
function show(fresh) {
  if (!areTyped()) {
    stored = fresh;
    fill(fresh.examples);
  }
  dialog.querySelector("#examples-history").replaceChildren(...fresh.history.slice(0, MOST_SHOWN).map(changeItem));
}

function changeItem({ version, at, by, summary, undone, can_undo: canUndo, changes }) {
  const lines = changes.map(({ kind, text }) => make("p", {}, make("span", { class: "unseen" }, kind === "removed" ? "Entfernt: " : "Neu: "), make(kind === "removed" ? "del" : "ins", {}, text)));
  return make("li", {},
    make("span", { class: "muted" }, moment(at)),
    make("div", {},
      make("span", { class: undone ? "undone" : "" }, `${summary} – `, make("bdi", {}, by), undone ? make("span", { class: "unseen" }, " (rückgängig gemacht)") : null),
      lines.length ? make("details", {}, make("summary", {}, "Was sich geändert hat"), ...lines) : null),
    canUndo ? undoButton(version, summary) : null);
}

function undoButton(version, summary) {
  const undo = button("Rückgängig", () => undoExamples(version), "button tiny");
  undo.append(make("span", { class: "unseen" }, `: ${summary}`));
  return undo;
}

const tell = (message) => { dialog.querySelector("#examples-message").textContent = message; };

async function undoExamples(version) {
  try {
    show(await send("POST", path`/examples/${group()}/undo`, { version }));
    tell("Rückgängig gemacht.");
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const name = error.body.theirs?.by_name;
    tell(name ? `${name} hat die Beispieltexte inzwischen geändert.` : await german(error));
    if (error.status === 409) show(await send("GET", path`/examples/${group()}`));
  }
  dialog.querySelector("#examples-history button")?.focus();
}

async function loadExamples() {
  if (!areas.length) return;
  tell("");
  try {
    show(await send("GET", path`/examples/${group()}`));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    tell(await german(error));
  }
}

/** Both editors' examples in one: what only one of them changed, and what comes of comparing the rest. Null if that was
 *  broken off. */
async function together(theirs, mine) {
  const merged = [];
  for (let index = 0; index < areas.length; index += 1) {
    const [base, their, own] = [stored.examples, theirs.examples, mine].map((examples) => examples[index] ?? "");
    const both = own === base || own === their ? their : their === base ? own : await compare({
      title: `Beispiel ${index + 1}: zwei Fassungen`,
      why: `${theirs.by_name} hat dieses Beispiel inzwischen geändert. Nichts ist verloren: Führen Sie beide Fassungen zusammen.`,
      before: their,
      after: own,
      merge: true,
      mayBeEmpty: true,
    });
    if (both === null) return null;
    merged.push(both.trim());
  }
  return merged;
}

/** Saves the examples if they were changed; false if they are not saved. */
async function keepExamples() {
  if (!written().length || !areTyped()) return true;
  try {
    stored = await send("PUT", path`/examples/${group()}`, { version: stored.version, examples: written() });
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 409 || !error.body.theirs) throw error;
    const { theirs } = error.body;
    const merged = await together(theirs, typed());
    if (!merged) return false;
    stored = { ...stored, ...theirs };
    fill(merged);
    return keepExamples();
  }
  fill(stored.examples);
  show(stored);
  return true;
}

new MutationObserver(() => { if (dialog.open) loadExamples(); }).observe(dialog, { attributeFilter: ["open"] });

dialog.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const submit = dialog.querySelector("[type=submit]");
  submit.disabled = true;
  submit.textContent = "Wird geschrieben …";
  try {
    if (!(await keepExamples())) return;
    const body = { article: number(), max_words: Number(dialog.querySelector("#length").value), writer: dialog.querySelector("#writer").value };
    if (written().length) body.examples = written();
    const description = await send("POST", path`/descriptions`, body);
    dialog.close();
    await adopt(description.text, { title: "Vorschlag", why: "Was sich gegenüber dem jetzigen Text ändert. Noch ist nichts gespeichert.", source: "generated", description });
  } catch (error) {
    complain(await german(error));
    dialog.close();
  } finally {
    submit.disabled = false;
    submit.textContent = "Vorschlag erzeugen";
  }
});
