import { createScript, type Script } from "#connection/script.ts";

/**
 * The line in Redis. Per lane and priority there is a ring of users, and per user a row of keys, first in, first out:
 * whoever takes gets the first key of the first user of the highest priority, and that user goes to the end of the ring.
 *
 * <prefix>:items                      key → the item as JSON; state: "line", "delayed", "taken"
 * <prefix>:waiting                    lane → how many are in line
 * <prefix>:no                         counts places
 * <prefix>:<lane>:levels              priorities of which something is in line
 * <prefix>:<lane>:<priority>:users    the ring
 * <prefix>:<lane>:<priority>:of:…     a user's row
 * <prefix>:<lane>:delayed             keys by the moment before which they stay out of the line
 * <prefix>:<lane>:taken               turn → the key it holds, whose turn it is and its step
 */
const common = `
local prefix = KEYS[1]
local items = prefix .. ':items'

local function count() return redis.call('INCR', prefix .. ':no') end
local function load(key)
  local text = redis.call('HGET', items, key)
  return text and cjson.decode(text)
end
local function save(key, item) redis.call('HSET', items, key, cjson.encode(item)) end
local function laneKey(lane, name) return prefix .. ':' .. lane .. ':' .. name end
local function levelKey(lane, priority, name) return prefix .. ':' .. lane .. ':' .. priority .. ':' .. name end

-- An item that was taken once keeps its place: when it comes again it is its user's first.
local function lineUp(key, item)
  item.no = item.no or count()
  item.state = 'line'
  save(key, item)
  redis.call('ZADD', levelKey(item.lane, item.priority, 'of:' .. item.user), item.no, key)
  redis.call('ZADD', levelKey(item.lane, item.priority, 'users'), 'NX', count(), item.user)
  redis.call('ZADD', laneKey(item.lane, 'levels'), -item.priority, item.priority)
  redis.call('HINCRBY', prefix .. ':waiting', item.lane, 1)
end

-- A turn comes with the moment: its name is of the form <lane>/<number>.
local function delay(key, item, runAt)
  item.state = 'delayed'
  item.turn = item.lane .. '/' .. count()
  save(key, item)
  redis.call('ZADD', laneKey(item.lane, 'delayed'), runAt, key)
  return { item.turn, runAt }
end

-- After a key has left a user's row.
local function closeRow(lane, priority, user, goesOn)
  local users = levelKey(lane, priority, 'users')
  if redis.call('EXISTS', levelKey(lane, priority, 'of:' .. user)) == 1 then
    if goesOn then redis.call('ZADD', users, count(), user) end
  else
    redis.call('ZREM', users, user)
    if redis.call('EXISTS', users) == 0 then redis.call('ZREM', laneKey(lane, 'levels'), priority) end
  end
  redis.call('HINCRBY', prefix .. ':waiting', lane, -1)
end

local function promote(lane, now)
  local delayed = laneKey(lane, 'delayed')
  for _, key in ipairs(redis.call('ZRANGEBYSCORE', delayed, '-inf', now, 'LIMIT', 0, 1000)) do
    redis.call('ZREM', delayed, key)
    lineUp(key, load(key))
  end
end

local function waiting(lane) return tonumber(redis.call('HGET', prefix .. ':waiting', lane) or 0) end
`;

/**
 * Adds items: `[key, user, lane, priority, runAt][]`. Gives `{ before, after }`, how many were in line per lane, and
 * `delayed`, the turns to come later.
 */
const add = `
local now = tonumber(ARGV[1])
local delayed = {}
local before = { fast = waiting('fast'), heavy = waiting('heavy') }
for _, new in ipairs(cjson.decode(ARGV[2])) do
  local key, runAt = new[1], new[5]
  local item = load(key)
  if not item then
    item = { user = new[2], lane = new[3], priority = new[4], failures = 0 }
    if runAt > now then delayed[#delayed + 1] = delay(key, item, runAt) else lineUp(key, item) end
  elseif item.state == 'taken' then
    item.again = runAt
    save(key, item)
  end
end
local after = { fast = waiting('fast'), heavy = waiting('heavy') }
return cjson.encode({ before = before, after = after, delayed = delayed })
`;

/** Takes a key out that nobody has taken. Gives 0, or 1, or the name of the turn that was to come for it. */
const remove = `
local key = ARGV[1]
local item = load(key)
if not item or item.state == 'taken' then return 0 end
redis.call('HDEL', items, key)
if item.state == 'delayed' then
  redis.call('ZREM', laneKey(item.lane, 'delayed'), key)
  return item.turn
end
redis.call('ZREM', levelKey(item.lane, item.priority, 'of:' .. item.user), key)
closeRow(item.lane, item.priority, item.user, false)
return 1
`;

/**
 * Steps of turns in a lane: `{ turn, holder, step, dueAt, takes, pausesMs? }[]`. A turn is at step 0 when it begins; each
 * later step ends what the one before it took. Gives `keys`, what each holds then or false, `waiting`, how many are in
 * line, and `delayed` as in adding. A turn that another holder has begun meanwhile gets nothing any more. Asking again for a step
 * whose answer was lost gives the same answer.
 */
const step = `
local lane, now = ARGV[1], tonumber(ARGV[2])
local taken = laneKey(lane, 'taken')
local delayed, keys = {}, {}
-- A command that needs no memory comes first: a script that has begun may go on though Redis is full, and taking makes room.
redis.call('HDEL', prefix .. ':waiting', '')

local function take()
  local priority = redis.call('ZRANGE', laneKey(lane, 'levels'), 0, 0)[1]
  if not priority then return false end
  local user = redis.call('ZPOPMIN', levelKey(lane, priority, 'users'))[1]
  local key = redis.call('ZPOPMIN', levelKey(lane, priority, 'of:' .. user))[1]
  closeRow(lane, priority, user, true)
  local item = load(key)
  item.state = 'taken'
  save(key, item)
  return key
end

local function finish(key, pausesMs)
  local item = load(key)
  local again = item.again
  if pausesMs then
    again = now + pausesMs[math.min(item.failures, #pausesMs - 1) + 1]
    item.failures = item.failures + 1
  elseif again then
    item.no = nil
    item.failures = 0
  else
    redis.call('HDEL', items, key)
    return
  end
  item.again = nil
  if again > now then delayed[#delayed + 1] = delay(key, item, again) else lineUp(key, item) end
end

promote(lane, now)
for i, request in ipairs(cjson.decode(ARGV[3])) do
  local text = redis.call('HGET', taken, request.turn)
  local held = text and cjson.decode(text)
  local key = false
  if request.step == 0 and held then
    -- It was begun by a process that is gone, or the answer was lost.
    key = held.key
  elseif request.step == 0 then
    if request.dueAt > now then promote(lane, request.dueAt) end
    key = take()
  elseif held and held.holder == request.holder and held.step == request.step then
    key = held.key
  elseif held and held.holder == request.holder and held.step == request.step - 1 then
    finish(held.key, request.pausesMs)
    redis.call('HDEL', taken, request.turn)
    key = request.takes and take()
  end
  if key then
    redis.call('HSET', taken, request.turn, cjson.encode({ key = key, holder = request.holder, step = request.step }))
  end
  keys[i] = key
end
return cjson.encode({ keys = keys, waiting = waiting(lane), delayed = delayed })
`;

/** Brings into line what is due. Gives `waiting`, how many are in line, and `turns`, those that hold a key. */
const audit = `
local lane = ARGV[1]
promote(lane, tonumber(ARGV[2]))
return cjson.encode({ waiting = waiting(lane), turns = redis.call('HKEYS', laneKey(lane, 'taken')) })
`;

const counts = `
local result = {}
for _, lane in ipairs({ 'fast', 'heavy' }) do
  result[lane] = {
    waiting = waiting(lane),
    delayed = redis.call('ZCARD', laneKey(lane, 'delayed')),
    active = redis.call('HLEN', laneKey(lane, 'taken')),
  }
end
return cjson.encode(result)
`;

/** Each script with what it needs of the others. */
export const lineScripts: Readonly<Record<"add" | "remove" | "step" | "audit" | "counts", Script>> = {
  add: createScript(common + add),
  remove: createScript(common + remove),
  step: createScript(common + step),
  audit: createScript(common + audit),
  counts: createScript(common + counts),
};
