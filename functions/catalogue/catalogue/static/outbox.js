// Decisions that the server does not have yet, in the order they were made. They outlive the page in this tab: what was
// not answered when the page was left is sent again by the next one, and the server takes a repeated choice once.
const KEY = "decisions";
const waiting = JSON.parse(sessionStorage.getItem(KEY) ?? "[]"); // {id, number, version, choices}

const keep = () => sessionStorage.setItem(KEY, JSON.stringify(waiting));

/** What the page before this one left. */
export const left = [...waiting];

/** Whether the answer to a question is on its way. */
export const isWaiting = (id) => waiting.some((one) => one.id === id);

/** Puts a decision in, or keeps the version it is now based on. */
export function put(decision) {
  if (!waiting.includes(decision)) waiting.push(decision);
  keep();
}

/** Takes a decision out: the server has it, or refused it. */
export function take(decision) {
  waiting.splice(waiting.indexOf(decision), 1);
  keep();
}

window.addEventListener("beforeunload", (event) => {
  if (waiting.length) event.preventDefault();
});
