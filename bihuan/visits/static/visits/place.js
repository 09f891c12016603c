// Where the device is, and how far that is from the approved site.
import { at, words } from "./page.js";

let place = null; // { longitude, latitude, accuracy_m }

export const get = () => place;
export const set = (noted) => {
  place = noted;
};

export function locate(then) {
  if (!navigator.geolocation) {
    at("place").textContent = words.no_place;
    return;
  }
  at("place").textContent = words.locating;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      place = {
        longitude: coords.longitude.toFixed(6),
        latitude: coords.latitude.toFixed(6),
        accuracy_m: Math.round(coords.accuracy),
      };
      then();
    },
    (error) => {
      at("place").textContent =
        error.code === error.PERMISSION_DENIED ? words.place_denied : words.no_place;
    },
    { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
  );
}

export function show(site, off_site_m) {
  if (!place) {
    at("place").textContent = "";
    return;
  }
  const away = site && site.longitude !== null ? distance(place, site) : null;
  const said = away === null ? words.unknown : `${away} ${words.metres}`;
  const far = away !== null && away - place.accuracy_m > off_site_m;
  at("place").textContent =
    `${place.latitude}, ${place.longitude} (±${place.accuracy_m} m) · ${said}${far ? ` · ${words.away}` : ""}`;
}

function distance(here, site) {
  const rad = (degrees) => (Number(degrees) * Math.PI) / 180;
  const half =
    Math.sin(rad(site.latitude - here.latitude) / 2) ** 2 +
    Math.cos(rad(here.latitude)) *
      Math.cos(rad(site.latitude)) *
      Math.sin(rad(site.longitude - here.longitude) / 2) ** 2;
  return Math.round(2 * 6371008.8 * Math.asin(Math.sqrt(Math.min(half, 1))));
}
