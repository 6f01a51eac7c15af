// Checks of a text while it is typed. Only the newest text counts: an older request is aborted, and its answer ignored.
import { Problem, send } from "./api.js";
import { number } from "./article_state.js";
import { path } from "./dom.js";

const PAUSE = 350; // ms without a keystroke
let timer;
let running;
let newest = null; // {text, answer}

const check = (text, signal) => send("POST", path`/checks`, { article: number(), text }, { signal });

/** Checks a text after a pause; `shown` is called with the answer, or null while it is running. */
export function checkSoon(text, shown) {
  clearTimeout(timer);
  running?.abort();
  shown(null);
  if (!text.trim()) return;
  timer = setTimeout(async () => {
    const mine = (running = new AbortController());
    try {
      const answer = await check(text, mine.signal);
      if (mine !== running || mine.signal.aborted) return;
      newest = { text, answer };
      shown(answer);
    } catch (error) {
      if (mine.signal.aborted) return;
      if (!(error instanceof Problem)) throw error;
      shown(null, error);
    }
  }, PAUSE);
}

/** The answer for exactly this text, as it is saved, asked for if it is not there; null if it cannot be checked. */
export async function checked(text) {
  const own = text.trim();
  if (newest?.text === own) return newest.answer; // sealed for this text; positions count from its first character
  try {
    return await check(own);
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}
