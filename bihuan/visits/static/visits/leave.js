"use strict";
// Signing out: the device forgets who used it. What waits stays, for that person alone.
import * as store from "./store.js";

export const leave = () => store.remove("people", "current");
