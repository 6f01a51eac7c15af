// The result for other programs: text, HTML or JSON to the clipboard.
import { ask, number } from "./article_state.js";
import { make, on } from "./dom.js";
import { complain, say } from "./notices.js";

const FORMS = {
  text: ({ text }) => text.text,
  html: ({ text }) => text.text.split(/\n{2,}/).map((part) => make("p", {}, part).outerHTML).join("\n"),
  json: ({ title, brand, text, tags, photos }) => JSON.stringify({
    number: number(), title, brand, text: text.text,
    tags: tags.map(({ facet, label, label_name: name }) => ({ facet, label, name })),
    alt_texts: Object.fromEntries(photos.filter((photo) => photo.alt_text).map((photo) => [photo.key, photo.alt_text])),
  }, null, 2),
};

on("click", "[data-copy]", async (button) => {
  const article = await ask("GET", "");
  try {
    await navigator.clipboard.writeText(FORMS[button.dataset.copy](article));
    button.closest("dialog").close();
    say(`${button.textContent} kopiert.`);
  } catch {
    complain("Der Browser erlaubt das Kopieren hier nicht. Markieren Sie den Text und kopieren Sie ihn mit Strg C.");
  }
});
