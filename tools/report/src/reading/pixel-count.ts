/** Width times height as a PNG or JPEG file states it, without decoding it; undefined when it states none. */
export function pixelCount(file: Uint8Array): number | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length >= 24 && view.getUint32(0) === 0x89504e47 && view.getUint32(12) === 0x49484452) {
    return view.getUint32(16) * view.getUint32(20);
  }
  return file.length >= 4 && view.getUint16(0) === 0xffd8 ? jpegPixels(view) : undefined;
}

/** Walks the segments of a JPEG up to the frame header, which holds the size. */
function jpegPixels(view: DataView): number | undefined {
  let place = 2;
  while (place + 9 < view.byteLength && view.getUint8(place) === 0xff) {
    const marker = view.getUint8(place + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return view.getUint16(place + 5) * view.getUint16(place + 7);
    place += 2 + view.getUint16(place + 2);
  }
  return undefined;
}
