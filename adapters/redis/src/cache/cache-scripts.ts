import { type BytesScript, createBytesScript, createScript, type Script } from "#connection/script.ts";

/**
 * Clearing does not look for entries: it counts generations up, of everything, of a tool, of a user, or of a tool for a
 * user. An entry knows the generations it was written in, and is none any more when one of them has passed.
 */
const generations = `
local function generationsOf(tool, user, prefix)
  local counts = redis.call("MGET", prefix .. "all", prefix .. "tool:" .. tool, prefix .. "user:" .. user,
    prefix .. "both:" .. tool .. ":" .. user)
  for index = 1, 4 do counts[index] = counts[index] or "0" end
  return table.concat(counts, ",")
end
local function read(key, prefix)
  local entry = redis.call("HMGET", key, "value", "tool", "user", "generations")
  if not entry[1] or not entry[2] or not entry[3] then return nil end
  if generationsOf(entry[2], entry[3], prefix) ~= entry[4] then
    redis.call("UNLINK", key)
    return nil
  end
  return { 1, entry[1], redis.call("PTTL", key), entry[2], entry[3] }
end
`;

/** Keys: the entry. Arguments: what generations begin with. Reply: 1, value, milliseconds left, tool, user; or nothing. */
export const readEntry: BytesScript = createBytesScript(`${generations}
return read(KEYS[1], ARGV[1])
`);

/**
 * Keys: the entry, the lead. Arguments: what generations begin with, a token, length of a lease in milliseconds. Reply:
 * as `readEntry` when there is a value; 2: the one who asks leads; 3 and milliseconds: another one does, so long at
 * most; 4: everybody works for himself.
 */
export const takeLead: BytesScript = createBytesScript(`${generations}
local found = read(KEYS[1], ARGV[1])
if found then return found end
local leader = redis.call("GET", KEYS[2])
if leader == "-" then return { 4 } end
if leader then return { 3, redis.call("PTTL", KEYS[2]) } end
redis.call("SET", KEYS[2], ARGV[2], "PX", ARGV[3])
return { 2 }
`);

/**
 * Keys: the entry, the lead. Arguments: what generations begin with, value, tool, user, milliseconds to live, token of
 * the lead or nothing, channel, what to say there. Whoever waits for the leader hears that the value is there.
 */
export const writeEntry: BytesScript = createBytesScript(`${generations}
redis.call("HSET", KEYS[1], "value", ARGV[2], "tool", ARGV[3], "user", ARGV[4],
  "generations", generationsOf(ARGV[3], ARGV[4], ARGV[1]))
redis.call("PEXPIRE", KEYS[1], ARGV[5])
if ARGV[6] ~= "" and redis.call("GET", KEYS[2]) == ARGV[6] then
  redis.call("DEL", KEYS[2])
  redis.call("PUBLISH", ARGV[7], ARGV[8])
end
`);

/** Keys: the lead. Arguments: token, channel, what to say there, milliseconds for which everybody works for himself. */
export const endLead: Script = createScript(`
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return end
if tonumber(ARGV[4]) > 0 then redis.call("SET", KEYS[1], "-", "PX", ARGV[4]) else redis.call("DEL", KEYS[1]) end
redis.call("PUBLISH", ARGV[2], ARGV[3])
`);

/** Keys: the lead. Arguments: token, length of a lease in milliseconds. */
export const renewLead: Script = createScript(`
if redis.call("GET", KEYS[1]) == ARGV[1] then redis.call("PEXPIRE", KEYS[1], ARGV[2]) end
`);

/** Keys: the generation to count up. Arguments: how long entries live at most, channel, what to say there. */
export const clearGeneration: Script = createScript(`
redis.call("INCR", KEYS[1])
redis.call("PEXPIRE", KEYS[1], ARGV[1])
redis.call("PUBLISH", ARGV[2], ARGV[3])
`);
