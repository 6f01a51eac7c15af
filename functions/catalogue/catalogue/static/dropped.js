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

/** The article's number and the view that a file's place and name mean. The rules are those of api/upload_names.py; both
 *  are tested against tests/upload_names.json. */
export function numberAndView(folder, name) {
  const [file = "", ...folders] = `${folder}/${name}`.replaceAll("\\", "/").split("/").filter((part) => part.trim()).reverse();
  const stem = (file.includes(".") ? file.slice(0, file.lastIndexOf(".")) : file).trim();
  if (folders.length) return { number: folders[0].trim(), view: stem };
  const found = stem.match(/^(?:([^_ ]+)[_ ]+([^\n]+)|([^\n]+?)-(\p{Nd}{1,2}))$/u);
  const [number, view] = found ? [found[1] ?? found[3], found[2] ?? found[4]] : [stem, "1"];
  return { number: /\p{Nd}/u.test(number) ? number : "", view: view.trim() };
}
