// What somebody is writing, kept in this tab until it is saved: it outlives a reload and a login.
const key = (number) => `draft:${number}`;

export function keepDraft(number, draft) {
  try {
    sessionStorage.setItem(key(number), JSON.stringify(draft));
  } catch {
    // the storage is full; the text itself is still in the page
  }
}

export const draftOf = (number) => JSON.parse(sessionStorage.getItem(key(number)) ?? "null");
export const forgetDraft = (number) => sessionStorage.removeItem(key(number));
