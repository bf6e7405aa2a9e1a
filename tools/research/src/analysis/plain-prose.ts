import { proseAndCode } from "#ranking/prose-and-code.ts";

const names =
  "a|abbr|b|br|center|code|details|div|em|h[1-6]|hr|i|img|kbd|li|ol|p|picture|pre|small|source|span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul|video";
/** Tags of HTML in Markdown, also over several lines; `List<Item>` is none. */
const tag = new RegExp(`<!--[^]*?-->|</?(?:${names})(?:\\s[^<>]*)?/?>`, "gi");
const image = /!\[[^\]]*\]\([^)]*\)/g;
const address = /\]\([^)\s]*(?:\s"[^"]*")?\)|\bhttps?:\/\/[^\s)\]>"']+/g;

/** A passage without tags and pictures: badges and logos say nothing of a topic. */
export function withoutTags(text: string): string {
  return text.replace(tag, " ").replace(image, " ");
}

/** What a passage tells in words: without code, where it holds anything else, tags, pictures, and where links lead. */
export function plainProse(text: string): string {
  const { prose } = proseAndCode(text);
  const told = withoutTags(prose).replace(address, "\n");
  return /\p{L}/u.test(told) ? told : withoutTags(text);
}
