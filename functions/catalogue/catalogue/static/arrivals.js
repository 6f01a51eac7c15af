// The progress line while photos arrive. It asks GET /uploads/{id} every few seconds: an HTTP API ends every response
// after 30 s and passes it on in one piece, so the server cannot push.
import { Problem, send } from "./api.js";
import { button, make, path } from "./dom.js";
import { counted, german, number } from "./messages.js";

const KEY = "uploads";
const EVERY = 2500; // ms
const AFTER_PROBLEM = 15_000; // ms
const read = () => JSON.parse(sessionStorage.getItem(KEY) ?? "[]").filter((one) => one.id); // [{id, keys}]
const keep = (uploads) => sessionStorage.setItem(KEY, JSON.stringify(uploads));

/** Remember the keys of an upload, so that the list shows their progress. A key that is uploaded again counts once. */
export function rememberUpload(id, keys) {
  forgetKeys(keys);
  keep([...read(), { id, keys }]);
}

/** Do not wait for keys that did not reach the bucket. */
export function forgetKeys(keys) {
  const gone = new Set(keys);
  keep(read().map(({ id, keys: all }) => ({ id, keys: all.filter((key) => !gone.has(key)) })).filter((one) => one.keys.length));
}

const answers = new Map(); // id → the last answer
const isFinished = ({ id, keys }) => answers.has(id) && !keys.some((key) => answers.get(id).waiting_keys.includes(key));

/** The progress of the remembered keys, and whether all of it could be read. */
async function progress() {
  let isComplete = true;
  for (const { id } of read().filter((one) => !isFinished(one))) {
    try {
      answers.set(id, await send("GET", path`/uploads/${id}`));
    } catch (error) {
      if (error instanceof Problem && error.status === 404) keep(read().filter((other) => other.id !== id)); // forgotten after a week
      else isComplete = false;
    }
  }
  const known = read().map(({ id, keys }) => ({ keys: new Set(keys), answer: answers.get(id) }));
  const waiting = known.flatMap(({ keys, answer }) => [...keys].filter((key) => !answer || answer.waiting_keys.includes(key)));
  const refused = known.flatMap(({ keys, answer }) => (answer?.refused ?? []).filter((one) => keys.has(one.key)));
  return { isComplete, total: known.reduce((total, { keys }) => total + keys.size, 0), waiting: waiting.length, refused };
}

async function line({ isComplete, total, waiting, refused }) {
  const text = waiting
    ? `${number(total - waiting)} von ${counted(total, "Foto", "Fotos")} ausgewertet …`
    : `${counted(total, "Foto", "Fotos")} ausgewertet.`;
  const reasons = await Promise.all(refused.slice(0, 20).map(async (one) => make("li", {}, `${one.key.split("/").slice(1).join("/")}: ${await german(one)}`)));
  return [
    make("p", { role: "status" }, text, refused.length ? make("span", { class: "bad-text" }, ` ${counted(refused.length, "Foto", "Fotos")} abgelehnt.`) : ""),
    isComplete ? null : make("p", { class: "small muted" }, "Der Stand lässt sich gerade nicht vollständig lesen; die Seite fragt weiter nach."),
    waiting ? make("progress", { max: total, value: total - waiting, "aria-label": "Ausgewertete Fotos" }) : null,
    reasons.length ? make("ul", { class: "small bad-text" }, ...reasons) : null,
  ].filter(Boolean);
}

/** Shows the progress of the uploads of this tab until all photos are there; `changed` is called when more are. */
export async function followArrivals(element, changed) {
  const shown = make("div", {});
  const hide = () => { keep([]); element.hidden = true; };
  element.replaceChildren(shown, button("Ausblenden", hide, "button tiny"));
  let before = -1;
  while (read().length) {
    const found = await progress();
    if (!found.total) break; // hidden, or forgotten by the server
    shown.replaceChildren(...(await line(found)));
    element.hidden = read().length === 0;
    if (before >= 0 && found.waiting !== before && !document.querySelector("#list:focus-within, dialog[open]")) changed();
    before = found.waiting;
    if (found.isComplete && !found.waiting) break;
    await new Promise((resolve) => setTimeout(resolve, found.isComplete ? EVERY : AFTER_PROBLEM));
  }
}
