// The answers of a question: one label, several that are ticked, none of them, or that an earlier decision is dropped.
import { on } from "./dom.js";

export const ANSWER = "[data-label], [data-labels], [data-take]";

const ticks = (button) => [...button.closest("[data-choose]").querySelectorAll("[data-tick]")];

/** The labels that a button answers with; null drops the decision. */
export function answerOf(button) {
  const { label, labels } = button.dataset;
  if (labels !== undefined) return JSON.parse(labels);
  if (label !== undefined) return label ? [label] : [];
  return ticks(button).filter((one) => one.checked).map((one) => one.value);
}

/** Not more can be ticked than may apply. */
on("change", "[data-tick]", (tick) => {
  const most = Number(tick.closest("[data-choose]").dataset.choose);
  const all = ticks(tick);
  const full = most > 0 && all.filter((one) => one.checked).length >= most;
  for (const one of all) one.disabled = full && !one.checked;
});
