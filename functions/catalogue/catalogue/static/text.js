// The text: writing it with checks, saving it so that nobody's work is lost, and older versions.
import { Problem } from "./api.js";
import { ask, isWriting, number, reload, textVersion, undo } from "./article_state.js";
import { checked, checkSoon } from "./checking.js";
import { compare } from "./compare.js";
import { on } from "./dom.js";
import { mayEndRelease } from "./ending.js";
import { draftOf, forgetDraft, keepDraft } from "./drafts.js";
import { notesOf, showNotes, underline } from "./marks.js";
import { counted, german } from "./messages.js";
import { complain, say } from "./notices.js";
import { shortcuts } from "./shortcuts.js";

const at = (id) => document.querySelector(`#${id}`);
let base = 0; // the version that the text being written was made from

function open(text, from) {
  base = from;
  at("reading").hidden = true;
  at("writing").hidden = false;
  at("draft").value = text;
  typed();
  at("draft").focus();
}

function typed() {
  const text = at("draft").value;
  keepDraft(number(), { base, text });
  at("counter").textContent = counted(text.trim() ? text.trim().split(/\s+/).length : 0, "Wort", "Wörter");
  underline(at("under"), text, [], []);
  checkSoon(text, async (answer, error) => {
    at("check-state").textContent = error ? await german(error) : answer ? "geprüft" : text.trim() ? "wird geprüft …" : "";
    if (!answer) return;
    const notes = notesOf(answer);
    underline(at("under"), text, answer.claims, notes);
    showNotes(at("margin"), notes);
    at("counter").textContent = counted(answer.words, "Wort", "Wörter");
  });
}

const writerName = (id) => document.querySelector(`#writer option[value="${CSS.escape(id)}"]`)?.textContent ?? id;
const whose = ({ version, author }) => (version === 0 ? `Die Maschine${author ? ` (${writerName(author)})` : ""}` : author || "Jemand");

/** Saves a text after version `seen`. `from` is the version that its words came from, 0 the machine's. If somebody else
 *  saved one in the meantime, shows both and saves what comes of it. Returns the answer with the text `kept`, or null. */
export async function save(text, seen, { from = seen, source = "edited", description } = {}) {
  const own = description ?? (source === "edited" ? await checked(text) : null);
  const body = { base: seen, from_version: from, text: text.trim(), source };
  if (own) body.description = own;
  try {
    const answer = await mayEndRelease((voids) => ask("PUT", "/text", { ...body, ...voids }), "Mit dem Speichern");
    return answer && { ...answer, kept: text };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { theirs } = error.body;
    if (error.status !== 409 || !theirs) {
      complain(await german(error));
      return null;
    }
    if (theirs.text.trim() === text.trim()) return { ...error.body, text_version: theirs.version, kept: text }; // saved before the answer was lost
    const merged = await compare({
      title: "Zwei Fassungen",
      why: `${whose(theirs)} hat den Text inzwischen geändert. Nichts ist verloren: Führen Sie beide Fassungen zusammen.`,
      before: theirs.text,
      after: text,
      merge: true,
    });
    if (merged === null) return null;
    const { version: next } = theirs;
    if (merged.trim() === text.trim()) return save(merged, next, { from, source, description });
    if (source !== "generated") return save(merged, next, { from: from === seen ? next : from });
    // A proposal is not stored yet: the merged text can only name it as its origin once it is.
    const proposed = await save(text, next, { source, description });
    return proposed && save(merged, proposed.text_version);
  }
}

async function finish() {
  const text = at("draft").value;
  if (!text.trim()) return;
  const saved = await save(text, base);
  if (!saved) return;
  if (at("draft").value !== text) {
    // Written on while it was being saved. After a merge the old base stays, so that the next save shows both again.
    if (saved.kept === text) base = saved.text_version;
    typed();
    await reload();
    say("Text gespeichert. Was Sie seitdem geschrieben haben, ist noch ein Entwurf.");
    return;
  }
  forgetDraft(number());
  at("writing").hidden = true;
  await reload();
  say("Text gespeichert.", undoing(saved));
}

const undoing = (saved) => () => undo(saved.version);

/** Saves a text that somebody chose, after a comparison with the present one. `from` is the version that it is. */
export async function adopt(text, { title, why = "", from, source, description }) {
  const present = at("prose")?.dataset.text ?? "";
  const chosen = await compare({ title, why, before: present, after: text, notes: description ? notesOf(description) : [] });
  if (chosen === null) return;
  const saved = await save(text, textVersion() ?? 0, { from, source, description });
  if (!saved) return;
  await reload();
  say("Text übernommen.", undoing(saved));
}

async function adoptVersion(from, words) {
  try {
    const { texts } = await ask("GET", "");
    const found = texts.find((one) => one.version === from);
    if (found) await adopt(found.text, { ...words, from });
    else complain("Diese Fassung gibt es nicht mehr. Bitte laden Sie die Seite neu.");
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    complain(await german(error));
  }
}

const edit = () => {
  if (!isWriting()) open(at("prose")?.dataset.text ?? "", textVersion() ?? 0);
};
on("click", "#edit", edit);

// A suggestion of a note, in the place of what it is about; what is missing comes at the end.
on("click", "[data-apply]", ({ dataset: { apply, start, said } }) => {
  const letters = Array.from(isWriting() ? at("draft").value : at("prose")?.dataset.text ?? "");
  const from = said ? Number(start) : letters.length;
  const to = from + Array.from(said).length;
  if (letters.slice(from, to).join("") !== said) {
    say("Der Text hat sich geändert. Bitte warten Sie, bis er wieder geprüft ist.");
    return;
  }
  const before = letters.slice(0, from).join("");
  const gap = !said && before && !/\s$/.test(before) ? " " : "";
  const text = before + gap + apply + letters.slice(to).join("");
  if (!isWriting()) return open(text, textVersion() ?? 0);
  at("draft").value = text;
  typed();
  at("draft").focus();
});
on("input", "#draft", typed);
on("submit", "#writing", (_form, event) => { event.preventDefault(); finish(); });
on("keydown", "#draft", (_area, event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); finish(); } });
on("click", "#discard", async () => {
  forgetDraft(number());
  at("writing").hidden = true;
  await reload();
  at("edit").focus();
});
on("click", "[data-restore]", (button) => adoptVersion(Number(button.dataset.restore), { title: "Frühere Fassung" }));
on("click", "#see-newer", () => adoptVersion(0, { title: "Neuer Vorschlag", why: "Aus den jetzigen Daten und Fotos." }));
shortcuts({ e: edit });

// A text that nobody has checked yet.
async function complete() {
  const prose = at("prose");
  if (!prose || prose.dataset.checked === "yes" || isWriting()) return;
  const answer = await checked(prose.dataset.text);
  if (at("prose") !== prose) return;
  if (!answer) {
    at("unchecked")?.replaceChildren(" · nicht geprüft");
    at("margin").querySelector("[data-none]")?.replaceChildren("Die Prüfung hat nicht geklappt. Laden Sie die Seite neu, um es noch einmal zu versuchen.");
  } else {
    underline(prose, prose.dataset.text, answer.claims, notesOf(answer));
    showNotes(at("margin"), notesOf(answer));
    at("unchecked")?.replaceChildren(" · geprüft");
  }
}
document.addEventListener("article:shown", complete);

const draft = draftOf(number());
if (draft && draft.text.trim() && draft.text !== at("prose")?.dataset.text) {
  open(draft.text, draft.base);
  say("Ihr Entwurf ist wieder da.");
} else {
  forgetDraft(number());
  complete();
}
