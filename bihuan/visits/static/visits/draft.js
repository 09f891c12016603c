// The visit being written. Every word and photo goes to the device's own store at once.
import { at, complain, linkButton, words } from "./page.js";
import { prepare } from "./photos.js";
import * as place from "./place.js";
import * as store from "./store.js";

const form = at("visit");
const MOST_PHOTOS = 20;
let person = null; // who writes: { user_id, user, sites, types, … }
let filled = null; // for whom the form was filled
let photos = []; // { sha256, original, size, name }; their content is in the store
let device_id = "";
let visited_at = ""; // of a visit taken back: it was made then, not now

export function wire() {
  form.addEventListener("input", keepDraft);
  at("photos").addEventListener("change", (event) => addPhotos(event.target));
  at("add-finding").addEventListener("click", () => {
    addFinding();
    keepDraft();
  });
  at("locate").addEventListener("click", () => place.locate(keepDraft));
  at("discard").addEventListener("click", () => {
    if (window.confirm(words.discard_sure)) discard();
  });
  at("filter").addEventListener("input", fillSites);
}

// The form is for this person now: what another one wrote leaves the screen, not the device.
export async function use(who) {
  person = who;
  at("colour-field").hidden = !person.may_inspect;
  if (filled !== person.user_id) await fill();
  fillSites();
}

export function leave() {
  person = null;
}

async function fill() {
  clear();
  filled = person.user_id;
  const draft = await store.get("drafts", person.user_id);
  if (!draft || (await store.get("visits", draft.device_id))) return; // kept while it was being written
  device_id = draft.device_id;
  photos = [];
  for (const photo of draft.photos) if (await store.has("photos", key(photo))) photos.push(photo);
  place.set(draft.place);
  visited_at = draft.visited_at || "";
  fillSites(draft.project_id);
  form.elements.notes.value = draft.notes;
  form.elements.colour.value = draft.colour;
  for (const finding of draft.findings) addFinding(finding);
  showPhotos();
}

function fillSites(project = null) {
  const chosen = typeof project === "number" ? String(project) : form.elements.project_id.value;
  const sought = at("filter").value.trim();
  const found = person.sites.filter(
    (site) => site.name.includes(sought) || String(site.id) === chosen,
  );
  found.sort((one, other) => other.planned - one.planned);
  form.elements.project_id.replaceChildren(
    new Option("—", ""),
    ...found.map(
      (site) => new Option(site.planned ? `${site.name} · ${words.planned}` : site.name, site.id),
    ),
  );
  form.elements.project_id.value = chosen;
  showPlace();
}

const site = () => person.sites.find((each) => String(each.id) === form.elements.project_id.value);
const showPlace = () => place.show(site(), person.off_site_m);
const key = (photo) => `${device_id} ${photo.sha256}`;

function addFinding(finding = null) {
  const row = at("finding").content.firstElementChild.cloneNode(true);
  const [title, type, severity] = row.querySelectorAll("[name]");
  type.replaceChildren(...person.types.map((each) => new Option(each.label, each.code)));
  severity.replaceChildren(...person.severities.map((each) => new Option(each.label, each.code)));
  if (finding)
    [title.value, type.value, severity.value] = [
      finding.title,
      finding.type_code,
      finding.severity,
    ];
  row.querySelector("button").addEventListener("click", () => {
    row.remove();
    keepDraft();
  });
  at("findings").append(row);
}

async function addPhotos(input) {
  const [bad, over] = [[], []];
  complain("");
  for (const file of [...input.files]) {
    if (photos.length >= MOST_PHOTOS) {
      over.push(file.name);
      continue;
    }
    const photo = await prepare(file);
    if (!photo)
      bad.push(`${file.name}: ${/\.hei[cf]$/i.test(file.name) ? words.heic : words.no_picture}`);
    else if (!photos.some((each) => each.sha256 === photo.sha256)) await addPhoto(photo);
  }
  input.value = "";
  const left = over.length ? `${words.most_photos} ${words.left_out} ${over.join(", ")}` : "";
  if (bad.length || left) complain(...bad, left);
}

async function addPhoto({ bytes, ...photo }) {
  try {
    await store.put("photos", { key: key(photo), bytes });
  } catch {
    return complain(words.full);
  }
  photos.push(photo);
  showPhotos();
  return keepDraft();
}

function showPhotos() {
  at("photo-list").replaceChildren(
    ...photos.map((photo) => {
      const item = document.createElement("li");
      item.append(
        `${photo.name} · ${Math.ceil(photo.size / 1024)} KB `,
        linkButton(words.remove, () => dropPhoto(photo)),
      );
      return item;
    }),
  );
}

async function dropPhoto(photo) {
  photos = photos.filter((each) => each !== photo);
  showPhotos();
  await keepDraft();
  await store.remove("photos", key(photo));
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
  showPlace();
  const draft = {
    ...said(),
    user: person.user_id,
    device_id,
    photos,
    place: place.get(),
    visited_at,
  };
  await store.put("drafts", draft).catch(() => complain(words.full));
}

// Turn what is written into a visit that waits to be sent; false if something is missing still.
export async function keep() {
  const now = said();
  now.findings = now.findings.filter((finding) => finding.title);
  const missing = !now.project_id
    ? words.choose
    : !now.notes.trim() && !now.findings.length && !photos.length
      ? words.empty
      : "";
  complain(missing);
  if (missing) return false;
  const visit = {
    device_id,
    user: person.user_id,
    project: site()?.name ?? "",
    kept_at: new Date().toISOString(),
    sent_at: "",
    trouble: "",
    said: {
      ...now,
      ...(place.get() || {}),
      visited_at: visited_at || new Date().toISOString(),
      parts: photos,
    },
  };
  try {
    await store.queue(visit, person.user_id);
  } catch {
    complain(words.full);
    return false;
  }
  clear();
  return true;
}

export function isEmpty() {
  const now = said();
  return !(
    now.project_id ||
    now.notes.trim() ||
    photos.length ||
    now.findings.some((each) => each.title)
  );
}

// A visit that the server refused becomes the draft again, under the same number; its photos stay.
export async function takeBack({ device_id: number, user, said: was }) {
  await store.takeBack(number, {
    user,
    device_id: number,
    project_id: was.project_id,
    notes: was.notes,
    colour: was.colour,
    findings: was.findings,
    photos: was.parts,
    place: was.longitude
      ? { longitude: was.longitude, latitude: was.latitude, accuracy_m: was.accuracy_m }
      : null,
    visited_at: new Date(was.visited_at) > new Date() ? "" : was.visited_at,
  });
  await fill();
  fillSites();
  form.scrollIntoView();
}

async function discard() {
  await store.discard(person.user_id, photos.map(key));
  clear();
}

function clear() {
  form.reset();
  photos = [];
  place.set(null);
  visited_at = "";
  device_id = crypto.randomUUID();
  at("findings").replaceChildren();
  showPhotos();
  complain("");
}
