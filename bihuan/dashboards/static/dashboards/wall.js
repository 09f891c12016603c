// The pages of the wall turn, and each is made to fit.
import { fit } from "../kit/fitting.js";
import { turning } from "../kit/turning.js";

const wall = document.querySelector("[data-wall]");
const pages = [...wall.querySelectorAll("[data-wall-page]")];
const holds = (box) =>
  box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1;
function show(number) {
  for (const [at, page] of pages.entries()) page.toggleAttribute("data-shown", at === number);
  const boxes = [pages[number], ...pages[number].querySelectorAll(".scroll-x")];
  fit(() => boxes.every(holds));
}
wall.dataset.turning = "yes";
const { again } = turning(wall, () => pages.length, show);
addEventListener("resize", again);
document.fonts.ready.then(again);
