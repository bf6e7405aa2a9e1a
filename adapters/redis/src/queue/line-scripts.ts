import { createScript, type Script } from "#connection/script.ts";

/**
 * The line in Redis. Per lane and priority there is a ring of users, and per user a row of keys, first in, first out:
 * whoever takes gets the first key of the first user of the highest priority, and that user goes to the end of the ring.
 *
 * <prefix>:items                      key → a letter for its state (line, delayed, taken, taken and to come again), and
 *                                     the item as JSON
 * <prefix>:waiting                    lane → how many are in line
 * <prefix>:no                         counts places
 * <prefix>:<lane>:levels              priorities of which something is in line
 * <prefix>:<lane>:<priority>:users    the ring
 * <prefix>:<lane>:<priority>:of:…     a user's row
 * <prefix>:<lane>:delayed             keys by the moment before which they stay out of the line
 * <prefix>:<lane>:taken               turn → whose turn it is, its step and the key it holds
 *
 * Each command that writes is written to the append-only file by itself: what a script writes of many goes together.
 */
const common = `
local prefix = KEYS[1]
local items = prefix .. ':items'

local function count() return redis.call('INCR', prefix .. ':no') end
local function load(key)
  local text = redis.call('HGET', items, key)
  if text then return text:sub(1, 1), cjson.decode(text:sub(2)) end
end
local function save(key, state, item) redis.call('HSET', items, key, state .. cjson.encode(item)) end
local function laneKey(lane, name) return prefix .. ':' .. lane .. ':' .. name end
local function levelKey(lane, priority, name) return prefix .. ':' .. lane .. ':' .. priority .. ':' .. name end

-- An item that was taken once keeps its place: when it comes again it is its user's first.
local function lineUp(key, item)
  item.no = item.no or count()
  save(key, 'l', item)
  redis.call('ZADD', levelKey(item.lane, item.priority, 'of:' .. item.user), item.no, key)
  redis.call('ZADD', levelKey(item.lane, item.priority, 'users'), 'NX', count(), item.user)
  redis.call('ZADD', laneKey(item.lane, 'levels'), -item.priority, item.priority)
  redis.call('HINCRBY', prefix .. ':waiting', item.lane, 1)
end

-- A turn comes with the moment: its name is of the form <lane>/<number>.
local function delay(key, item, runAt)
  item.turn = item.lane .. '/' .. count()
  save(key, 'd', item)
  redis.call('ZADD', laneKey(item.lane, 'delayed'), runAt, key)
  return { item.turn, runAt }
end

-- After all who take have taken: none of the level's users may be left.
local function closeLevel(lane, priority)
  if redis.call('EXISTS', levelKey(lane, priority, 'users')) == 0 then
    redis.call('ZREM', laneKey(lane, 'levels'), priority)
  end
end

local function promote(lane, now)
  local delayed = laneKey(lane, 'delayed')
  for _, key in ipairs(redis.call('ZRANGEBYSCORE', delayed, '-inf', now, 'LIMIT', 0, 1000)) do
    redis.call('ZREM', delayed, key)
    local _, item = load(key)
    lineUp(key, item)
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
  local state, item = load(key)
  if not item then
    item = { user = new[2], lane = new[3], priority = new[4], failures = 0 }
    if runAt > now then delayed[#delayed + 1] = delay(key, item, runAt) else lineUp(key, item) end
  elseif state == 't' or state == 'a' then
    item.again = runAt
    save(key, 'a', item)
  end
end
local after = { fast = waiting('fast'), heavy = waiting('heavy') }
return cjson.encode({ before = before, after = after, delayed = delayed })
`;

/** Takes a key out that nobody has taken. Gives 0, or 1, or the name of the turn that was to come for it. */
const remove = `
local key = ARGV[1]
local state, item = load(key)
if not item or state == 't' or state == 'a' then return 0 end
redis.call('HDEL', items, key)
if state == 'd' then
  redis.call('ZREM', laneKey(item.lane, 'delayed'), key)
  return item.turn
end
local row = levelKey(item.lane, item.priority, 'of:' .. item.user)
redis.call('ZREM', row, key)
if redis.call('EXISTS', row) == 0 then redis.call('ZREM', levelKey(item.lane, item.priority, 'users'), item.user) end
closeLevel(item.lane, item.priority)
redis.call('HINCRBY', prefix .. ':waiting', item.lane, -1)
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

-- A command with all its arguments, or several when there are too many for one.
local function callAll(command, key, arguments)
  for first = 1, #arguments, 1000 do
    redis.call(command, key, unpack(arguments, first, math.min(first + 999, #arguments)))
  end
end

-- Keys of up to that many different users of a level, or of its only user.
local function takeRound(level, wanted)
  local found, left = {}, {}
  local ring = levelKey(lane, level, 'users')
  local users = redis.call('ZPOPMIN', ring, wanted)
  local each = #users == 2 and redis.call('EXISTS', ring) == 0 and wanted or 1
  for i = 1, #users, 2 do
    local row = levelKey(lane, level, 'of:' .. users[i])
    local popped = redis.call('ZPOPMIN', row, each)
    for j = 1, #popped, 2 do found[#found + 1] = popped[j] end
    if redis.call('EXISTS', row) == 1 then
      left[#left + 1] = count()
      left[#left + 1] = users[i]
    end
  end
  callAll('ZADD', ring, left)
  return found
end

local function take(wanted)
  local all, states = {}, {}
  while #all < wanted do
    local level = redis.call('ZRANGE', laneKey(lane, 'levels'), 0, 0)[1]
    if not level then break end
    for _, key in ipairs(takeRound(level, math.min(wanted - #all, 500))) do
      all[#all + 1] = key
      states[#states + 1] = key
      states[#states + 1] = 't' .. redis.call('HGET', items, key):sub(2)
    end
    closeLevel(lane, level)
  end
  callAll('HSET', items, states)
  if #all > 0 then redis.call('HINCRBY', prefix .. ':waiting', lane, -#all) end
  return all
end

-- What is done with is forgotten together with others.
local done = {}
local function finish(key, pausesMs)
  local text = redis.call('HGET', items, key)
  if not pausesMs and text:sub(1, 1) == 't' then
    done[#done + 1] = key
    return
  end
  local item = cjson.decode(text:sub(2))
  local again = item.again
  if pausesMs then
    again = now + pausesMs[math.min(item.failures, #pausesMs - 1) + 1]
    item.failures = item.failures + 1
  else
    item.no = nil
    item.failures = 0
  end
  item.again = nil
  if again > now then delayed[#delayed + 1] = delay(key, item, again) else lineUp(key, item) end
end

-- Those that want another key have it once all before them have ended what they had.
local wanting, held, left = {}, {}, {}
local function serve(requests)
  callAll('HDEL', items, done)
  local found = take(#wanting)
  for place, i in ipairs(wanting) do
    local key, request = found[place], requests[i]
    if key then
      keys[i] = key
      held[#held + 1] = request.turn
      held[#held + 1] = request.holder .. ' ' .. request.step .. ' ' .. key
    elseif request.step > 0 then
      left[#left + 1] = request.turn
    end
  end
  callAll('HSET', taken, held)
  callAll('HDEL', taken, left)
  wanting, held, left, done = {}, {}, {}, {}
end

promote(lane, now)
local requests = cjson.decode(ARGV[3])
local seen = {}
for i, request in ipairs(requests) do
  local turn = request.turn
  -- A turn that is asked for twice is asked again for what it holds by then.
  if seen[turn] then
    serve(requests)
    seen = {}
  end
  seen[turn] = true
  keys[i] = false
  local text = redis.call('HGET', taken, turn)
  local holder, step, key
  if text then holder, step, key = text:match('^(%S+) (%d+) (.*)$') end
  step = tonumber(step)
  if request.step == 0 and key then
    -- It was begun by a process that is gone, or the answer was lost.
    keys[i] = key
    redis.call('HSET', taken, turn, request.holder .. ' 0 ' .. key)
  elseif request.step == 0 then
    if request.dueAt > now then promote(lane, request.dueAt) end
    wanting[#wanting + 1] = i
  elseif key and holder == request.holder and step == request.step then
    keys[i] = key
  elseif key and holder == request.holder and step == request.step - 1 then
    finish(key, request.pausesMs)
    if request.takes then wanting[#wanting + 1] = i else left[#left + 1] = turn end
  end
end
serve(requests)
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
