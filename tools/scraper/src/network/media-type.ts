/** What a content type says, in lower case and without its parameters; empty when the server does not say. */
export function mediaTypeOf(contentType: string): string {
  return contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

export function isJsonType(mediaType: string): boolean {
  return mediaType === "application/json" || mediaType === "text/json" || mediaType.endsWith("+json");
}

/** Whether a server leaves it open what its answer is: no type, or one that fits anything. */
export function isVagueType(mediaType: string): boolean {
  return mediaType === "" || mediaType === "text/plain" || mediaType === "application/octet-stream";
}
