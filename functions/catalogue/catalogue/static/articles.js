// The list of articles: selection, accepting many tags at once, retries, and photos that are still arriving.
import { acceptConfident } from "./accepting.js";
import { followArrivals } from "./arrivals.js";
import { send } from "./api.js";
import { path } from "./dom.js";
import { german, number } from "./messages.js";
import { complain, say, wait } from "./notices.js";
import { whenExpired } from "./photos.js";
import { shortcuts } from "./shortcuts.js";
import { rememberWay } from "./way.js";

const picked = new Set();
const bar = document.querySelector("#selected");
const rows = () => [...document.querySelectorAll("#list tbody tr")];
const boxes = () => [...document.querySelectorAll("#list .pick")];

function show() {
  for (const box of boxes()) box.checked = picked.has(box.value);
  bar.hidden = picked.size === 0;
  bar.querySelector("[data-count]").textContent = number(picked.size);
  const all = document.querySelector("#pick-all");
  if (all) {
    all.checked = boxes().length > 0 && boxes().every((box) => box.checked);
    all.indeterminate = !all.checked && boxes().some((box) => box.checked);
  }
}

function arrived() {
  rememberWay(rows().map((row) => row.dataset.number), location.href);
  show();
}

const reload = () => htmx.ajax("GET", location.href, { target: "#list", select: "#list", swap: "outerHTML" });

document.addEventListener("change", ({ target }) => {
  const chosen = target.id === "pick-all" ? boxes() : target.matches(".pick") ? [target] : [];
  for (const box of chosen) picked[target.checked ? "add" : "delete"](box.value);
  if (chosen.length) show();
});

function unpick() {
  picked.clear();
  show();
}

const accept = () => picked.size && acceptConfident([...picked], () => { unpick(); reload(); });

document.addEventListener("click", async ({ target }) => {
  const retry = target.closest("[data-retry]");
  if (!retry) return;
  retry.disabled = true;
  try {
    await send("POST", path`/articles/${retry.closest("tr").dataset.number}/retry`, { key: retry.dataset.retry });
    say("Wird noch einmal gelesen. Das Ergebnis erscheint in wenigen Sekunden in der Liste.");
    setTimeout(reload, 4000);
  } catch (error) {
    complain(await german(error));
    retry.disabled = false;
  }
});

document.querySelector("#accept")?.addEventListener("click", accept);
document.querySelector("#unpick").addEventListener("click", unpick);

const links = () => rows().map((row) => row.querySelector("th a"));
function move(by) {
  const at = links().indexOf(document.activeElement);
  links().at(at < 0 ? (by > 0 ? 0 : -1) : Math.min(Math.max(at + by, 0), links().length - 1))?.focus();
}
shortcuts({
  "/": () => document.querySelector("#q").focus(),
  j: () => move(1),
  k: () => move(-1),
  x: () => document.activeElement.closest("tr")?.querySelector(".pick").click(),
  a: accept,
});

document.addEventListener("htmx:afterSettle", arrived);
document.addEventListener("htmx:sendError", async () => {
  await wait("offline", "Keine Verbindung. Die Liste ist vielleicht nicht mehr aktuell.", { events: ["online"], seconds: 5 });
  location.reload();
});
whenExpired(reload);
arrived();
followArrivals(document.querySelector("#arrivals"), reload);
