// The article's page: its parts, the way to the next article, and the data that a claim comes from.
import "./alt_texts.js";
import "./tags.js";
import "./text.js";
import "./proposing.js";
import "./releasing.js";
import "./product_data.js";
import "./copying.js";
import { number, reload } from "./article_state.js";
import { make, on, path } from "./dom.js";
import { german } from "./messages.js";
import { complain } from "./notices.js";
import { whenExpired } from "./photos.js";
import { shortcuts } from "./shortcuts.js";
import { wayFrom } from "./way.js";

function showWay() {
  const way = wayFrom(number());
  if (!way) return;
  const line = document.querySelector("#way");
  line.hidden = false;
  line.replaceChildren(make("a", { href: way.address }, "Zur Liste"), ` · ${way.position} von ${way.of}`);
  const next = document.querySelector("#next");
  next.hidden = !way.next;
  if (way.next) next.href = path`/artikel/${way.next}`;
}
const go = (which) => () => {
  const target = wayFrom(number())?.[which];
  if (target) location.assign(path`/artikel/${target}`);
};
shortcuts({ n: go("next"), p: go("previous") });

// What a tag rests on is read only by those who ask for it.
const heatMap = (action) => (button) => import("./heatmap.js").then((module) => module[action](button), async (error) => complain(await german(error)));
on("click", "#tags [data-heat]", heatMap("toggle"));
shortcuts({ w: heatMap("step") });

document.addEventListener("article:shown", showWay);
whenExpired(reload);
showWay();

function light(claim, lit) {
  for (const entry of document.querySelectorAll("[data-entry]")) entry.classList.toggle("lit", lit && entry.dataset.entry === claim.dataset.source);
}
for (const [type, lit] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  on(type, ".claim[data-source]", (claim) => light(claim, lit));
}
// The source under a claim starts where the claim starts. (Set by script: the policy allows no style attributes.)
for (const type of ["mouseover", "focusin"]) {
  on(type, ".claim[data-source]", (claim) => {
    const prose = claim.closest(".prose").getBoundingClientRect();
    const source = claim.querySelector(".source");
    source.style.left = `${Math.max(0, Math.min(claim.getClientRects()[0].left - prose.left, prose.width - source.offsetWidth))}px`;
  });
}
// A claim is a link to its source in the list below, which has to be open to be reached.
on("click", ".claim[data-source]", () => { document.querySelector(".sources").open = true; });
