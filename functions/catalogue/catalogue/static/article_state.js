// The article of this page: where its requests go, what its writes are based on, and how the page is brought up to date.
import { pageText, Problem, send } from "./api.js";
import { path, refresh } from "./dom.js";
import { mayEndRelease } from "./ending.js";
import { german } from "./messages.js";
import { complain, say } from "./notices.js";

const head = () => document.querySelector("#article-head").dataset;

export const number = () => head().number;
export const version = () => Number(head().version);
export const group = () => head().group;
/** The version of the text shown; 0 is the machine's, null without text. */
export const textVersion = () => (head().textVersion === "" ? null : Number(head().textVersion));

export const isWriting = () => !document.querySelector("#writing").hidden;

/** The key of the photo that an element belongs to, "" for the article itself. */
export const photoOf = (element) => element.closest("[data-photo]").dataset.photo;

/** A request to a resource of the article. */
export const ask = (method, resource, body, options) => send(method, path`/articles/${number()}` + resource, body, options);

/** The alt texts that are not saved, by the id of their field, which is made of the photo's key. */
const typedAltTexts = () =>
  new Map([...document.querySelectorAll(".alt-text")].filter((area) => area.value.trim() !== area.dataset.saved.trim()).map((area) => [area.id, area]));

/** Shows the article as it is now. What somebody is writing stays, with the version that it was begun on. */
export async function reload() {
  const html = await pageText(path`/artikel/${number()}`);
  const typed = typedAltTexts(); // only now: people go on typing while the page is read
  const caret = [document.activeElement?.selectionStart, document.activeElement?.selectionEnd];
  refresh(["article-head", "tags", "history", ...(isWriting() ? ["daten"] : ["text"])], html);
  for (const [id, { value, dataset }] of typed) {
    const area = document.getElementById(id);
    if (!area) continue;
    area.value = value;
    if (dataset.base) area.dataset.base = dataset.base;
    if (area === document.activeElement) area.setSelectionRange(...caret);
  }
  document.dispatchEvent(new Event("article:shown"));
}

/** Does something that changes the article, then shows it; says what went wrong. Returns the answer, or null. */
export async function change(work) {
  try {
    const answer = await work();
    await reload();
    return answer;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    complain(await german(error));
    if (error.status === 409) await reload();
    return null;
  }
}

/** Undoes a decision of the article. */
export async function undo(decision) {
  const send = (voids) => ask("POST", "/undo", { version: decision, ...voids });
  if (await change(() => mayEndRelease(send, "Mit diesem Schritt"))) say("Rückgängig gemacht.");
}
