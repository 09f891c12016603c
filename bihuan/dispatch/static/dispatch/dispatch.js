"use strict";
// Keys of the meeting's page: Ctrl+Enter sends the form one is in, Alt+arrows go to the next item,
// Alt+J and Alt+K go to the conclusion and the decision. Each has a button or a field as well.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (!event.altKey) return;
  const link = { ArrowLeft: "[data-previous]", ArrowRight: "[data-next]" }[event.key];
  const field = { KeyJ: "#id_conclusion", KeyK: "#decision_text" }[event.code];
  const found = (link || field) && document.querySelector(link || field);
  if (!found) return;
  event.preventDefault();
  if (link) found.click();
  else found.focus();
});
