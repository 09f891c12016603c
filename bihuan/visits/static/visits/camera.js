// What the camera noted in a JPEG: the day, the place. A canvas drops it; it is evidence.
const START = 0xffd8;
const SCAN = 0xda;
const APP1 = 0xe1;
const EXIF = 0x45786966;
const LITTLE = 0x4949;
const TURN = 0x0112;
const HEAD = 10; // marker, size, "Exif", two zeros: then the note itself begins

// The segment with the camera's note, or null. The smaller picture stands upright, so its turn is 1.
export function cameraNote(bytes) {
  const view = new DataView(bytes);
  try {
    if (view.getUint16(0) !== START) return null;
    for (let at = 2; view.getUint8(at) === 0xff && view.getUint8(at + 1) !== SCAN; ) {
      const size = 2 + view.getUint16(at + 2);
      if (view.getUint8(at + 1) === APP1 && view.getUint32(at + 4) === EXIF)
        return upright(bytes.slice(at, at + size));
      at += size;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // cut off: there is no note to keep
  }
  return null;
}

export function withNote(picture, note) {
  if (!note) return picture;
  const all = new Uint8Array(picture.byteLength + note.byteLength);
  all.set(new Uint8Array(picture, 0, 2), 0);
  all.set(new Uint8Array(note), 2);
  all.set(new Uint8Array(picture, 2), 2 + note.byteLength);
  return all.buffer;
}

function upright(note) {
  const view = new DataView(note);
  const little = view.getUint16(HEAD) === LITTLE;
  const first = HEAD + view.getUint32(HEAD + 4, little);
  for (let entry = first + 2, left = view.getUint16(first, little); left; entry += 12, left -= 1) {
    if (view.getUint16(entry, little) === TURN) view.setUint16(entry + 8, 1, little);
  }
  return note;
}
