"use strict";
// What pages do better with script; each works without it.
document.addEventListener("change", (event) => {
  const field = event.target.closest("[data-submit]");
  if (field) field.form.requestSubmit();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-print]");
  if (button) window.print();
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    const from = document.getElementById(copy.dataset.copy);
    from.select();
    // without HTTPS a browser has no clipboard for scripts, but still the old command
    if (navigator.clipboard) navigator.clipboard.writeText(from.value);
    else document.execCommand("copy");
    copy.textContent = copy.dataset.done;
  }
  const all = event.target.closest("[data-tick-all]");
  if (all) {
    for (const box of document.querySelectorAll(
      `input[type=checkbox][name="${all.dataset.tickAll}"]`,
    ))
      box.checked = all.checked && !("settled" in box.dataset);
  }
});
// What is copied from a column of a spreadsheet goes down the column that it is pasted into.
document.addEventListener("paste", (event) => {
  const field = event.target.closest("input[data-column]");
  const lines = event.clipboardData
    .getData("text")
    .replace(/\r?\n$/, "")
    .split(/\r?\n/);
  if (!field || (lines.length < 2 && !lines[0].includes("\t"))) return;
  event.preventDefault();
  const rows = [...field.closest("tbody").rows];
  const from = rows.indexOf(field.closest("tr"));
  lines.forEach((line, down) => {
    const fields = [...(rows[from + down]?.querySelectorAll("input[data-column]") ?? [])];
    const at = fields.findIndex((each) => each.dataset.column === field.dataset.column);
    line.split("\t").forEach((cell, right) => {
      if (fields[at + right]) fields[at + right].value = cell.trim();
    });
  });
});
// Keys, where nobody types: J and K walk through the rows of a list, Enter opens one, X ticks it;
// a button or link that names a key is pressed by it.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]"))
    return;
  const key = event.key.toLowerCase();
  const boxes =
    key === "/" ? document.querySelectorAll("[data-search], [role=search] [name=q]") : [];
  const seen = [...boxes].find((field) => field.checkVisibility());
  if (seen) {
    event.preventDefault();
    return seen.select();
  }
  const named = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (named) {
    event.preventDefault();
    return named.click();
  }
  const rows = [...document.querySelectorAll("[data-rows] tbody > tr")];
  if (!rows.length) return;
  const here = rows.indexOf(document.activeElement.closest("tr"));
  if (key === "j" || key === "k") {
    event.preventDefault();
    const next = here < 0 ? 0 : here + (key === "j" ? 1 : -1);
    rows[Math.max(0, Math.min(next, rows.length - 1))].focus();
  } else if (here >= 0 && key === "x") {
    rows[here].querySelector("input[type=checkbox]")?.click();
    rows[here].focus();
  } else if (event.key === "Enter" && document.activeElement === rows[here]) {
    rows[here].querySelector("a")?.click();
  }
});
// Long parts of a page are folded on a phone, where one scrolls past them.
if (matchMedia("(max-width: 40rem)").matches)
  for (const part of document.querySelectorAll("details[data-fold]")) part.open = false;
// Back to a list as it was narrowed, where one came from it.
for (const link of document.querySelectorAll(".crumbs a")) {
  const from = document.referrer && new URL(document.referrer);
  if (from && from.origin === location.origin && from.pathname === new URL(link.href).pathname)
    link.href = from.href;
}
// Before signing out, the script that the form names lets the device forget who used it.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.leave) return;
  event.preventDefault();
  await import(form.dataset.leave).then(({ leave }) => leave()).catch(() => null);
  form.submit();
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) return event.preventDefault();
  if (form.dataset.busy) {
    const button = form.querySelector("button:not([type=button])");
    if (button) {
      button.dataset.label = button.textContent;
      button.textContent = form.dataset.busy;
      button.setAttribute("aria-busy", "true");
    }
  }
  // The answer may take long: show how far it has come while the browser waits for it.
  if (form.dataset.watch && window.htmx && document.getElementById("running"))
    htmx.ajax("GET", form.dataset.watch, { target: "#running", swap: "outerHTML" });
});
// A part of a page that could not be fetched says why, with its number; nothing on the page is lost.
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail,
    plain = xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  if (!plain) return;
  const said = document.getElementById("part-failed") ?? document.createElement("div");
  Object.assign(said, { id: "part-failed", className: "notice", textContent: xhr.responseText });
  said.dataset.kind = "bad";
  said.setAttribute("role", "alert");
  document.getElementById("main")?.prepend(said);
});
const drop = document.querySelector("[data-drop]");
if (drop) {
  const input = drop.querySelector("input[type=file]");
  for (const kind of ["dragover", "dragenter"])
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.dataset.over = "1";
    });
  for (const kind of ["dragleave", "drop"])
    drop.addEventListener(kind, () => delete drop.dataset.over);
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
// A table wider than the screen can be scrolled with the keyboard too; the head of one that fits
// stays in sight while the page is scrolled.
function reachScrollers() {
  for (const box of document.querySelectorAll(".scroll-x")) {
    const fits = box.firstElementChild.offsetWidth <= box.clientWidth;
    box.dataset.fits = fits ? "yes" : "no";
    if (fits) box.removeAttribute("tabindex");
    else box.tabIndex = 0;
  }
}
reachScrollers();
// A page that was opened to be printed.
if (document.querySelector("[data-print-now]")) window.addEventListener("load", () => print());
window.addEventListener("resize", reachScrollers);
document.addEventListener("htmx:afterSettle", reachScrollers);
// A form sent after the session has ended is not lost: this tab keeps what was typed, and gives it
// back to the same user on the same page once he or she comes in by the door. Passwords are not kept.
const KEPT = "kept-form",
  DOOR = "/sign-in/",
  who = document.body.dataset.user;
function keep(form) {
  if (!who || form.method !== "post" || form.getAttribute("action")?.startsWith(DOOR)) return;
  const typed = [...form.elements].filter(
    (field) => field.name && !/^(hidden|password|file|submit|button)$/.test(field.type),
  );
  const fields = typed
    .filter((field) => !/^(checkbox|radio)$/.test(field.type) || field.checked)
    .map((field) => [field.name, field.value]);
  try {
    sessionStorage.setItem(
      KEPT,
      JSON.stringify({ who, page: location.pathname + location.search, to: form.action, fields }),
    );
  } catch {
    /* a full or forbidden store */
  }
}
function giveBack() {
  if (location.pathname.startsWith(DOOR)) return;
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
  } catch {
    return;
  }
  const byTheDoor = document.referrer.startsWith(location.origin + DOOR);
  if (!kept || !byTheDoor || kept.who !== who || kept.page !== location.pathname + location.search)
    return;
  const form = [...document.forms].find(
    (each) => each.method === "post" && each.action === kept.to,
  );
  if (!form) return;
  for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = false;
  for (const [name, value] of kept.fields) {
    for (const field of [...form.elements].filter(
      (each) => each.name === name && each.type !== "hidden",
    )) {
      if (/^(checkbox|radio)$/.test(field.type)) {
        if (field.value === value) field.checked = true;
      } else field.value = value;
    }
  }
  for (const folded of form.querySelectorAll("details")) folded.open = true;
  // what is computed from the form beside it follows, once it listens
  addEventListener("load", () => form.dispatchEvent(new Event("input", { bubbles: true })));
}
document.addEventListener("submit", (event) => keep(event.target));
giveBack();
