// One file to the bucket by a presigned POST, with its progress. A lost connection is waited for.
import { over, wait } from "./notices.js";

const REASONS = {
  EntityTooLarge: "Das Foto ist zu groß.",
  EntityTooSmall: "Die Datei ist leer.",
  AccessDenied: "Der Speicher nimmt das Foto nicht an: Größe oder Format passen nicht, oder es ist zu viel Zeit vergangen.",
};
const OTHERWISE = "Der Speicher hat das Foto nicht angenommen. Bitte versuchen Sie es noch einmal.";

function attempt({ url, fields }, file, progressed) {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", file); // the last field: S3 ignores what follows it
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.upload.onprogress = ({ loaded, total }) => progressed(total ? loaded / total : 0);
    request.onload = () => resolve(request);
    request.onerror = () => reject(new TypeError("connection lost"));
    request.send(form);
  });
}

/** Uploads a file. Returns "" or the reason why it was refused. */
export async function post(target, file, progressed) {
  for (let tries = 0; ; tries += 1) {
    try {
      const request = await attempt(target, file, progressed);
      over("offline");
      if (request.status < 300) return "";
      const code = request.responseText.match(/<Code>(\w+)<\/Code>/)?.[1];
      return REASONS[code] ?? OTHERWISE;
    } catch {
      if (navigator.onLine && tries >= 2) {
        over("offline");
        return OTHERWISE;
      }
      await wait("offline", "Keine Verbindung. Das Hochladen geht weiter, sobald sie wieder da ist.", { events: ["online"], seconds: 2 ** Math.min(tries, 4) });
    }
  }
}
