// The review: one question at a time, one key press per decision. Decisions are sent behind it, in order; the next
// question is there at once, and further ones are fetched before they are needed.
import { ANSWER, answerOf } from "./answers.js";
import { Problem, pageText, sameChoice, send } from "./api.js";
import { path } from "./dom.js";
import { counted, german } from "./messages.js";
import { complain, say } from "./notices.js";
import * as outbox from "./outbox.js";
import { whenExpired } from "./photos.js";
import { shortcuts } from "./shortcuts.js";

const list = document.querySelector("#questions");
const stage = document.querySelector("#stage");
const undoButton = document.querySelector("#undo");
const AHEAD = 14; // fetch more when fewer questions are left that were not put off
const most = Number(list.dataset.most);

const open = []; // questions not yet answered, the current one first
const seen = new Set(); // ids that were shown in this tab
const putOff = new Set(); // ids of open questions that were put off
const versions = new Map(); // article → version that its next decision is based on
const done = []; // {question, number, version} of decisions, the newest last
let answers = 0; // given in this tab
let sending = Promise.resolve();
let fetching = null;
let exhausted = false;

function take(items) {
  for (const item of items) {
    const { id, number, version, src } = item.dataset;
    if (seen.has(id) || outbox.isWaiting(id)) continue;
    seen.add(id);
    versions.set(number, Math.max(Number(version), versions.get(number) ?? 0));
    if (!item.isConnected) list.append(item);
    open.push(item);
    if (src) new Image().src = src; // fetched before it is shown
  }
  open.sort((one, other) => wasPutOff(one) - wasPutOff(other));
}

async function questionsFrom(skip) {
  const html = await pageText(`${path`/pruefen`}?skip=${skip}`);
  return [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("#questions > li")];
}

async function renewPhotos() {
  const fresh = new Map((await questionsFrom(0)).map((item) => [item.dataset.id, item.dataset.src]));
  for (const item of open) item.dataset.src = fresh.get(item.dataset.id) ?? item.dataset.src;
  show();
}

/** Fetches questions until some are new. Those open here come first on the server too, except for what answers raised. */
async function fetchMore() {
  const known = seen.size;
  let answered;
  do {
    answered = answers;
    await sending;
    const starts = [Math.max(0, open.length - 1)];
    for (let start = 0; start < open.length; start += most) starts.push(start);
    for (const start of starts) {
      take((await questionsFrom(start)).map((item) => document.adoptNode(item)));
      if (seen.size > known) break;
    }
  } while (seen.size === known && answers !== answered);
  exhausted = seen.size === known;
}

const wasPutOff = (item) => putOff.has(item.dataset.id);

function more() {
  if (exhausted || fetching || open.filter((item) => !wasPutOff(item)).length >= AHEAD) return fetching;
  fetching = fetchMore().catch(async (error) => { exhausted = true; complain(await german(error)); }).finally(() => { fetching = null; });
  return fetching;
}

/** The question that is asked: one that was put off only if no other comes. */
const current = () => (open[0] && !(fetching && wasPutOff(open[0])) ? open[0] : null);

function show() {
  list.querySelector(".current")?.classList.remove("current");
  const shown = current();
  document.querySelector("#review").hidden = !shown;
  document.querySelector("#done").hidden = Boolean(shown) || !exhausted;
  undoButton.disabled = done.length === 0;
  document.querySelector("#remaining").textContent = shown
    ? `${done.length ? `${counted(done.length, "Frage", "Fragen")} beantwortet · ` : ""}${exhausted ? "noch" : "noch mindestens"} ${counted(open.length, "offene Frage", "offene Fragen")}`
    : exhausted ? "Keine offenen Fragen" : "Weitere Fragen werden geladen …";
  if (!shown) return;
  shown.classList.add("current");
  const about = document.querySelector("#about");
  about.href = shown.dataset.href;
  about.textContent = shown.dataset.about;
  stage.hidden = !shown.dataset.src;
  stage.parentElement.classList.toggle("empty-stage", stage.hidden);
  if (shown.dataset.src && stage.getAttribute("src") !== shown.dataset.src) stage.src = shown.dataset.src;
  stage.alt = shown.dataset.alt;
  shown.querySelector("h2").focus({ preventScroll: true });
}

function next() {
  const pending = more();
  show();
  if (!current()) pending?.then(show);
}

/** Sends a decision; the versions of an article follow each other. Returns the decision's, null if it was not mine. */
async function deliver(decision) {
  outbox.put(decision);
  const { number, version, choices } = decision;
  try {
    const answer = await send("PATCH", path`/articles/${number}/tags`, { version, choices });
    versions.set(number, answer.version);
    return answer.version;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.body.version) versions.set(number, error.body.version);
    const { theirs = [] } = error.body;
    if (!theirs.length || !theirs.every((one) => sameChoice(one, choices[0].labels))) throw error;
    return null; // a colleague chose the same
  } finally {
    outbox.take(decision);
  }
}

/** Puts work behind everything sent so far: each decision is based on the version before it. */
function inTurn(work) {
  sending = sending.then(work, work);
  return sending;
}

/** Whether a decision could still be undone here; it cannot any more. */
function forget(entry) {
  const at = done.indexOf(entry);
  if (at >= 0) done.splice(at, 1);
  return at >= 0;
}

/** Takes a question away that is decided after all. False if it was answered again in the meantime. */
function close(question) {
  const at = open.indexOf(question);
  if (at >= 0) open.splice(at, 1);
  question.classList.remove("current");
  return at >= 0;
}

function answer(labels) {
  const question = current();
  if (!question) return;
  open.shift();
  const { id, number, facet } = question.dataset;
  const seen = JSON.parse(question.dataset.versions); // of the photos: one that was replaced since is asked about again
  const choices = JSON.parse(question.dataset.places).map((photo) => ({ photo, facet, labels, photo_version: seen[photo] ?? "" }));
  const decision = { id, number, version: versions.get(number), choices };
  const entry = { question, number, version: null };
  outbox.put(decision);
  done.push(entry);
  putOff.delete(id);
  answers += 1;
  exhausted = false; // an answer may raise questions: another category has other facets
  inTurn(async () => {
    try {
      decision.version = versions.get(number);
      entry.version = await deliver(decision);
      if (entry.version !== null) return;
      if (!forget(entry)) close(question); // it was undone here, but a colleague's decision stays
    } catch (error) {
      if (forget(entry)) open.unshift(question);
      complain(await german(error));
    }
    show();
  });
  next();
}

function undo() {
  const entry = done.pop();
  if (!entry) return;
  open.unshift(entry.question);
  show();
  inTurn(async () => {
    if (entry.version === null) return; // there is nothing to undo
    try {
      const answer = await send("POST", path`/articles/${entry.number}/undo`, { version: entry.version });
      versions.set(entry.number, answer.version);
      say("Rückgängig gemacht.");
    } catch (error) {
      if (close(entry.question) && error.status >= 500) done.push(entry); // still decided; it may be undone later
      complain(await german(error));
      next();
    }
  });
}

function later() {
  const question = current();
  if (!question) return;
  putOff.add(question.dataset.id);
  open.push(open.shift());
  next();
}

function accept() {
  current()?.querySelector("[data-take]:not([disabled]), [data-label]:not([data-label='']):not([disabled]), [data-labels]:not([disabled]), [data-clear]")?.click();
}

list.addEventListener("click", ({ target }) => {
  const chosen = target.closest(ANSWER);
  if (chosen) answer(answerOf(chosen));
});
undoButton.addEventListener("click", undo);
document.querySelector("#skip").addEventListener("click", later);

const digits = Object.fromEntries([..."123456789"].map((digit) => [digit, () => current()?.querySelectorAll('[data-tick], [data-labels], [data-label]:not([data-label=""])')[digit - 1]?.click()]));
shortcuts({ ...digits, 0: () => current()?.querySelector('[data-label=""]')?.click(), Enter: accept, z: undo, n: later });

whenExpired(renewPhotos);
for (const decision of outbox.left) inTurn(() => deliver(decision).catch(async (error) => complain(await german(error))));
take([...list.children]);
exhausted = list.children.length < most && !outbox.left.length;
next();
