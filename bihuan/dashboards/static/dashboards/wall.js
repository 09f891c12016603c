// The pages of the wall turn by themselves, by arrow keys and by the controls, and can be stopped.
// A page that says more than the screen holds is made smaller until nothing is cut.
const SECONDS = 20,
  SMALLER = 0.03,
  SMALLEST = 0.4;
const wall = document.querySelector("[data-wall]");
const pages = [...wall.querySelectorAll("[data-wall-page]")];
const place = wall.querySelector("[data-wall-place]");
const pause = wall.querySelector("[data-pause]");
let shown = 0,
  passed = 0,
  stays = matchMedia("(prefers-reduced-motion: reduce)").matches;
function show(number) {
  shown = (number + pages.length) % pages.length;
  passed = 0;
  for (const [at, page] of pages.entries()) page.toggleAttribute("data-shown", at === shown);
  place.textContent = `${shown + 1} / ${pages.length}`;
  fit();
}
const holds = (box) =>
  box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1;
function fit() {
  const page = pages[shown],
    root = document.documentElement.style;
  const boxes = [page, ...page.querySelectorAll(".scroll-x")];
  for (let size = 1; size >= SMALLEST; size -= SMALLER) {
    root.setProperty("--wall-fit", size.toFixed(2));
    if (boxes.every(holds)) return;
  }
}
function stay(how) {
  stays = how;
  pause.setAttribute("aria-pressed", String(stays));
}
wall.addEventListener("click", (event) => {
  const turn = event.target.closest("[data-turn]");
  if (turn) show(shown + Number(turn.dataset.turn));
  if (event.target.closest("[data-pause]")) stay(!stays);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "ArrowRight") show(shown + 1);
  if (event.key === "ArrowLeft") show(shown - 1);
});
addEventListener("resize", fit);
document.fonts.ready.then(fit);
setInterval(() => {
  passed += 1;
  if (!stays && passed >= SECONDS) show(shown + 1);
}, 1000);
wall.dataset.turning = "yes";
wall.querySelector("[data-wall-only]").hidden = false;
stay(stays);
show(0);
