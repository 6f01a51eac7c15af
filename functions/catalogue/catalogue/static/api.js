// Requests to the API. The access token is read from /session and kept in memory only. A request that meets a lost
// connection or an expired login waits for it to come back, so nothing that somebody wrote is lost.
import { make, path } from "./dom.js";
import { over, wait } from "./notices.js";

const RENEW_BEFORE = 60_000; // ms
let session;

/** An error response: a problem document with `code`, `status`, and what else the API says in `body`. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? `status ${status}`);
    this.status = status;
    this.code = body.code ?? { 401: "unauthorized", 403: "forbidden", 413: "payload-too-large", 429: "overloaded", 503: "try-again", 504: "try-again" }[status];
    this.requestId = body.request_id;
    this.body = body;
  }
}

/** Whether the decision that a conflict is about chose the same labels: then it is one's own, whose answer was lost. */
export const sameChoice = (theirs, labels) =>
  Boolean(theirs) && (theirs.action === "dropped") === (labels === null) && [...theirs.labels].sort().join("\n") === [...(labels ?? [])].sort().join("\n");

async function token(signal) {
  if (session && (!session.expires_at || Date.parse(session.expires_at) - Date.now() > RENEW_BEFORE)) return session.token;
  const answer = await fetch(path`/session`, { credentials: "same-origin", signal });
  if (!answer.ok) throw new Problem(answer.status, await answer.json().catch(() => ({})));
  session = await answer.json();
  return session.token;
}

async function once(method, target, body, headers, signal) {
  const bearer = await token(signal);
  const sent = { Accept: "application/json", ...headers };
  if (bearer) sent.Authorization = `Bearer ${bearer}`;
  if (body !== undefined) sent["Content-Type"] = "application/json";
  const answer = await fetch(target, { method, headers: sent, body: body === undefined ? undefined : JSON.stringify(body), signal, redirect: "manual" });
  if (answer.type === "opaqueredirect") throw new Problem(401, {}); // a page without session leads to the login
  const type = answer.headers.get("content-type") ?? "";
  const content = type.includes("json") ? await answer.json() : type.includes("html") ? await answer.text() : {};
  if (answer.ok) return content;
  throw new Problem(answer.status, typeof content === "string" ? {} : content);
}

const login = () =>
  make("a", { class: "button tiny primary", href: `${path`/login`}?to=${encodeURIComponent("/")}`, target: "_blank", rel: "noopener" }, "In neuem Tab anmelden");

/** Sends a request and returns the answer's JSON (or HTML). Throws Problem for what the API refuses. With
 *  `patient: false` a lost connection is the caller's to handle. */
export async function send(method, target, body, { headers = {}, signal, patient = true } = {}) {
  for (let tries = 0; ; tries += 1) {
    try {
      const answer = await once(method, target, body, headers, signal);
      ["offline", "login"].forEach(over);
      return answer;
    } catch (error) {
      if (signal?.aborted) throw error;
      if (error instanceof Problem && error.status === 401) {
        session = undefined;
        if (tries === 0) continue; // the token of this page expired, the session has not
        await wait("login", "Ihre Anmeldung ist abgelaufen. Ihre Eingaben bleiben erhalten.", { events: ["focus"], action: login() });
      } else if (error instanceof TypeError && patient) {
        await wait("offline", "Keine Verbindung. Ihre Eingaben bleiben erhalten.", { events: ["online"], seconds: Math.min(30, 2 ** tries) });
      } else {
        throw error;
      }
    }
  }
}

/** The HTML of a page. */
export const pageText = (target) => send("GET", target, undefined, { headers: { Accept: "text/html" } });
