// The result for other programs: text, HTML or JSON to the clipboard.
import { Problem } from "./api.js";
import { ask, number } from "./article_state.js";
import { make, on } from "./dom.js";
import { german } from "./messages.js";
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
  try {
    const article = await ask("GET", "");
    await navigator.clipboard.writeText(FORMS[button.dataset.copy](article));
    button.closest("dialog").close();
    say(`${button.textContent} kopiert.`);
  } catch (error) {
    complain(error instanceof Problem ? await german(error) : "Der Browser erlaubt das Kopieren hier nicht. Markieren Sie den Text und kopieren Sie ihn mit Strg C.");
  }
});
