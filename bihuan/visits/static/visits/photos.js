// A photo is made small enough to send, and known by its checksum and by that of the original.
import { cameraNote, withNote } from "./camera.js";

const LONGEST = 2000;
const QUALITY = 0.85;
const MOST_BYTES = 12 * 1024 * 1024;
const KINDS = ["image/jpeg", "image/png", "image/webp"];

// Returns null for what is no picture or too big: on site it can still be taken again.
export async function prepare(file) {
  const original = await file.arrayBuffer();
  const bytes = await smaller(file, original);
  if (!bytes || bytes.byteLength > MOST_BYTES) return null;
  return {
    sha256: await checksum(bytes),
    original: await checksum(original),
    size: bytes.byteLength,
    name: file.name.slice(-120),
    bytes,
  };
}

async function checksum(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function smaller(file, original) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return null;
  }
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  if (scale === 1 && KINDS.includes(file.type)) return original;
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  return blob && withNote(await blob.arrayBuffer(), cameraNote(original));
}
