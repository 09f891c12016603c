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
