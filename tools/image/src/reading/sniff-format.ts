/** Image formats that are read, as a file's first bytes tell them. */
export type SniffedFormat = "png" | "jpeg" | "gif" | "webp" | "tiff" | "heif" | "svg";

export const readableFormats = "png, jpeg, gif, webp, tiff, avif, svg";

const svgStart =
  /^(?:\uFEFF)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*|<!DOCTYPE\s[^>[]*(?:\[[^\]]*\])?\s*>\s*)*<(?:\w+:)?svg[\s>]/;

/**
 * The format of an image by its content, never by its name. Only formats named here are given to the image library,
 * so that no file is read in a way its looks do not tell. Undefined for anything else.
 */
export function sniffFormat(content: Uint8Array): SniffedFormat | undefined {
  const start = Buffer.from(content.subarray(0, 16)).toString("latin1");
  if (start.startsWith("\x89PNG\r\n\x1A\n")) return "png";
  if (start.startsWith("\xFF\xD8\xFF")) return "jpeg";
  if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) return "gif";
  if (start.startsWith("RIFF") && start.slice(8, 12) === "WEBP") return "webp";
  if (/^(?:II[*+]\0|MM\0[*+])/.test(start)) return "tiff";
  if (start.slice(4, 8) === "ftyp" && /^(?:avif|avis|heic|heix|mif1|msf1)/.test(start.slice(8))) return "heif";
  return svgStart.test(new TextDecoder().decode(content.subarray(0, 4_096))) ? "svg" : undefined;
}
