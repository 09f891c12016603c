"use strict";
// A click on the map fills in longitude and latitude; numbers that are typed move the mark.
const box = document.querySelector("[data-pick-place]");
const east = document.getElementById("id_longitude"),
  north = document.getElementById("id_latitude"),
  system = document.getElementById("id_coordinates_in");
if (box && east && north && window.L) {
  (system ?? north).closest(".field").after(box);
  box.hidden = false;
  const element = box.querySelector(".pick-map");
  const typed = () => {
    const place = [Number.parseFloat(north.value), Number.parseFloat(east.value)];
    return place.every(Number.isFinite) ? place : null;
  };
  const map = districtMap(element, typed() ? [typed()] : []);
  const icon = L.divIcon({
    className: "pick-mark",
    html: '<svg viewBox="0 0 24 32" aria-hidden="true"><path d="M12 31C7 22 2 18 2 11a10 10 0 0 1 20 0c0 7-5 11-10 20z"/><circle cx="12" cy="11" r="4"/></svg>',
    iconSize: [24, 32],
    iconAnchor: [12, 31],
  });
  const title = element.dataset.place;
  const mark = L.marker([0, 0], { icon, draggable: true, title, alt: title });
  const show = () => {
    const place = typed();
    if (!place) return mark.remove();
    mark.setLatLng(place).addTo(map);
  };
  const pick = ({ lat, lng }) => {
    north.value = lat.toFixed(6);
    east.value = lng.toFixed(6);
    if (system) system.value = system.options[0].value;
    show();
  };
  map.on("click", (event) => pick(event.latlng));
  mark.on("dragend", () => pick(mark.getLatLng()));
  for (const field of [east, north]) field.addEventListener("change", show);
  show();
}
