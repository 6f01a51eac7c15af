// Addresses of photos are valid for five minutes. When one fails after that, the page's are renewed.
const LASTS = 4 * 60_000; // ms

/** Calls `renew` when a photo could not be loaded because its address has expired. */
export function whenExpired(renew) {
  let since = Date.now();
  document.addEventListener("error", ({ target }) => {
    if (!(target instanceof HTMLImageElement) || Date.now() - since < LASTS) return;
    since = Date.now();
    renew();
  }, { capture: true });
}
