// What waits on this device, and what was sent from it.
import { at, linkButton, words } from "./page.js";
import * as store from "./store.js";

const MOST_SENT = 30;

export async function list(person, change) {
  const visits = await store.all("visits");
  const own = person ? visits.filter((visit) => visit.user === person.user_id) : [];
  const others = visits.some(
    (visit) => !visit.sent_at && !(person && visit.user === person.user_id),
  );
  at("others").hidden = !others;
  own.sort((one, other) => other.kept_at.localeCompare(one.kept_at));
  show(
    "waiting-list",
    own.filter((visit) => !visit.sent_at),
    change,
  );
  show("sent-list", own.filter((visit) => visit.sent_at).slice(0, MOST_SENT), change);
}

const moment = (text) => new Date(text).toLocaleString(document.documentElement.lang);

function show(id, visits, change) {
  const items = visits.map((visit) => {
    const item = document.createElement("li");
    const counts = `${words.photos} ${visit.said.parts.length} · ${words.findings} ${visit.said.findings.length}`;
    const outcome = visit.sent_at
      ? [
          visit.report.state === "double" ? words.double : words.sent,
          moment(visit.sent_at),
          visit.report.matters.join(", "),
        ]
      : [words.failed, visit.trouble];
    item.append(
      Object.assign(document.createElement("strong"), { textContent: visit.project }),
      ` ${moment(visit.kept_at)} · ${counts} · ${outcome.filter(Boolean).join(" · ")}`,
    );
    if (visit.trouble)
      item.append(
        " ",
        linkButton(words.change, () => change(visit)),
      );
    return item;
  });
  if (!items.length)
    items.push(
      Object.assign(document.createElement("li"), {
        className: "muted",
        textContent: words.nothing,
      }),
    );
  at(id).replaceChildren(...items);
}
