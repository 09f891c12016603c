// What every part of the page on site uses: its words, its places, what it tells.
export const words = JSON.parse(document.getElementById("words").textContent);
export const at = (id) => document.getElementById(id);

export function tell(word, more = "") {
  at("status").textContent = [words[word] ?? word, more].filter(Boolean).join(" · ");
  at("status").dataset.kind = ["online", "sending", "kept"].includes(word) ? "good" : "warn";
  at("sign-in").hidden = word !== "signed_out";
}

export function complain(...sentences) {
  at("complaint").textContent = sentences.filter(Boolean).join("\n");
  at("complaint").hidden = !at("complaint").textContent;
}

export function linkButton(text, act) {
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "link-button",
    textContent: text,
  });
  button.addEventListener("click", act);
  return button;
}
