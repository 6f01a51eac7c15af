// The German sentence for each error code, from the same file as the server's. Loaded early: offline it is too late.
let loading;
let sentences = {};

export function loadMessages() {
  loading ??= fetch(new URL("./messages.json", import.meta.url)).then(async (answer) => (sentences = await answer.json()));
  return loading;
}

/** The text with this key, or none. */
export const sentence = (key) => sentences[key] ?? "";

/** What an editor reads for a problem document, or anything else that was thrown. */
export async function german(problem) {
  const known = await loadMessages().catch(() => ({}));
  const sentence = known[problem?.code] ?? known.unknown ?? "Das hat nicht geklappt.";
  return problem?.requestId && (problem.status ?? 500) >= 500 ? `${sentence} (Vorgang ${problem.requestId})` : sentence;
}

const numbers = new Intl.NumberFormat("de-DE");
export const number = (value) => numbers.format(value);
export const counted = (count, one, many) => `${number(count)} ${count === 1 ? one : many}`;
export const score = (value) => new Intl.NumberFormat("de-DE", { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
const times = new Intl.DateTimeFormat("de-DE", { dateStyle: "medium", timeStyle: "short", timeZone: "Europe/Berlin" });
export const moment = (iso) => times.format(new Date(iso));
export const day = (iso) => iso.replace(/^(\d{4})-(\d\d)-(\d\d)$/, "$3.$2.$1");
export const bytes = (size) =>
  size < 1e6 ? `${number(Math.ceil(size / 1e3))} kB` : `${new Intl.NumberFormat("de-DE", { maximumFractionDigits: 1 }).format(size / 1e6)} MB`;
