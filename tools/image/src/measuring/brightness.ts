/** Mean luma of RGB bytes by the weights of ITU-R BT.601, from 0 (black) to 1 (white). */
export function brightness(rgb: Uint8Array): number {
  let sum = 0;
  for (let place = 0; place + 2 < rgb.length; place += 3) {
    sum += 0.299 * (rgb[place] ?? 0) + 0.587 * (rgb[place + 1] ?? 0) + 0.114 * (rgb[place + 2] ?? 0);
  }
  return sum / (rgb.length / 3) / 255;
}
