// What a wall shows by turns: it turns by itself, by arrow keys and by the controls of `root`, and
// can be stopped. `count()` is how many pages there are now, `show(number)` shows one.
const SECONDS = 20;

export function turning(root, count, show) {
  const place = root.querySelector("[data-wall-place]");
  const pause = root.querySelector("[data-pause]");
  let shown = 0,
    passed = 0,
    stays = matchMedia("(prefers-reduced-motion: reduce)").matches;
  function turnTo(number) {
    const all = count();
    shown = (number + all) % all;
    passed = 0;
    place.textContent = `${shown + 1} / ${all}`;
    show(shown);
  }
  function stay(how) {
    stays = how;
    pause.setAttribute("aria-pressed", String(stays));
  }
  root.addEventListener("click", (event) => {
    const turn = event.target.closest("[data-turn]");
    if (turn) turnTo(shown + Number(turn.dataset.turn));
    if (event.target.closest("[data-pause]")) stay(!stays);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") turnTo(shown + 1);
    if (event.key === "ArrowLeft") turnTo(shown - 1);
  });
  setInterval(() => {
    passed += 1;
    if (!stays && passed >= SECONDS) turnTo(shown + 1);
  }, 1000);
  root.querySelector("[data-wall-only]").hidden = false;
  stay(stays);
  turnTo(0);
  return { again: () => turnTo(Math.min(shown, count() - 1)) };
}
