// On a wall the plan shows as many projects as the screen holds, and turns to the next by itself.
import { turning } from "../kit/turning.js";

const plan = document.getElementById("main");
const rows = [...plan.querySelectorAll(".wall-plan > tbody > tr")];
const wide = matchMedia("(min-width: 60rem)");
const isHead = (row) => row.matches(".group");
let batches = [rows];

function headOf(row) {
  const first = row.parentElement.firstElementChild;
  return isHead(first) ? first : null;
}
// Rows by screens: those of a group that goes on stand under its name again.
function batchesOf(room) {
  const found = [];
  let batch = [],
    left = 0;
  for (const row of rows.filter((each) => !isHead(each))) {
    const head = headOf(row);
    const needs = () => (head && !batch.includes(head) ? head.offsetHeight : 0) + row.offsetHeight;
    if (!batch.length || needs() > left) {
      batch = [];
      found.push(batch);
      left = room;
    }
    left -= needs();
    if (head && !batch.includes(head)) batch.push(head);
    batch.push(row);
  }
  return found.length ? found : [rows];
}
function measure() {
  for (const row of rows) row.hidden = false;
  const table = plan.querySelector(".wall-plan");
  const bottom = parseFloat(getComputedStyle(plan).paddingBottom);
  const top = table.tBodies[0].getBoundingClientRect().top + scrollY;
  batches = wide.matches ? batchesOf(innerHeight - top - bottom) : [rows];
  document.documentElement.toggleAttribute("data-turning", wide.matches);
}
function show(number) {
  for (const row of rows) row.hidden = !batches[number].includes(row);
}

if (rows.length) {
  measure();
  const { again } = turning(plan, () => batches.length, show);
  const anew = () => {
    measure();
    again();
  };
  addEventListener("resize", anew);
  document.fonts.ready.then(anew);
}
