// One item of the agenda on the screen of the room: nothing of it has to be scrolled to.
import { fit } from "../kit/fitting.js";

const wide = matchMedia("(min-width: 60rem)");
const again = () => {
  if (wide.matches) fit(() => document.documentElement.scrollHeight <= innerHeight);
};
addEventListener("resize", again);
addEventListener("load", again);
document.fonts.ready.then(again);
