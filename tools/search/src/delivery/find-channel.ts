import { didYouMean, ValidationError } from "@aiecs/core/toolkit";
import type { Channel, ChannelChoice } from "#schemas/channel.ts";
import type { SearchConfig } from "#schemas/search-config.ts";

/** A channel, and what receipts call it. */
export type NamedChannel = { readonly name: string; readonly channel: Channel };

/**
 * The channel that a call means: the one it names or brings along, else the config's default, else its only one, else the
 * log, which is always there.
 *
 * @throws E001 naming the known channels
 */
export function findChannel(choice: ChannelChoice | undefined, config: SearchConfig): NamedChannel {
  if (typeof choice === "object")
    return { name: choice.type === "file" ? `file:${choice.path}` : choice.type, channel: choice };
  const names = Object.keys(config.channels);
  const name = choice ?? config.default_channel ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined) {
    if (names.length === 0) return { name: "console", channel: { type: "console" } };
    throw new ValidationError(
      `No channel is named, and there are ${names.length}: give channel, or set default_channel of the config (${names.join(", ")})`,
    );
  }
  const found = Object.hasOwn(config.channels, name) ? config.channels[name] : undefined;
  if (found !== undefined) return { name, channel: found };
  if (name === "console") return { name, channel: { type: "console" } };
  const [close] = didYouMean(name, names);
  const hint = close === undefined ? "" : `; did you mean ${close}?`;
  throw new ValidationError(
    `Unknown channel ${JSON.stringify(name)}: expected ${[...names, "console"].join(", ")} (channels of the config under search_api)${hint}`,
    { details: { channel: name, known: names } },
  );
}
