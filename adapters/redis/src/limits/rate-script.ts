import { createScript, type Script } from "#connection/script.ts";

/**
 * Permits of a full bucket reach the processes a little later than they are given, some later than others. The bucket
 * fills again only after that, so that also the starts themselves keep the bound in the second after a pause.
 */
const latestUs = 25_000;

/**
 * Gives permits of a token bucket that counts permits since it was last full, by the clock of Redis, so that rounding
 * never adds up. What cannot be had at once is promised for a moment to come, in the order of asking.
 *
 * Keys: the bucket. Arguments: permits per second, burst, how many are wanted, how many may be promised. Reply: permits
 * given, permits promised, microseconds until the first of those, and the time in microseconds.
 */
export const takePermits: Script = createScript(`
local perSecond, burst, wanted, promisable = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call("TIME")
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local kept = redis.call("HMGET", KEYS[1], "full", "given", "seen")
local full, given, seen = tonumber(kept[1]), tonumber(kept[2]), tonumber(kept[3])
if not full then
  full, given = now + ${latestUs}, 0
elseif now < seen then
  -- The clock was set back: nobody is to wait until it has caught up.
  full = full - (seen - now)
end
local earned = (now - full) * perSecond / 1000000
if earned >= given then
  full, given, earned = now + ${latestUs}, 0, 0
end
local now_given = math.max(0, math.min(wanted, math.floor(math.max(0, earned)) + burst - given))
given = given + now_given
local promised = math.min(wanted - now_given, promisable)
local wait = math.ceil(full + (given + 1 - burst) * 1000000 / perSecond - now)
given = given + promised
redis.call("HSET", KEYS[1], "full", string.format("%.0f", full), "given", string.format("%.0f", given),
  "seen", string.format("%.0f", now))
redis.call("PEXPIRE", KEYS[1], string.format("%.0f", math.ceil((full - now) / 1000 + given * 1000 / perSecond) + 1000))
return { now_given, promised, wait, now }
`);
