// A proposal by a writer, with the house's examples for the product group.
import { send } from "./api.js";
import { group, number } from "./article_state.js";
import { path } from "./dom.js";
import { german } from "./messages.js";
import { complain } from "./notices.js";
import { adopt } from "./text.js";

const dialog = document.querySelector("#generate");
const areas = [...dialog.querySelectorAll(".example")];
let stored = { version: 0, examples: [] };

const written = () => areas.map((area) => area.value.trim()).filter(Boolean);

async function loadExamples() {
  if (!areas.length) return;
  try {
    stored = await send("GET", path`/examples/${group()}`);
  } catch (error) {
    if (error.status !== 404) throw error;
    stored = { version: 0, examples: [] };
  }
  areas.forEach((area, index) => { area.value ||= stored.examples[index] ?? ""; });
}

async function keepExamples() {
  const examples = written();
  if (!examples.length || JSON.stringify(examples) === JSON.stringify(stored.examples)) return;
  stored = await send("PUT", path`/examples/${group()}`, { version: stored.version, examples });
}

new MutationObserver(() => { if (dialog.open) loadExamples(); }).observe(dialog, { attributeFilter: ["open"] });

dialog.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const submit = dialog.querySelector("[type=submit]");
  submit.disabled = true;
  submit.textContent = "Wird geschrieben …";
  try {
    await keepExamples();
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
