import type { SharpConstructor } from "sharp";

/** The image library, loaded at first use. */
export async function loadSharp(): Promise<SharpConstructor> {
  return (await import("sharp")).default;
}
