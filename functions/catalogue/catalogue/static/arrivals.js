// The progress line while photos arrive. It asks GET /uploads/{id} every few seconds: an HTTP API ends every response
// after 30 s and passes it on in one piece, so the server cannot push.
import { Problem, send } from "./api.js";
import { make, path } from "./dom.js";
import { counted, german, number } from "./messages.js";

const KEY = "uploads";
const EVERY = 2500; // ms
const read = () => JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
const keep = (ids) => sessionStorage.setItem(KEY, JSON.stringify(ids));

/** Remember an upload, so that the list shows its progress. */
export function rememberUpload(id) {
  keep([...new Set([...read(), id])]);
}

async function states() {
  const found = [];
  for (const id of read()) {
    try {
      found.push({ id, ...(await send("GET", path`/uploads/${id}`)) });
    } catch (error) {
      if (!(error instanceof Problem && error.status === 404)) throw error;
      keep(read().filter((other) => other !== id)); // forgotten after a week
    }
  }
  return found;
}

async function line(found) {
  const sum = (name) => found.reduce((total, one) => total + one[name], 0);
  const refused = found.flatMap((one) => one.refused);
  const [total, waiting] = [sum("total"), sum("waiting")];
  const text = waiting
    ? `${number(total - waiting)} von ${counted(total, "Foto", "Fotos")} ausgewertet …`
    : `${counted(total, "Foto", "Fotos")} ausgewertet.`;
  const reasons = await Promise.all(refused.slice(0, 20).map(async (one) => make("li", {}, `${one.key.split("/").slice(1).join("/")}: ${await german(one)}`)));
  return [
    make("p", { role: "status" }, text, refused.length ? make("span", { class: "bad-text" }, ` ${counted(refused.length, "Foto", "Fotos")} abgelehnt.`) : ""),
    waiting ? make("progress", { max: total, value: total - waiting, "aria-label": "Ausgewertete Fotos" }) : null,
    reasons.length ? make("ul", { class: "small bad-text" }, ...reasons) : null,
    waiting ? null : make("button", { type: "button", class: "button tiny", onclick: (event) => { keep([]); event.target.closest("section").hidden = true; } }, "Ausblenden"),
  ].filter(Boolean);
}

/** Shows the progress of the uploads of this tab until all photos are there; `changed` is called when more are. */
export async function followArrivals(element, changed) {
  let before = -1;
  while (read().length) {
    const found = await states();
    if (!found.length) break;
    const waiting = found.reduce((total, one) => total + one.waiting, 0);
    element.replaceChildren(...(await line(found)));
    element.hidden = false;
    if (before >= 0 && waiting !== before && !document.querySelector("#list:focus-within, dialog[open]")) changed();
    before = waiting;
    if (!waiting) break;
    await new Promise((resolve) => setTimeout(resolve, EVERY));
  }
}
