// The page on site: it writes to the device first, and sends when there is a network.
import * as draft from "./draft.js";
import { list } from "./lists.js";
import { at, complain, tell, words } from "./page.js";
import { Fault, Lost, Refused, ready, SignedOut, send } from "./send.js";
import * as store from "./store.js";

const form = at("visit");
const CURRENT = "current";
const LOCK = "bihuan-visits"; // one page at a time sends or takes back, whatever is open beside it
const CHANNEL = "bihuan-visits"; // leave.js tells that somebody signed out in another window
const AGAIN_MS = 60_000;
const CLOCK_MAY_DIFFER_MS = 5 * 60_000;
let person = null; // who uses the device: { id: "current", user_id, user, sites, types, … }
let csrf = "";
let keeping = false;

if (window.isSecureContext) start();
else {
  tell("insecure");
  at("online-form").hidden = false;
}

async function start() {
  if ("serviceWorker" in navigator)
    await navigator.serviceWorker
      .register("/visits/worker.js", { scope: "/visits/" })
      .catch(() => null);
  draft.wire();
  await meet();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keepOnce();
  });
  at("send").addEventListener("click", () => meet());
  window.addEventListener("online", () => meet());
  window.addEventListener("offline", () => tell("offline"));
  new BroadcastChannel(CHANNEL).addEventListener("message", () => fall(new SignedOut()).then(show));
  setInterval(sendWhatWaits, AGAIN_MS);
  const kept = navigator.storage && (await navigator.storage.persist().catch(() => false));
  at("kept").textContent = kept ? words.safe : words.may_clear;
  document.body.dataset.ready = "1";
}

// Find out who is signed in, take what is needed for work without a network, and send what waits.
async function meet() {
  try {
    const told = await ready();
    csrf = told.csrf;
    person = { ...told, id: CURRENT, csrf: "" };
    await store.put("people", person);
    at("clock").hidden = Math.abs(Date.now() - Date.parse(told.now)) <= CLOCK_MAY_DIFFER_MS;
    tell("online", person.user);
  } catch (error) {
    await fall(error);
  }
  await show();
  if (csrf) navigator.locks.request(LOCK, sendWaiting);
}

// Without a network whoever was signed in last goes on; signed out, nothing is shown until sign-in.
async function fall(error) {
  csrf = "";
  const told = error instanceof SignedOut || error instanceof Refused;
  person = told ? null : (await store.get("people", CURRENT)) || null;
  if (error instanceof SignedOut) tell("signed_out");
  else if (error instanceof Refused) tell(error.message);
  else tell(person ? "offline" : "never");
}

async function show() {
  form.hidden = !person;
  if (person) await draft.use(person);
  else draft.leave();
  await list(person, takeBack);
}

async function keepOnce() {
  if (keeping) return;
  keeping = true;
  const kept = await draft.keep().finally(() => {
    keeping = false;
  });
  if (!kept) return;
  tell("kept");
  await list(person, takeBack);
  await meet();
}

function sendWhatWaits() {
  if (document.visibilityState === "visible" && at("waiting-list").querySelector("strong")) meet();
}

async function sendWaiting() {
  if (!person || !csrf) return;
  const { user_id } = person;
  const same = () => person?.user_id === user_id; // a sending may outlast who began it
  const waiting = (await store.all("visits")).filter(
    (visit) => !visit.sent_at && visit.user === user_id,
  );
  for (const visit of waiting) {
    if (!same()) return;
    try {
      await send(visit, csrf, (done) => {
        if (same()) tell("sending", `${visit.project} ${done}/${visit.said.parts.length}`);
      });
    } catch (error) {
      const trouble = same() ? troubleOf(error) : "";
      await store.put("visits", { ...visit, trouble });
      if (!trouble) {
        // signed out, or the network is gone
        if (same()) await fall(error);
        return show();
      }
    }
    await list(person, takeBack);
  }
  if (same()) tell("online", person.user);
}

function troubleOf(error) {
  if (error instanceof Lost) return words.lost;
  if (error instanceof Fault) return words.fault;
  return error instanceof Refused ? error.message : "";
}

// Take a visit back that the server refused: it is changed and kept again, under the same number.
async function takeBack(visit) {
  if (!draft.isEmpty()) return complain(words.busy);
  await navigator.locks.request(LOCK, async () => {
    const kept = await store.get("visits", visit.device_id);
    if (kept && !kept.sent_at) await draft.takeBack(kept);
  });
  await list(person, takeBack);
}
