import { createScript, type Script } from "#connection/script.ts";

/**
 * A member says how many slots it holds and how many more it wants, and is given what is free. It says so in full each
 * time, so that a message that is lost, late or sent twice does no harm. A member that says nothing for the time of a
 * lease is forgotten. Members that wait get slots in the order in which they came; one that got some goes to the end.
 *
 * Keys: when the leases of members end, what each holds, who waits since when, the number of each one's last message,
 * a pause. Arguments: the member, the number of its message, slots held, slots wanted, slots in all, length of a lease
 * in milliseconds, the channels' beginning, 1 when the member must be known. Reply: slots given, slots left free, how
 * many others wait, milliseconds after which to look again.
 */
export const tellSlots: Script = createScript(`
local ends, holds, waits, messages, pause = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local me, message = ARGV[1], tonumber(ARGV[2])
local held, wanted, slots, lease = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local time = redis.call("TIME")
local now = tonumber(time[1]) * 1000 + tonumber(time[2]) / 1000
local function forget(member)
  redis.call("ZREM", ends, member)
  redis.call("HDEL", holds, member)
  redis.call("ZREM", waits, member)
  redis.call("HDEL", messages, member)
end
local function tell(member)
  local process, number = string.match(member, "^(.*):(%d+)$")
  return redis.call("PUBLISH", ARGV[7] .. process, number)
end

if tonumber(redis.call("HGET", messages, me) or 0) > message then return { 0, 0, 0, lease } end
for _, member in ipairs(redis.call("ZRANGEBYSCORE", ends, "-inf", now)) do forget(member) end
-- Redis lost what it knew, or was away for longer than a lease: others hold slots, too, and have yet to say so.
if ARGV[8] == "1" and not redis.call("ZSCORE", ends, me) then
  redis.call("SET", pause, "1", "PX", math.ceil(lease / 2))
end
local paused = redis.call("PTTL", pause)

local free, holders = slots - held, {}
local held_by = redis.call("HGETALL", holds)
for index = 1, #held_by, 2 do
  if held_by[index] ~= me then
    free = free - tonumber(held_by[index + 1])
    holders[#holders + 1] = held_by[index]
  end
end
-- Others that wait are told of free slots, those first that come before this member. Whom nothing reaches is gone.
local others, told, waited, given = 0, 0, redis.call("ZSCORE", waits, me), 0
local function serve()
  if paused <= 0 and wanted > 0 and free > told then given = math.min(wanted, math.max(1, free - others)) end
  free = free - given
end
local line, served = redis.call("ZRANGE", waits, 0, -1), false
others = #line - (waited and 1 or 0)
for _, member in ipairs(line) do
  if member == me then
    serve()
    served = true
  elseif paused <= 0 and told < free then
    if tell(member) > 0 then
      told = told + 1
    else
      redis.call("ZREM", waits, member)
      others = others - 1
    end
  end
end
if not served then serve() end
held = held + given
if wanted > given then
  if given > 0 or not waited then redis.call("ZADD", waits, string.format("%.3f", now), me) end
else
  redis.call("ZREM", waits, me)
end
if held > 0 or wanted > given then
  redis.call("ZADD", ends, string.format("%.3f", now + lease), me)
  redis.call("HSET", messages, me, message)
  if held > 0 then redis.call("HSET", holds, me, held) else redis.call("HDEL", holds, me) end
else
  forget(me)
end
for _, key in ipairs({ ends, holds, waits, messages }) do redis.call("PEXPIRE", key, lease * 2) end

-- Those who hold slots pass them on among themselves until they hear that somebody else waits.
if wanted > given and not waited then
  for _, member in ipairs(holders) do tell(member) end
end
local first = redis.call("ZRANGE", ends, 0, 0, "WITHSCORES")
local look = first[2] and math.ceil(tonumber(first[2]) - now) + 1 or lease
if paused > 0 then look = math.min(look, paused + 1) end
return { given, math.max(0, free), others, look }
`);
