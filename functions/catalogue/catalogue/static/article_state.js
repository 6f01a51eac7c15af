// The article of this page: where its requests go, what its writes are based on, and how the page is brought up to date.
import { pageText, Problem, send } from "./api.js";
import { path, refresh } from "./dom.js";
import { german } from "./messages.js";
import { complain } from "./notices.js";

const head = () => document.querySelector("#article-head").dataset;

export const number = () => head().number;
export const version = () => Number(head().version);
export const state = () => head().state;
export const group = () => head().group;
/** The version of the text shown; 0 is the machine's, null without text. */
export const textVersion = () => (head().textVersion === "" ? null : Number(head().textVersion));

export const isWriting = () => !document.querySelector("#writing").hidden;

/** A request to a resource of the article. */
export const ask = (method, resource, body, options) => send(method, path`/articles/${number()}` + resource, body, options);

/** Shows the article as it is now. What somebody is writing stays. */
export async function reload() {
  const typed = new Map([...document.querySelectorAll(".alt-text")].filter((area) => area.value !== area.dataset.saved).map((area) => [area.id, area.value]));
  const html = await pageText(path`/artikel/${number()}`);
  refresh(["article-head", "tags", "history", ...(isWriting() ? ["daten"] : ["text"])], html);
  for (const [id, value] of typed) {
    const area = document.getElementById(id);
    if (area) area.value = value;
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
