// What the device keeps: who uses it, drafts, visits waiting or sent, and their photos.
const NAME = "bihuan-visits";
const STORES = { people: "id", drafts: "user", visits: "device_id", photos: "key" };

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const [name, key] of Object.entries(STORES))
        asked.result.createObjectStore(name, { keyPath: key });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function run(names, mode, work) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(names, mode);
      let answer;
      transaction.oncomplete = () => resolve(answer && "result" in answer ? answer.result : answer);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
      answer = work(...names.map((name) => transaction.objectStore(name)));
    });
  } finally {
    database.close();
  }
}

export const put = (name, thing) => run([name], "readwrite", (store) => store.put(thing));
export const get = (name, key) => run([name], "readonly", (store) => store.get(key));
export const all = (name) => run([name], "readonly", (store) => store.getAll());
export const has = (name, key) => run([name], "readonly", (store) => store.count(key));
export const remove = (name, key) => run([name], "readwrite", (store) => store.delete(key));

// Turn a draft into a waiting visit in one step: the device may die before or after, not between.
export function queue(visit, user) {
  return run(["visits", "drafts"], "readwrite", (visits, drafts) => {
    visits.put(visit);
    drafts.delete(user);
  });
}

// Turn a waiting visit back into a draft, in one step.
export function takeBack(number, draft) {
  return run(["visits", "drafts"], "readwrite", (visits, drafts) => {
    drafts.put(draft);
    visits.delete(number);
  });
}

// Give up a draft with its photos.
export function discard(user, keys) {
  return run(["drafts", "photos"], "readwrite", (drafts, photos) => {
    drafts.delete(user);
    for (const key of keys) photos.delete(key);
  });
}

// Mark a visit as sent once the server holds every part; only then its photos leave the device.
export function finish(visit) {
  return run(["visits", "photos"], "readwrite", (visits, photos) => {
    visits.put(visit);
    for (const part of visit.said.parts) photos.delete(`${visit.device_id} ${part.sha256}`);
  });
}
