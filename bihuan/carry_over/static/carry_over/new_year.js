// What is ticked and typed is summed under the table as one goes.
const form = document.getElementById("carry-over");
const number = form.querySelector("[data-number]");
const sum = form.querySelector("[data-sum]");
function follow() {
  const boxes = [...form.querySelectorAll("input[type=checkbox]:checked")];
  const plans = boxes.map((box) => form.elements[box.name.replace("take-", "plan-")].value);
  const typed = plans.map((text) => Number(text.replaceAll(",", "").trim()));
  number.textContent = boxes.length;
  sum.textContent = typed.some(Number.isNaN)
    ? "—"
    : typed
        .reduce((all, each) => all + each, 0)
        .toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
form.addEventListener("input", follow);
