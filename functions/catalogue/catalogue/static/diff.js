// The difference of two texts by words: the longest common subsequence, shown as <del> and <ins>.
import { make } from "./dom.js";

const MOST = 4_000_000; // cells of the table; beyond, the texts are shown one after the other

const tokens = (text) => text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];

function lengths(before, after) {
  const width = after.length + 1;
  const table = new Uint16Array((before.length + 1) * width);
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      table[row * width + column] = before[row] === after[column]
        ? table[(row + 1) * width + column + 1] + 1
        : Math.max(table[(row + 1) * width + column], table[row * width + column + 1]);
    }
  }
  return table;
}

/** Pieces [kind, text] with kind "same", "del" or "ins", in order. */
export function difference(before, after) {
  const [old, fresh] = [tokens(before), tokens(after)];
  if ((old.length + 1) * (fresh.length + 1) > MOST) return [["del", before], ["ins", after]];
  const table = lengths(old, fresh);
  const width = fresh.length + 1;
  const pieces = [];
  const add = (kind, text) => {
    if (pieces.at(-1)?.[0] === kind) pieces.at(-1)[1] += text;
    else pieces.push([kind, text]);
  };
  let [row, column] = [0, 0];
  while (row < old.length || column < fresh.length) {
    if (row < old.length && column < fresh.length && old[row] === fresh[column]) {
      add("same", old[row]);
      row += 1;
      column += 1;
    } else if (column >= fresh.length || (row < old.length && table[(row + 1) * width + column] >= table[row * width + column + 1])) {
      add("del", old[row]);
      row += 1;
    } else {
      add("ins", fresh[column]);
      column += 1;
    }
  }
  return pieces;
}

/** Shows the difference in an element. */
export function showDifference(element, before, after) {
  const shown = { same: (text) => document.createTextNode(text), del: (text) => make("del", {}, text), ins: (text) => make("ins", {}, text) };
  element.replaceChildren(...difference(before, after).map(([kind, text]) => shown[kind](text)));
}
