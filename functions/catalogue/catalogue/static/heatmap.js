// Draws over a photo which parts of it a tag rests on. The tagging function computes the heat map on demand: it covers
// parts of the photo one by one, and the tag's score falls where the model has looked.
import { send } from "./api.js";
import { photoOf } from "./article_state.js";
import { make, path } from "./dom.js";
import { german, score } from "./messages.js";
import { complain } from "./notices.js";

const LEAST = 0.02; // a score that falls by less rests on no single part; its map would show noise
const SHARP = 96; // pixels of the smooth map's edges
const SOFT = 0.8; // cells, the width of the bell that smooths
const WIDTH = 360; // pixels of the canvas
const RAMP = [[255, 214, 92, 0], [255, 176, 46, 0.45], [232, 84, 24, 0.75], [158, 14, 38, 0.88]]; // red, green, blue, opacity

const known = new Map(); // the answers, by what was asked
let current = null; // { asked, stop } of the tag that is explained

const controls = () => [...document.querySelectorAll("#tags [data-heat]")];
const askedBy = (button) => JSON.stringify({ key: photoOf(button), facet: button.closest("[data-facet]").dataset.facet, label: button.dataset.heat });
const versionOf = (button) => button.closest("[data-photo]").dataset.version;

function hide() {
  current?.stop.abort();
  current = null;
  for (const button of controls()) button.setAttribute("aria-pressed", "false");
  document.querySelectorAll("#tags .heat-map, #tags .heat-legend").forEach((one) => one.remove());
  for (const photo of document.querySelectorAll("#tags .explained")) photo.classList.remove("explained", "asking");
}

async function show(button) {
  hide();
  const asked = askedBy(button);
  const mine = (current = { asked, stop: new AbortController() });
  const photo = button.closest(".photo");
  const image = photo.querySelector("figure img");
  const legend = make("p", { class: "small", role: "status" }, "Wird berechnet …");
  button.setAttribute("aria-pressed", "true");
  button.closest("[data-facet]").append(make("dd", { class: "heat-legend" }, legend));
  photo.classList.add("explained", "asking");
  image.scrollIntoView({ block: "nearest" });
  try {
    const map = await answer(asked, mine.stop.signal);
    await image.decode();
    if (current !== mine) return;
    photo.classList.remove("asking");
    if (map.version !== versionOf(button)) throw new Replaced();
    const title = `Wärmekarte: „${button.closest(".tagged").querySelector(".name").textContent.trim()}“`;
    const found = map.score - map.lowest_score >= LEAST;
    legend.replaceChildren(make("span", { class: "unseen" }, `${title}. `), found ? somewhere(map) : nowhere(map));
    if (found) {
      legend.append(scale());
      image.after(drawn(map, image, title));
    }
  } catch (error) {
    if (current !== mine) return;
    hide();
    complain(error instanceof Replaced ? "Das Foto wurde inzwischen ersetzt. Bitte laden Sie die Seite neu." : await german(error));
  }
}

class Replaced extends Error {}

async function answer(asked, signal) {
  if (!known.has(asked)) known.set(asked, await send("POST", path`/heatmaps`, JSON.parse(asked), { signal }));
  return known.get(asked);
}

// -- what it says

const nowhere = (map) => `Keine einzelne Stelle ist entscheidend: Der Wert bleibt bei etwa ${score(map.score)}, was man auch verdeckt.`;
const somewhere = (map) => `Am wichtigsten ist die Stelle ${hottest(map)}. Verdeckt man sie, sinkt der Wert von ${score(map.score)} auf ${score(map.lowest_score)}.${isCut(map) ? " Den grauen Rand sieht das Modell nicht." : ""}`;
const isCut = ({ box }) => box.left > 0.01 || box.top > 0.01 || box.right < 0.99 || box.bottom < 0.99;
const scale = () => make("span", { class: "heat-scale", "aria-hidden": "true" }, make("span", {}, "kaum"), make("span", {}, "stark"));

function hottest({ values, rows, columns }) {
  const flat = values.flat();
  const cell = flat.indexOf(Math.max(...flat));
  const third = (index, count) => Math.min(2, Math.floor(((index + 0.5) / count) * 3));
  const words = [["oben", "", "unten"][third(Math.floor(cell / columns), rows)], ["links", "", "rechts"][third(cell % columns, columns)]];
  return words.filter(Boolean).join(" ") || "in der Mitte";
}

// -- what it draws

/** A canvas of the photo's shape. What the model does not see, outside the map's box, is veiled. */
function drawn(map, image, title) {
  const height = Math.round((WIDTH * image.naturalHeight) / image.naturalWidth);
  const canvas = make("canvas", { class: "heat-map", width: WIDTH, height, role: "img", "aria-label": title });
  const brush = canvas.getContext("2d");
  const { left, top, right, bottom } = map.box;
  const box = [left * WIDTH, top * height, (right - left) * WIDTH, (bottom - top) * height];
  brush.fillStyle = "rgb(110 108 104 / 55%)";
  brush.fillRect(0, 0, WIDTH, height);
  brush.clearRect(...box);
  brush.drawImage(smooth(map.values), ...box);
  return canvas;
}

/** The cells blended into each other, the hottest in full colour. */
function smooth(values) {
  const bells = (cells) => Array.from({ length: SHARP }, (_, pixel) => {
    const bell = Array.from({ length: cells }, (_, cell) => Math.exp(-((((pixel + 0.5) / SHARP) * cells - cell - 0.5) ** 2) / (2 * SOFT ** 2)));
    const sum = bell.reduce((total, one) => total + one);
    return bell.map((one) => one / sum);
  });
  const mean = (bell, of) => bell.reduce((total, share, index) => total + share * of(index), 0);
  const [down, across] = [bells(values.length), bells(values[0].length)];
  const heat = down.flatMap((rows) => {
    const line = values[0].map((_, column) => mean(rows, (row) => values[row][column]));
    return across.map((columns) => mean(columns, (column) => line[column]));
  });
  const most = Math.max(...heat);
  const canvas = make("canvas", { width: SHARP, height: SHARP });
  const pixels = new ImageData(SHARP, SHARP);
  heat.forEach((one, index) => pixels.data.set(colour(one / most), index * 4));
  canvas.getContext("2d").putImageData(pixels, 0, 0);
  return canvas;
}

/** Red, green, blue and opacity, 0 to 255, of a heat from 0 to 1. */
function colour(heat) {
  const at = heat * (RAMP.length - 1);
  const [from, to] = [RAMP[Math.floor(at)], RAMP[Math.ceil(at)]];
  return from.map((part, index) => (part + (to[index] - part) * (at % 1)) * (index === 3 ? 255 : 1));
}

// -- when

/** The control that a key means: of the tag after the one that is shown, else of the row or photo with the focus. */
function next() {
  const all = controls();
  if (current) return all[all.findIndex((button) => askedBy(button) === current.asked) + 1];
  const focus = document.activeElement ?? document.body;
  return [focus.closest("#tags [data-facet]"), focus.closest("#tags .photo"), document].map((place) => place?.querySelector("#tags [data-heat]")).find(Boolean);
}

/** Shows the map of the next tag; after the last one, none. */
export function step() {
  const button = next();
  if (button) show(button);
  else hide();
}

/** Shows the map of a control's tag, or takes it away. */
export const toggle = (button) => (current?.asked === askedBy(button) ? hide() : show(button));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && current && !document.querySelector("dialog[open]")) hide();
});
document.addEventListener("article:shown", () => { // the page's HTML is new; the map stays if its tag is still there
  const button = current && controls().find((one) => askedBy(one) === current.asked);
  if (button) show(button);
  else hide();
});
