// Edits that end a release: nobody does that without knowing.
import { Problem } from "./api.js";

const dialog = document.querySelector("#ending");

function confirmed(release, how) {
  dialog.querySelector("[data-by]").textContent = `Freigegeben hat ihn ${release.by}.`;
  dialog.querySelector("[data-how]").textContent = `${how} wird die Freigabe aufgehoben.`;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => { dialog.addEventListener("close", () => resolve(dialog.returnValue === "end"), { once: true }); });
}

/** Sends an edit with `write`, which takes what the request says about the release. If the edit would end one, asks first;
 *  `how` begins the sentence, „Mit dem Speichern“. Returns the answer, or null if the release stays. */
export async function mayEndRelease(write, how) {
  let voids = {};
  for (;;) {
    try {
      return await write(voids);
    } catch (error) {
      const release = error instanceof Problem ? error.body.release : null;
      if (!release) throw error;
      if (!(await confirmed(release, how))) return null;
      voids = { voids_release: release.version };
    }
  }
}
