// Release and withdrawal of a text; the provenance record as a file.
import { Problem } from "./api.js";
import { ask, change, isWriting, number, reload, textVersion, version } from "./article_state.js";
import { make, on } from "./dom.js";
import { german } from "./messages.js";
import { complain, say } from "./notices.js";
import { shortcuts } from "./shortcuts.js";
import { save } from "./text.js";

const dialog = document.querySelector("#releasing");
const withdrawing = document.querySelector("#withdrawing");
const UNREAD = "Ein Foto oder die Produktdaten ließen sich nicht lesen."; // the API's reason is for engineers
let pending; // the version of the text being released

/** The version to release: the machine's text is accepted first, for only a person's decision stays. */
async function ownVersion() {
  const shown = textVersion();
  if (shown !== 0) return shown;
  const saved = await save(document.querySelector("#prose").dataset.text, 0, { source: "accepted" });
  if (!saved) throw new Problem(409, { code: "version-conflict" });
  return saved.text_version;
}

async function release(acknowledged) {
  try {
    pending ??= await ownVersion();
    await ask("POST", "/release", { text_version: pending, acknowledged });
    pending = undefined;
    await reload();
    say("Text freigegeben.");
    document.querySelector("#next:not([hidden])")?.focus();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.body.questions) return show(error.body.questions);
    pending = undefined;
    complain(await german(error));
    await reload();
  }
  return undefined;
}

function show(questions) {
  dialog.querySelector("#acknowledge").replaceChildren(...questions.map((question) =>
    make("li", {}, make("label", { class: "tick" }, make("input", { type: "checkbox", value: question.id, required: true }), make("span", {}, question.kind === "error" ? UNREAD : question.reason)))));
  dialog.showModal();
}

on("click", "#release", () => {
  if (isWriting()) return complain("Speichern oder verwerfen Sie zuerst Ihren Entwurf.");
  pending = undefined;
  return release([]);
});
dialog.querySelector("form").addEventListener("submit", () => {
  release([...dialog.querySelectorAll("#acknowledge input")].map((input) => input.value));
});
withdrawing.querySelector("form").addEventListener("submit", async () => {
  const reason = withdrawing.querySelector("#reason");
  const answer = await change(() => ask("POST", "/withdraw", { version: version(), reason: reason.value }));
  if (answer) say("Freigabe zurückgenommen.");
  reason.value = "";
});
on("click", "#provenance", async (_link, event) => {
  event.preventDefault();
  let record;
  try {
    record = await ask("GET", "/provenance");
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    complain(await german(error));
    return;
  }
  const url = URL.createObjectURL(new Blob([JSON.stringify(record, null, 2)], { type: "application/json" }));
  make("a", { href: url, download: `${number()}.provenance.json` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
});
shortcuts({ f: () => document.querySelector("#release")?.click() });
