"use strict";
// The page on site: it writes to the device first, and sends when there is a network.
import { prepare } from "./photos.js";
import { Lost, SignedOut, ready, send } from "./send.js";
import * as store from "./store.js";

const words = JSON.parse(document.getElementById("words").textContent);
const form = document.getElementById("visit");
const at = (id) => document.getElementById(id);
const CURRENT = "current";
const MOST_PHOTOS = 20;
const LOCK = "bihuan-visits"; // one page at a time sends or takes back, whatever is open beside it
let person = null; // who uses the device: { id: "current", user_id, user, sites, types, … }
let csrf = "";
let photos = []; // of the draft: { sha256, size, name, bytes }
let place = null;
let device_id = crypto.randomUUID();
let keeping = false;
let visited_at = ""; // of a visit taken back: it was made then, not now

start();

async function start() {
  if ("serviceWorker" in navigator) await navigator.serviceWorker.register("/visits/worker.js", { scope: "/visits/" });
  person = (await store.get("people", CURRENT)) || null;
  await meet();
  form.addEventListener("input", () => keepDraft());
  form.addEventListener("submit", (event) => { event.preventDefault(); keepOnce(); });
  at("photos").addEventListener("change", (event) => addPhotos(event.target));
  at("add-finding").addEventListener("click", () => { addFinding(); keepDraft(); });
  at("locate").addEventListener("click", locate);
  at("send").addEventListener("click", () => meet());
  at("filter").addEventListener("input", fillSites);
  window.addEventListener("online", () => meet());
  window.addEventListener("offline", () => tell("offline"));
  const kept = navigator.storage && (await navigator.storage.persist().catch(() => false));
  at("kept").textContent = kept ? words.safe : words.may_clear;
  document.body.dataset.ready = "1";
}

// Find out who is signed in, take what is needed for work without a network, and send what waits.
async function meet() {
  try {
    const told = await ready();
    csrf = told.csrf;
    const stranger = !person || person.user_id !== told.user_id;
    person = { ...told, id: CURRENT, csrf: "" };
    await store.put("people", person);
    if (stranger) clear();
    tell("online", person.user);
    await sendAll();
  } catch (error) {
    csrf = "";
    if (error instanceof SignedOut) {
      person = null;
      await store.remove("people", CURRENT);
      tell("signed_out");
    } else {
      tell(person ? "offline" : "never");
    }
  }
  form.hidden = !person;
  if (person && !document.body.dataset.filled) await fill();
  await list();
}

function tell(word, more = "") {
  at("status").textContent = [words[word], more].filter(Boolean).join(" · ");
  at("status").dataset.kind = word === "online" ? "good" : "warn";
  at("sign-in").hidden = word !== "signed_out";
}

async function fill() {
  document.body.dataset.filled = person.user_id;
  fillSites();
  at("colour-field").hidden = !person.may_inspect;
  const draft = await store.get("drafts", person.user_id);
  if (!draft || (await store.get("visits", draft.device_id))) return; // kept while it was being written
  device_id = draft.device_id;
  photos = draft.photos;
  place = draft.place;
  visited_at = draft.visited_at || "";
  form.elements.project_id.value = draft.project_id;
  form.elements.notes.value = draft.notes;
  form.elements.colour.value = draft.colour;
  for (const finding of draft.findings) addFinding(finding);
  showPhotos();
  showPlace();
}

function fillSites() {
  const chosen = form.elements.project_id.value;
  const sought = at("filter").value.trim();
  const found = person.sites.filter((site) => site.name.includes(sought) || String(site.id) === chosen);
  found.sort((one, other) => other.planned - one.planned);
  form.elements.project_id.replaceChildren(
    new Option("—", ""),
    ...found.map((site) => new Option(site.planned ? `${site.name} · ${words.planned}` : site.name, site.id)),
  );
  form.elements.project_id.value = chosen;
}

function addFinding(finding = null) {
  const row = at("finding").content.firstElementChild.cloneNode(true);
  const [title, type, severity] = row.querySelectorAll("[name]");
  type.replaceChildren(...person.types.map((each) => new Option(each.label, each.code)));
  severity.replaceChildren(...person.severities.map((each) => new Option(each.label, each.code)));
  if (finding) [title.value, type.value, severity.value] = [finding.title, finding.type_code, finding.severity];
  row.querySelector("button").addEventListener("click", () => { row.remove(); keepDraft(); });
  at("findings").append(row);
}

async function addPhotos(input) {
  complain("");
  for (const file of input.files) {
    const photo = photos.length < MOST_PHOTOS ? await prepare(file) : null;
    if (!photo) complain(`${file.name}: ${photos.length < MOST_PHOTOS ? words.no_picture : words.most_photos}`);
    else if (!photos.some((each) => each.sha256 === photo.sha256)) photos.push(photo);
  }
  input.value = "";
  showPhotos();
  await keepDraft();
}

function showPhotos() {
  at("photo-list").replaceChildren(...photos.map((photo) => {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: words.remove });
    button.addEventListener("click", () => { photos = photos.filter((each) => each !== photo); showPhotos(); keepDraft(); });
    item.append(`${photo.name} · ${Math.ceil(photo.size / 1024)} KB `, button);
    return item;
  }));
}

function locate() {
  if (!navigator.geolocation) { at("place").textContent = words.no_place; return; }
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      place = { longitude: coords.longitude.toFixed(6), latitude: coords.latitude.toFixed(6), accuracy_m: Math.round(coords.accuracy) };
      showPlace();
      keepDraft();
    },
    () => { at("place").textContent = words.no_place; },
    { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
  );
}

function showPlace() {
  if (!place) { at("place").textContent = ""; return; }
  const site = person.sites.find((each) => String(each.id) === form.elements.project_id.value);
  const away = site && site.longitude !== null ? distance(place, site) : null;
  const said = away === null ? words.unknown : `${away} ${words.metres}`;
  const far = away !== null && away - place.accuracy_m > person.off_site_m;
  at("place").textContent = `${place.latitude}, ${place.longitude} (±${place.accuracy_m} m) · ${said}${far ? ` · ${words.away}` : ""}`;
}

function distance(here, site) {
  const rad = (degrees) => (Number(degrees) * Math.PI) / 180;
  const half = Math.sin(rad(site.latitude - here.latitude) / 2) ** 2
    + Math.cos(rad(here.latitude)) * Math.cos(rad(site.latitude)) * Math.sin(rad(site.longitude - here.longitude) / 2) ** 2;
  return Math.round(2 * 6371008.8 * Math.asin(Math.sqrt(Math.min(half, 1))));
}

function said() {
  const findings = [...at("findings").children].map((row) => {
    const [title, type, severity] = row.querySelectorAll("[name]");
    return { title: title.value.trim(), type_code: type.value, severity: severity.value };
  });
  return {
    project_id: Number(form.elements.project_id.value) || null,
    notes: form.elements.notes.value,
    colour: person.may_inspect ? form.elements.colour.value : "",
    findings,
  };
}

async function keepDraft() {
  if (!person) return;
  await store.put("drafts", { ...said(), user: person.user_id, device_id, photos, place, visited_at });
  showPlace();
}

async function keepOnce() {
  if (keeping) return;
  keeping = true;
  await keepVisit().finally(() => { keeping = false; });
}

async function keepVisit() {
  const now = said();
  now.findings = now.findings.filter((finding) => finding.title);
  if (!now.project_id) return complain(words.choose);
  if (!now.notes.trim() && !now.findings.length && !photos.length) return complain(words.empty);
  const site = person.sites.find((each) => each.id === now.project_id);
  for (const photo of photos) await store.put("photos", { key: `${device_id} ${photo.sha256}`, bytes: photo.bytes });
  await store.queue({
    device_id, user: person.user_id, project: site ? site.name : "", kept_at: new Date().toISOString(), sent_at: "", trouble: "",
    said: {
      ...now, ...(place || {}), visited_at: visited_at || new Date().toISOString(),
      parts: photos.map(({ sha256, original, size, name }) => ({ sha256, original, size, name })),
    },
  }, person.user_id);
  clear();
  complain("");
  at("status").textContent = words.kept;
  await meet();
}

function complain(sentence) {
  at("complaint").textContent = sentence;
  at("complaint").hidden = !sentence;
}

function clear() {
  form.reset();
  photos = [];
  place = null;
  visited_at = "";
  device_id = crypto.randomUUID();
  at("findings").replaceChildren();
  delete document.body.dataset.filled;
  showPhotos();
  at("place").textContent = "";
}

function sendAll() {
  return person && csrf ? navigator.locks.request(LOCK, sendWaiting) : null;
}

async function sendWaiting() {
  const waiting = (await store.all("visits")).filter((visit) => !visit.sent_at && visit.user === person.user_id);
  for (const visit of waiting) {
    at("status").textContent = words.sending;
    try {
      await send(visit, csrf);
    } catch (error) {
      if (error instanceof SignedOut) throw error;
      const trouble = error instanceof Lost ? words.lost : error.message;
      await store.put("visits", { ...visit, trouble: error instanceof TypeError ? "" : trouble });
      if (error instanceof TypeError) break; // the network is gone
    }
  }
  tell("online", person.user);
}

// Take a visit back that the server refused: it is changed and kept again, under the same number.
async function takeBack(visit) {
  const now = said();
  if (now.project_id || now.notes.trim() || photos.length || now.findings.some((each) => each.title)) return complain(words.busy);
  await navigator.locks.request(LOCK, async () => {
    const kept = await store.get("visits", visit.device_id);
    if (kept && !kept.sent_at) await store.takeBack(kept, await draftOf(kept));
  });
  clear();
  await fill();
  await list();
  form.scrollIntoView();
}

async function draftOf({ device_id: number, user, said: was }) {
  const bytes = await Promise.all(was.parts.map((part) => store.get("photos", `${number} ${part.sha256}`)));
  return {
    user, device_id: number, project_id: was.project_id, notes: was.notes, colour: was.colour, findings: was.findings,
    photos: was.parts.flatMap((part, n) => (bytes[n] ? [{ ...part, bytes: bytes[n].bytes }] : [])),
    place: was.longitude ? { longitude: was.longitude, latitude: was.latitude, accuracy_m: was.accuracy_m } : null,
    visited_at: new Date(was.visited_at) > new Date() ? "" : was.visited_at,
  };
}

async function list() {
  const visits = await store.all("visits");
  const own = person ? visits.filter((visit) => visit.user === person.user_id) : [];
  const others = visits.some((visit) => !visit.sent_at && !(person && visit.user === person.user_id));
  at("others").hidden = !others;
  own.sort((one, other) => other.kept_at.localeCompare(one.kept_at));
  show("waiting-list", own.filter((visit) => !visit.sent_at));
  show("sent-list", own.filter((visit) => visit.sent_at));
}

const moment = (text) => new Date(text).toLocaleString(document.documentElement.lang);

function change(visit) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link-button", textContent: words.change });
  button.addEventListener("click", () => takeBack(visit));
  return button;
}

function show(id, visits) {
  const items = visits.map((visit) => {
    const item = document.createElement("li");
    const counts = `${words.photos} ${visit.said.parts.length} · ${words.findings} ${visit.said.findings.length}`;
    const outcome = visit.sent_at
      ? [visit.report.state === "double" ? words.double : words.sent, moment(visit.sent_at), visit.report.matters.join(", ")]
      : [words.failed, visit.trouble];
    item.append(Object.assign(document.createElement("strong"), { textContent: visit.project }), ` ${moment(visit.kept_at)} · ${counts} · ${outcome.filter(Boolean).join(" · ")}`);
    if (visit.trouble) item.append(" ", change(visit));
    return item;
  });
  if (!items.length) items.push(Object.assign(document.createElement("li"), { className: "muted", textContent: words.nothing }));
  at(id).replaceChildren(...items);
}
