// On a phone a table that is many screens long shows what two screens hold, and the rest when asked.
// Sums stay in sight, and so do rows with a fault or that the address names.
(() => {
  const SCREENS = 4,
    SHOWN = 2;
  const narrow = matchMedia("(max-width: 46rem)");
  const main = document.getElementById("main");
  const stays = (row) => row.matches(".total, :has([aria-invalid], :target), :target");
  const opened = new WeakSet(); // by hand: these stay open
  const isFolded = (table) => table.querySelector(".beyond") !== null;
  const unfold = (table) => {
    for (const row of table.querySelectorAll(".beyond")) row.classList.remove("beyond");
    table.parentElement.querySelector(":scope > .show-rest")?.remove();
  };
  function fold(table) {
    if (opened.has(table) || isFolded(table)) return;
    if (!innerHeight || table.offsetHeight < SCREENS * innerHeight) return;
    const end = table.getBoundingClientRect().top + SHOWN * innerHeight;
    const rest = [...table.querySelectorAll("tbody > tr")].filter(
      (row) => !stays(row) && row.getBoundingClientRect().top > end,
    );
    for (const row of rest) row.classList.add("beyond");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button show-rest" });
    button.textContent = main.dataset.showRest.replace("{}", rest.length);
    button.addEventListener("click", () => {
      opened.add(table);
      unfold(table);
      rest[0].querySelector("a, button, input")?.focus({ preventScroll: true });
    });
    table.after(button);
  }
  function foldAll() {
    for (const table of main.querySelectorAll("table")) {
      if (narrow.matches) fold(table);
      else if (isFolded(table)) unfold(table);
    }
  }
  foldAll();
  narrow.addEventListener("change", foldAll);
  document.addEventListener("htmx:afterSettle", foldAll);
  document.addEventListener("toggle", foldAll, true);
  addEventListener("hashchange", () => {
    const target = document.querySelector(":target");
    if (target?.matches("details[data-fold]")) target.open = true;
    const table = target?.closest("table");
    if (table) {
      opened.add(table);
      unfold(table);
    }
  });
})();
