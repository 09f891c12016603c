// A wall's page that says more than the screen holds is made smaller until nothing is cut.
const SMALLER = 0.03,
  SMALLEST = 0.4;

export function fit(holds) {
  for (let size = 1; size >= SMALLEST; size -= SMALLER) {
    document.documentElement.style.setProperty("--wall-fit", size.toFixed(2));
    if (holds()) return;
  }
}
