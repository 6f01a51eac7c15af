// Findings of a check: marks under the text being written, and notes in the margin.
import { make } from "./dom.js";
import { day, sentence } from "./messages.js";

/** The notes of an answer of POST /checks (or /descriptions), in the order of the text. */
export function notesOf(answer) {
  const findings = [...(answer.findings ?? []), ...(answer.unsupported ?? []), ...(answer.contradictions ?? [])];
  const notes = [...findings.map((one) => ({ ...one, kind: one.reason })), ...(answer.legal ?? []).map((one) => ({ ...one, kind: "legal" }))];
  return notes.sort((one, other) => one.start - other.start || one.end - other.end);
}

/** One note as it stands in the margin. */
export function noteItem(note, position) {
  const [name, advice] = [sentence(`note:${note.kind}`), sentence(`advice:${note.kind}`)];
  const since = note.date ? `${sentence("law:since")} ${day(note.date)}` : "";
  return make("li", { class: `note ${note.kind}` },
    make("p", { class: "kind" }, [`${position}`, name, note.paragraph, since].filter(Boolean).join(" · ")),
    make("p", {}, note.message),
    note.instead ? make("p", { class: "small" }, "Vorschlag: ", make("strong", {}, note.instead), " ", applying(note)) : advice ? make("p", { class: "small muted" }, advice) : null);
}

/** What takes a suggestion over into the text, for those who may edit it. */
function applying({ instead, start, text }) {
  if (!document.querySelector("#edit")) return null;
  return make("button", { class: "button tiny", type: "button", "data-apply": instead, "data-start": `${start}`, "data-said": text ?? "" }, "Übernehmen");
}

/** Shows the notes in the margin. */
export function showNotes(margin, notes) {
  margin.replaceChildren(...notes.map((note, index) => noteItem(note, index + 1)));
  if (!notes.length) margin.append(make("li", { class: "muted small" }, "Nichts zu beanstanden."));
}

/** Fills the layer under the text: the same letters, invisible, with claims underlined and findings marked.
 *  Positions count characters (code points), as in Python, not UTF-16 units. */
export function underline(layer, text, claims, notes) {
  const letters = Array.from(text);
  const supported = claims.filter((claim) => claim.source);
  const cuts = new Set([0, letters.length]);
  for (const { start, end } of [...supported, ...notes]) [start, end].forEach((cut) => cuts.add(Math.min(cut, letters.length)));
  const sorted = [...cuts].sort((one, other) => one - other);
  const within = (ranges, start, end) => ranges.find((range) => range.start <= start && end <= range.end);
  layer.replaceChildren(...sorted.slice(1).map((end, index) => {
    const start = sorted[index];
    const content = letters.slice(start, end).join("");
    const note = within(notes, start, end);
    if (note) return make("mark", { class: `finding ${note.kind}` }, content);
    return within(supported, start, end) ? make("span", { class: "claim" }, content) : document.createTextNode(content);
  }), "\n");
}
