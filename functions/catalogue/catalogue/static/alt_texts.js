// Alt texts of the photos: saved when the field is left, one after the other, each based on the version it was begun on.
import { Problem } from "./api.js";
import { ask, change, photoOf, undo, version } from "./article_state.js";
import { compare } from "./compare.js";
import { on } from "./dom.js";
import { complain, say } from "./notices.js";

let saving = Promise.resolve();

/** The photo's field now: showing the article anew replaces it. */
const areaOf = (photo) => [...document.querySelectorAll(".alt-text")].find((area) => photoOf(area) === photo);

/** Notes that a text is saved; what was typed since then is based on that. */
function saved(photo, text, at) {
  const area = areaOf(photo);
  if (!area) return;
  area.dataset.saved = text;
  if (area.value.trim() === text) delete area.dataset.base;
  else area.dataset.base = at;
}

/** Saves a text. If somebody else saved another in the meantime, shows both and saves what comes of it. Returns the
 *  answer, or null if it is not saved: then it stays in the field. */
async function put(photo, text, base) {
  try {
    const answer = await ask("PUT", "/alt-texts", { version: base, photo, text });
    saved(photo, text, answer.version);
    return answer;
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 409 || !error.body.theirs) throw error;
    const { theirs, version: newest } = error.body;
    if (theirs.text === text) { // saved before the answer was lost
      saved(photo, text, newest);
      return { version: newest };
    }
    const merged = await compare({
      title: "Zwei Fassungen",
      why: `${theirs.author} hat diesen Alternativtext inzwischen geändert. Nichts ist verloren: Führen Sie beide Fassungen zusammen.`,
      before: theirs.text,
      after: text,
      merge: true,
    });
    if (merged === null) {
      complain("Ihr Alternativtext ist noch nicht gespeichert. Er steht weiter im Feld.");
      return null;
    }
    const area = areaOf(photo);
    if (area?.value.trim() === text) area.value = merged;
    return put(photo, merged.trim(), newest);
  }
}

async function save(photo) {
  const area = areaOf(photo);
  const text = area?.value.trim();
  if (!text || text === area.dataset.saved) return;
  const answer = await change(() => put(photo, text, Number(area.dataset.base ?? version())));
  if (answer) say("Alternativtext gespeichert.", () => undo(answer.version));
}

/** What was written for an earlier photo: it holds for the new one too, or not. */
on("click", "[data-old-alt]", (button) => {
  const body = { version: version(), photo: photoOf(button), text: button.dataset.oldAlt || null };
  change(() => ask("PUT", "/alt-texts", body)).then((answer) => answer && say("Gespeichert.", () => undo(answer.version)));
});
on("input", ".alt-text", (area) => { area.dataset.base ??= version(); });
on("change", ".alt-text", (area) => {
  const photo = photoOf(area);
  const next = () => save(photo);
  saving = saving.then(next, next);
});
