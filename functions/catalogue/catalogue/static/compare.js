// Two texts with their difference, for a proposal, an older version, or two editors' versions.
import { showDifference } from "./diff.js";
import { noteItem } from "./marks.js";

const dialog = document.querySelector("#compare");
const part = (id) => dialog.querySelector(`#${id}`);

let needed = true; // whether the merged text must not be empty

/** Shows the difference and asks. Returns the text to take (the merged one if `merge`), or null. */
export function compare({ title, why, before, after, notes = [], merge = false, mayBeEmpty = false }) {
  part("compare-title").textContent = title;
  part("compare-why").textContent = before === after ? "Beide Texte sind gleich." : why;
  showDifference(part("difference"), before, after);
  part("compare-notes").replaceChildren(...notes.map((note, index) => noteItem(note, index + 1)));
  part("merge").hidden = !merge;
  part("merged").value = after;
  needed = merge && !mayBeEmpty;
  check();
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "take" ? (merge ? part("merged").value : after) : null), { once: true });
  });
}

const check = () => part("merged").setCustomValidity(needed && !part("merged").value.trim() ? "Bitte geben Sie einen Text ein." : "");
part("merged").addEventListener("input", check);
