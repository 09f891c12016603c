"use strict";
// The picture becomes a map that moves: marks that crowd are counted together and open apart; a mark
// opens what is known of its project. Print keeps the picture.
const frame = document.querySelector("[data-map]");
if (frame && window.L) {
  const markers = JSON.parse(document.getElementById("map-markers").textContent);
  const picture = frame.querySelector("svg");
  const shapes = {};
  for (const light of document.querySelectorAll(".map-legend .light"))
    shapes[light.dataset.colour] = light.querySelector("svg").innerHTML;
  const words = {};
  for (const light of document.querySelectorAll(".map-legend .light"))
    words[light.dataset.colour] = light.textContent.trim();
  const worst = ["red", "yellow", "grey", "green"];
  const drawn = (colour, radius, text) => {
    const size = 2 * radius + 4;
    const svg = `<svg viewBox="0 0 16 16" width="${size}" height="${size}" aria-hidden="true">${shapes[colour]}</svg>`;
    const html = `${svg}<span>${text}</span>`;
    return L.divIcon({
      className: `map-icon map-icon-${colour}`,
      html,
      iconSize: [size, size],
      popupAnchor: [0, -radius],
    });
  };
  const element = document.createElement("div");
  element.className = "map-moving no-print";
  Object.assign(element.dataset, frame.dataset);
  frame.append(element);
  picture.classList.add("only-print");
  const map = districtMap(
    element,
    markers.map((each) => each.at),
  );
  const groups = L.markerClusterGroup({
    animate: false,
    showCoverageOnHover: false,
    maxClusterRadius: 26,
    spiderLegPolylineOptions: { className: "map-lead" },
    iconCreateFunction: (cluster) => {
      const inside = cluster.getAllChildMarkers().map((each) => each.options.colour);
      const colour = worst.find((each) => inside.includes(each));
      return drawn(colour, 17, inside.length);
    },
  });
  for (const each of markers) {
    const title = `${each.number} ${each.name} · ${words[each.colour]}`;
    const icon = drawn(each.colour, each.radius, each.number);
    const marker = L.marker(each.at, { icon, title, alt: title, colour: each.colour });
    marker.bindPopup(`<p>${frame.dataset.failed}</p>`, { minWidth: 250, maxWidth: 320 });
    marker.on("popupopen", ({ popup }) => fill(popup, each, marker));
    marker.on("popupclose", () => marker.getElement()?.focus({ preventScroll: true }));
    groups.addLayer(marker);
  }
  const named = (cluster) => {
    const icon = cluster.getElement?.();
    if (icon && cluster.getChildCount)
      icon.setAttribute("aria-label", `${cluster.getChildCount()} ${frame.dataset.several}`);
  };
  const nameAll = () => {
    groups._featureGroup.eachLayer(named);
  };
  map.addLayer(groups);
  map.on("zoomend moveend", nameAll);
  groups.on("spiderfied unspiderfied animationend", nameAll);
  nameAll();
  async function fill(popup, each, marker) {
    if (each.told) return;
    const answer = await fetch(each.popup).catch(() => null);
    if (!answer?.ok) return;
    each.told = true;
    marker.setPopupContent(await answer.text());
    popup.getElement()?.querySelector("a[href]:not(.leaflet-popup-close-button)")?.focus();
    popup
      .getElement()
      ?.querySelector(".leaflet-popup-close-button")
      ?.setAttribute("aria-label", frame.dataset.close);
  }
}
