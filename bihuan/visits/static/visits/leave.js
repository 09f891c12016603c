// Signing out: the device forgets who used it. What waits stays, for that person alone.
import * as store from "./store.js";

const CHANNEL = "bihuan-visits"; // go.js listens in windows that are open beside this one

export async function leave() {
  await store.remove("people", "current");
  new BroadcastChannel(CHANNEL).postMessage("left");
}
