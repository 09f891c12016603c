"use strict";
// Keys of the meeting's page. In a form: Ctrl+Enter sends it, Escape leaves the field. Outside, D and
// C go to the decision and the conclusion; the keys of links stand on them. Each has a button or a
// field as well, and none is one that browsers take for themselves.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (event.key === "Escape") return event.target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  const field = { c: "#id_conclusion", d: "#decision_text" }[event.key.toLowerCase()];
  const found = field && document.querySelector(field);
  if (!found) return;
  event.preventDefault();
  found.focus();
});
// Items are ticked all or none at once, by their light, or by their numbers; those that are settled
// stay as they are.
const ticks = document.querySelector("[data-ticks]");
if (ticks) {
  const boxes = [...document.querySelectorAll('input[type=checkbox][name="items"]')];
  const told = ticks.querySelector("[data-ticked]");
  const count = () => {
    const number = boxes.filter((box) => box.checked).length;
    told.textContent = told.dataset.ticked.replace("{}", number);
  };
  const tick = (wanted) => {
    for (const box of boxes) if (!("settled" in box.dataset)) box.checked = wanted(box.dataset);
    count();
  };
  const named = (text) => {
    const parts = [...text.matchAll(/(\d+)(?:\s*[-–—~至到]\s*(\d+))?/g)];
    return parts.map(([, first, last]) => [Number(first), Number(last ?? first)]);
  };
  ticks.hidden = false;
  ticks.addEventListener("click", ({ target }) => {
    const wanted = target.closest("[data-tick]")?.dataset.tick;
    if (wanted) tick(({ light }) => wanted === "all" || light === wanted);
  });
  ticks.addEventListener("input", ({ target }) => {
    const spans = named(target.value);
    tick(({ place }) => spans.some(([first, last]) => first <= place && place <= last));
  });
  document.addEventListener("change", count);
  document.addEventListener("click", (event) => event.target.closest("[data-tick-all]") && count());
  count();
}
// What was typed in the meeting and is not noted yet is asked about before another form is sent or a
// link is followed; a form that came back refused counts as typed.
const unnoted = () =>
  [...document.querySelectorAll("form[data-noted]")].find(
    (form) =>
      "refused" in form.dataset ||
      [...form.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue),
  );
const asksFirst = (event, target) => {
  const form = unnoted();
  if (!form || form === target || target.target === "_blank") return;
  if (confirm(form.dataset.noted)) return;
  event.preventDefault();
  event.stopPropagation();
  form.querySelector("textarea")?.focus();
};
document.addEventListener("submit", (event) => asksFirst(event, event.target), true);
document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.("a[href]");
    if (link) asksFirst(event, link);
  },
  true,
);
