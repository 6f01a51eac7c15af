// The way through a list: the articles of the list last seen in this tab, so that an article leads to the next one.
const KEY = "way";

export function rememberWay(numbers, address) {
  sessionStorage.setItem(KEY, JSON.stringify({ numbers, address }));
}

/** Where the article stands in the list last seen: {position, of, previous, next, address}; null if it is not in it. */
export function wayFrom(number) {
  const { numbers = [], address = "" } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
  const index = numbers.indexOf(number);
  return index < 0 ? null : { position: index + 1, of: numbers.length, previous: numbers[index - 1], next: numbers[index + 1], address };
}
