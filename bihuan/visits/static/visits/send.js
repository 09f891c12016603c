// Sending: announce the visit, send the photos the server misses, believe only what it confirms.
import * as store from "./store.js";

const API = "/api/visits";
const WORDS_MS = 30_000; // with one bar of signal an answer may never come
const PHOTO_MS = 180_000;

export class SignedOut extends Error {}
export class Lost extends Error {}
export class Refused extends Error {} // by the server, with a sentence
export class Fault extends Error {} // of the server's own

export function ready() {
  return ask(
    `${API}/ready`,
    { headers: { Accept: "application/json" }, cache: "no-store" },
    WORDS_MS,
  );
}

export async function send(visit, csrf, tell) {
  const headers = { "X-CSRFToken": csrf, Accept: "application/json" };
  let report = await ask(
    API,
    {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json" },
      body: JSON.stringify({ device_id: visit.device_id, ...visit.said }),
    },
    WORDS_MS,
  );
  for (const sha256 of report.missing) {
    tell(report.received.length);
    const photo = await store.get("photos", `${visit.device_id} ${sha256}`);
    if (!photo) throw new Lost();
    report = await ask(
      `${API}/${report.id}/photos/${sha256}`,
      {
        method: "PUT",
        headers: { ...headers, "Content-Type": "application/octet-stream" },
        body: photo.bytes,
      },
      PHOTO_MS,
    );
  }
  if (report.missing.length) throw new Refused(String(report.missing.length));
  await store.finish({ ...visit, sent_at: new Date().toISOString(), report, trouble: "" });
}

// What is no answer at all (no network, a time-out) is thrown as it is.
async function ask(address, options, patience) {
  const answer = await fetch(address, { ...options, signal: AbortSignal.timeout?.(patience) });
  if (answer.status === 401) throw new SignedOut();
  if (answer.status >= 500) throw new Fault();
  if (!answer.ok) throw new Refused(await sentence(answer));
  return answer.json();
}

async function sentence(answer) {
  try {
    const told = await answer.json();
    if (told.detail)
      return told.detail.map((fault) => `${fault.loc.join(".")}: ${fault.msg}`).join("; ");
    return told.message || String(answer.status);
  } catch {
    return String(answer.status);
  }
}
