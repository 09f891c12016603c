"use strict";
// The picture becomes a map that moves; a mark opens what is known of its project. Where marks would
// cover each other they lie beside each other, as in the picture, which print keeps.
const frame = document.querySelector("[data-map]");
const RINGS = 24,
  STEP = 0.9,
  CROWD = 800,
  NAME = 12; // as in rules.py; the size of names as in the style sheet

function spread(marks, clear) {
  if (marks.length > CROWD) return marks;
  const taken = [...clear];
  const moved = new Array(marks.length);
  const free = ({ x, y, r }) =>
    taken.every((o) => Math.hypot(x - o.x, y - o.y) >= (r + o.r) * 0.98);
  const place = (mark) => {
    if (free(mark)) return mark;
    for (let ring = 1; ring <= RINGS; ring++)
      for (let each = 0; each < 6 * ring; each++) {
        const angle = (2 * Math.PI * each) / (6 * ring) + ring,
          away = ring * STEP * mark.r;
        const there = {
          x: mark.x + away * Math.cos(angle),
          y: mark.y + away * Math.sin(angle),
          r: mark.r,
        };
        if (free(there)) return there;
      }
    return mark;
  };
  const order = [...marks.keys()].sort((a, b) => marks[b].r - marks[a].r || a - b);
  for (const each of order) {
    moved[each] = place(marks[each]);
    taken.push(moved[each]);
  }
  return moved;
}

if (frame && window.L) {
  const projects = JSON.parse(document.getElementById("map-markers").textContent);
  const { names } = JSON.parse(document.getElementById("map-base").textContent);
  const shapes = {},
    words = {};
  for (const light of document.querySelectorAll(".map-legend .light")) {
    shapes[light.dataset.colour] = light.querySelector("svg").innerHTML;
    words[light.dataset.colour] = light.textContent.trim();
  }
  const element = document.createElement("div");
  element.className = "map-moving no-print";
  Object.assign(element.dataset, frame.dataset);
  frame.querySelector("svg").classList.add("only-print");
  frame.append(element);
  const map = districtMap(
    element,
    projects.map((each) => each.at),
  );
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16; // larger on walls
  const first = map.getZoom(),
    room = Math.min(element.clientWidth / 1350, element.clientHeight / 560),
    usual = element.clientWidth < 640 ? 0.45 : Math.min(Math.max(room, 0.7), 1.15 * rem);
  const scaleNow = () => usual * Math.min(Math.max(1.25 ** (map.getZoom() - first), 1), 2);
  const leads = L.layerGroup().addTo(map);

  const icon = (each, scale) => {
    const size = 2.3 * each.radius * scale;
    const number = size < 18 * rem ? "" : each.number; // no room for it
    return L.divIcon({
      className: `map-icon map-icon-${each.colour}`,
      html: `<svg viewBox="0 0 16 16" width="${size}" height="${size}" aria-hidden="true">${shapes[each.colour]}</svg><span>${number}</span>`,
      iconSize: [size, size],
      popupAnchor: [0, -size / 2],
    });
  };
  const fill = async (each, popup) => {
    if (each.told) return;
    const answer = await fetch(each.popup).catch(() => null);
    if (!answer?.ok) return;
    each.told = true;
    each.marker.setPopupContent(await answer.text());
    const box = popup.getElement();
    box
      ?.querySelector(".leaflet-popup-close-button")
      ?.setAttribute("aria-label", frame.dataset.close);
    box?.querySelector(".map-popup a")?.focus({ preventScroll: true });
  };
  for (const each of projects) {
    each.title = `${each.number} ${each.name} · ${words[each.colour]}`;
    each.marker = L.marker(each.at, { title: each.title, riseOnHover: true });
    each.marker.bindPopup(frame.dataset.failed, { minWidth: 240, maxWidth: 300 });
    each.marker.on("popupopen", ({ popup }) => fill(each, popup));
    each.marker.on("popupclose", () =>
      setTimeout(() => each.marker.getElement()?.focus({ preventScroll: true })),
    );
  }

  const shown = element.clientWidth < 640 ? [] : names; // a phone has no room for them
  const roomOfNames = () =>
    shown.flatMap(([name, ...at]) => {
      const { x, y } = map.latLngToLayerPoint(at),
        letter = NAME * rem,
        half = (name.length * letter) / 2;
      return Array.from({ length: name.length + 1 }, (_, step) => ({
        x: x - half + step * letter,
        y,
        r: letter / 2,
      }));
    });
  const lay = () => {
    leads.clearLayers();
    const scale = scaleNow();
    const there = projects.map((each) => {
      const { x, y } = map.latLngToLayerPoint(each.at);
      return { x, y, r: each.radius * scale };
    });
    spread(there, roomOfNames()).forEach((mark, number) => {
      const { marker, at, title } = projects[number];
      const place = mark === there[number] ? at : map.layerPointToLatLng([mark.x, mark.y]);
      marker.setLatLng(place).setIcon(icon(projects[number], scale)).addTo(map);
      marker.getElement().setAttribute("aria-label", title);
      if (place !== at)
        L.polyline([at, place], { className: "map-lead", interactive: false }).addTo(leads);
    });
  };
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup(); // Leaflet hears it only outside of popups
  });
  map.on("zoomend resize", lay);
  lay();
}
