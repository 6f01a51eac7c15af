// Accepting the confident tags of some articles in one gesture, after a preview of what it does and what it leaves.
import { Problem, send } from "./api.js";
import { make, path } from "./dom.js";
import { counted, german, number, score } from "./messages.js";
import { say } from "./notices.js";

const dialog = document.querySelector("#preview");
const SHOWN = 50; // held-back tags that the preview lists for each reason
const REASONS = {
  contradiction: "widersprechen den Daten",
  disagreement: "je nach Foto verschieden",
  "small-margin": "knapp vor der nächsten Antwort",
  "low-score": "nicht deutlich genug",
  rare: "selten in dieser Auswahl",
};

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
  const list = groups.filter(([, tags]) => tags.length).map(([name, tags]) => make("details", {}, make("summary", {}, `${number(tags.length)} ${name}`), heldList(tags, many)));
  return {
    accepted,
    content: [
      make("p", {}, make("strong", {}, counted(accepted, "Tag wird", "Tags werden")), ` angenommen${many ? `, in ${counted(plans.length, "Artikel", "Artikeln")}` : ""}.`),
      held.length ? make("p", {}, `${counted(held.length, "Tag bleibt", "Tags bleiben")} offen:`) : make("p", { class: "muted" }, "Nichts bleibt offen."),
      held.length ? make("div", { class: "scroll small", tabIndex: 0, role: "region", "aria-label": "Was offen bleibt" }, ...list) : null,
      failed.length ? make("p", { class: "bad-text" }, `${counted(failed.length, "Artikel lässt", "Artikel lassen")} sich gerade nicht ändern: ${failed.map((plan) => plan.number).join(", ")}`) : null,
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
    confirm.onclick = () => perform(target, articles, done);
  } catch (error) {
    shown.replaceChildren(make("p", { class: "message bad" }, await german(error)));
  }
}

async function perform(target, articles, done) {
  const confirm = dialog.querySelector("[data-confirm]");
  confirm.disabled = true;
  try {
    const { articles: plans } = await send("POST", target, { articles, preview: false });
    dialog.close();
    const changed = plans.filter((plan) => plan.accepted.length);
    const accepted = changed.reduce((sum, plan) => sum + plan.accepted.length, 0);
    const undo = async () => {
      for (const plan of changed) await send("POST", path`/articles/${plan.number}/undo`, { version: plan.version });
      say("Rückgängig gemacht.");
      done();
    };
    say(`${counted(accepted, "Tag", "Tags")} angenommen.`, undo);
    done();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    dialog.querySelector("[data-effect]").replaceChildren(make("p", { class: "message bad" }, await german(error)));
  }
}
