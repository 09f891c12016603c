"use strict";
// The district as a map that moves: its boundary, names of places, and tiles if there are any.
// What is drawn stands in <script id="map-base">; labels are data attributes of the element.
window.districtMap = (element, bounds) => {
  const base = JSON.parse(document.getElementById("map-base").textContent);
  const map = L.map(element, {
    zoomControl: false,
    attributionControl: Boolean(base.tiles),
    zoomSnap: 0.25,
    maxZoom: 18,
    zoomAnimation: false,
    markerZoomAnimation: false,
    scrollWheelZoom: false, // a page is scrolled with it; a click on the map gives it back
  });
  map.once("click", () => map.scrollWheelZoom.enable());
  const { zoomIn, zoomOut } = element.dataset;
  L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  L.control.scale({ imperial: false, maxWidth: 6.25 * rem }).addTo(map);
  if (base.tiles) {
    map.attributionControl.setPrefix(false);
    L.tileLayer(base.tiles, { attribution: base.attribution, maxZoom: 18 }).addTo(map);
  }
  const areas = L.polygon(base.areas, { className: "map-area", interactive: false }).addTo(map);
  for (const line of base.lines)
    L.polyline(line, { className: "map-line", interactive: false }).addTo(map);
  for (const [name, ...at] of base.names) {
    const html = document.createElement("span");
    html.textContent = name;
    const icon = L.divIcon({ className: "map-place", html, iconSize: [0, 0] });
    L.marker(at, { icon, interactive: false, keyboard: false }).addTo(map);
  }
  const all = L.latLngBounds(bounds);
  if (base.areas.length) all.extend(areas.getBounds());
  const china = L.latLngBounds([18, 73], [54, 136]);
  map.fitBounds(all.isValid() ? all : china, { padding: [12, 12], maxZoom: 15 });
  return map;
};
