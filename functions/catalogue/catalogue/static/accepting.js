// Accepting the confident tags of some articles in one gesture, after a preview of what it does and what it leaves.
import { Problem, send } from "./api.js";
import { make, path } from "./dom.js";
import { counted, german, number, score } from "./messages.js";
import { complain, say } from "./notices.js";

const dialog = document.querySelector("#preview");
const SHOWN = 50; // held-back tags that the preview lists for each reason
const NAMED = 10; // article numbers that a message lists
const REASONS = {
  contradiction: ["widerspricht den Daten", "widersprechen den Daten"],
  replaced: ["wurde für ein früheres Foto anders entschieden", "wurden für frühere Fotos anders entschieden"],
  disagreement: ["ist je nach Foto verschieden", "sind je nach Foto verschieden"],
  "small-margin": ["liegt knapp vor der nächsten Antwort", "liegen knapp vor der nächsten Antwort"],
  "low-score": ["ist nicht deutlich genug", "sind nicht deutlich genug"],
  rare: ["ist selten in dieser Auswahl", "sind selten in dieser Auswahl"],
};

const numbersOf = (plans) =>
  plans.slice(0, NAMED).map((plan) => plan.number).join(", ") + (plans.length > NAMED ? ` und ${counted(plans.length - NAMED, "weiterer", "weitere")}` : "");

/** Says which articles something could not be done to, and why; `problemOf` gives the problem of each. */
async function complainAbout(plans, what, problemOf) {
  const why = new Map(); // sentence → articles
  for (const plan of plans) {
    const sentence = await german(problemOf(plan));
    why.set(sentence, [...(why.get(sentence) ?? []), plan]);
  }
  if (why.size) complain([...why].map(([sentence, some]) => `${what} (${numbersOf(some)}): ${sentence}`).join(" "));
}

function heldList(tags, many) {
  const items = tags.slice(0, SHOWN).map((tag) =>
    make("li", {}, make("strong", {}, tag.name), tag.score === null || tag.score === undefined ? "" : ` ${score(tag.score)}`,
      make("span", { class: "muted" }, ` – ${many ? `${tag.number}: ` : ""}${tag.detail}`)));
  if (tags.length > SHOWN) items.push(make("li", { class: "muted" }, `und ${counted(tags.length - SHOWN, "weiterer", "weitere")}`));
  return make("ul", {}, ...items);
}

function effect(plans) {
  const accepted = plans.reduce((sum, plan) => sum + plan.accepted.length, 0);
  const held = plans.flatMap((plan) => plan.held_back.map((tag) => ({ ...tag, number: plan.number })));
  const many = plans.length > 1;
  const failed = plans.filter((plan) => plan.problem);
  const groups = Object.keys(REASONS).map((reason) => [REASONS[reason], held.filter((tag) => tag.reason === reason)]);
  const list = groups.filter(([, tags]) => tags.length).map(([forms, tags]) => make("details", {}, make("summary", {}, counted(tags.length, ...forms)), heldList(tags, many)));
  return {
    accepted,
    content: [
      make("p", {}, make("strong", {}, counted(accepted, "Tag wird", "Tags werden")), ` angenommen${many ? `, in ${counted(plans.length, "Artikel", "Artikeln")}` : ""}.`),
      held.length ? make("p", {}, `${counted(held.length, "Tag bleibt", "Tags bleiben")} offen:`) : make("p", { class: "muted" }, "Nichts bleibt offen."),
      held.length ? make("div", { class: "scroll small", tabIndex: 0, role: "region", "aria-label": "Was offen bleibt" }, ...list) : null,
      failed.length ? make("p", { class: "bad-text" }, `${counted(failed.length, "Artikel lässt", "Artikel lassen")} sich gerade nicht ändern: ${numbersOf(failed)}`) : null,
    ].filter(Boolean),
  };
}

/** Shows the preview; after confirmation accepts, and calls `done` when it has happened or was undone. */
export async function acceptConfident(articles, done) {
  const shown = dialog.querySelector("[data-effect]");
  const confirm = dialog.querySelector("[data-confirm]");
  const target = path`/articles/tags/accept`;
  confirm.disabled = true;
  shown.replaceChildren(make("p", { class: "muted" }, "Wird berechnet …"));
  dialog.showModal();
  try {
    const preview = await send("POST", target, { articles, preview: true });
    const { accepted, content } = effect(preview.articles);
    shown.replaceChildren(...content);
    confirm.disabled = accepted === 0;
    confirm.textContent = accepted ? `${counted(accepted, "Tag", "Tags")} annehmen` : "Annehmen";
    if (accepted) confirm.focus();
    // Only what was shown is sent: what could not be read, or has changed since, is left as it is.
    const shownPlans = preview.articles.filter((plan) => !plan.problem);
    const versions = Object.fromEntries(shownPlans.map((plan) => [plan.number, plan.version]));
    const fingerprints = Object.fromEntries(shownPlans.map((plan) => [plan.number, plan.fingerprint]));
    confirm.onclick = () => perform(target, { articles: Object.keys(versions), versions, fingerprints, preview: false }, done);
  } catch (error) {
    shown.replaceChildren(make("p", { class: "message bad" }, await german(error)));
  }
}

async function perform(target, body, done) {
  const confirm = dialog.querySelector("[data-confirm]");
  confirm.disabled = true;
  try {
    const { articles: plans } = await send("POST", target, body);
    dialog.close();
    const changed = plans.filter((plan) => !plan.problem && plan.accepted.length);
    const accepted = changed.reduce((sum, plan) => sum + plan.accepted.length, 0);
    if (changed.length) say(`${counted(accepted, "Tag", "Tags")} angenommen.`, () => undo(changed, done));
    await complainAbout(plans.filter((plan) => plan.problem), "Nicht angenommen", (plan) => plan.problem);
    done();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    dialog.querySelector("[data-effect]").replaceChildren(make("p", { class: "message bad" }, await german(error)));
    confirm.disabled = false; // sent again, it changes no article twice
  }
}

/** Undoes the gesture, article by article; those that fail are named, and can be tried again. */
async function undo(changed, done) {
  const failed = new Map(); // plan → error
  for (const plan of changed) {
    try {
      await send("POST", path`/articles/${plan.number}/undo`, { version: plan.version });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      failed.set(plan, error);
    }
  }
  const left = [...failed.keys()];
  const again = left.some((plan) => failed.get(plan).status >= 500) ? () => undo(left, done) : null;
  if (!left.length) say("Rückgängig gemacht.");
  else say(`In ${number(changed.length - left.length)} von ${counted(changed.length, "Artikel", "Artikeln")} rückgängig gemacht.`, again);
  await complainAbout(left, "Nicht rückgängig gemacht", (plan) => failed.get(plan));
  done();
}
