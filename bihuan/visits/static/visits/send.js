"use strict";
// Sending: announce the visit, send the photos the server misses, believe only what it confirms.
import * as store from "./store.js";

const API = "/api/visits";

export class SignedOut extends Error {}
export class Lost extends Error {}

export async function ready() {
  const answer = await fetch(`${API}/ready`, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (answer.status === 401) throw new SignedOut();
  if (!answer.ok) throw new Error(await sentence(answer));
  return answer.json();
}

export async function send(visit, csrf) {
  const headers = { "X-CSRFToken": csrf, Accept: "application/json" };
  let report = await ask(API, {
    method: "POST", headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify({ device_id: visit.device_id, ...visit.said }),
  });
  for (const sha256 of report.missing) {
    const photo = await store.get("photos", `${visit.device_id} ${sha256}`);
    if (!photo) throw new Lost();
    report = await ask(`${API}/${report.id}/photos/${sha256}`, {
      method: "PUT", headers: { ...headers, "Content-Type": "application/octet-stream" }, body: photo.bytes,
    });
  }
  if (report.missing.length) throw new Error(String(report.missing.length));
  await store.finish({ ...visit, sent_at: new Date().toISOString(), report, trouble: "" });
}

async function ask(address, options) {
  const answer = await fetch(address, options);
  if (answer.status === 401) throw new SignedOut();
  if (!answer.ok) throw new Error(await sentence(answer));
  return answer.json();
}

async function sentence(answer) {
  try {
    const told = await answer.json();
    if (told.message) return told.message;
    if (Array.isArray(told.detail)) return told.detail.map((fault) => `${fault.loc.join(".")}: ${fault.msg}`).join("; ");
    return told.detail || String(answer.status);
  } catch {
    return String(answer.status);
  }
}
