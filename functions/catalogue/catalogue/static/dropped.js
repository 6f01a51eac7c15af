// What was dropped: files and folders with all that is in them; and the article's number that a file's place implies.

async function readEntry(entry, folder) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => { entry.file(resolve, reject); });
    return [{ file, folder }];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) { // a reader gives a hundred entries at a time
    const entries = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
    if (!entries.length) return found;
    const inside = folder ? `${folder}/${entry.name}` : entry.name;
    for (const one of entries) found.push(...(await readEntry(one, inside)));
  }
}

/** The files of a drop as {file, folder}; hidden files are left out. */
export async function filesOf(transfer) {
  const entries = [...transfer.items].filter((item) => item.kind === "file").map((item) => item.webkitGetAsEntry());
  const plain = [...transfer.files]; // read now: both lists are empty after the first await
  const found = entries.every(Boolean) ? (await Promise.all(entries.map((entry) => readEntry(entry, "")))).flat() : plain.map((file) => ({ file, folder: "" }));
  return found.filter(({ file }) => !file.name.startsWith("."));
}

/** The article's number and the view: "4711/vorne.jpg", "4711_vorne.jpg", "4711-1.jpg" and "4711.jpg" are of 4711.
 *  A folder counts only if it has a digit: "Neue Fotos" is no number. */
export function numberAndView(folder, name) {
  const stem = name.replace(/\.[^.]+$/, "");
  const last = folder.split("/").pop();
  if (/\d/.test(last)) return { number: last, view: stem };
  const cut = stem.search(/[_ ]/) >= 0 ? stem.search(/[_ ]/) : stem.lastIndexOf("-");
  const number = cut > 0 ? stem.slice(0, cut) : stem;
  if (!/\d/.test(number)) return { number: "", view: stem };
  return { number, view: (cut > 0 && stem.slice(cut + 1)) || "1" };
}
