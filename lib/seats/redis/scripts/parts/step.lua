-- A step reads all that it needs, decides, and only then writes. So when a cluster is moving the slot and a key is not
-- here, the script fails at a read, with nothing changed. Three rules make that so:
-- 1. `write` and `set_seat` only note what to write; `commit` does it, and nothing is read after it.
-- 2. Every key that is written was read before by `read`, or is among KEYS.
-- 3. A key is not touched any more once it may be gone: each is written once, and removing comes last.

local READ_MAX = 1000
local FEED_LENGTH = 10000
local REMOVING = { DEL = true, HDEL = true, ZREM = true }

-- The texts of keys that were not given to the script: false where there is none, or something else. A server that a
-- slot is moving to takes a key it does not have yet for an empty one, but only in a command with a single key; with
-- two it is an error. Hence the epoch's.
local function read(keys)
  local texts = {}
  for first = 1, #keys, READ_MAX do
    local last = math.min(first + READ_MAX - 1, #keys)
    local answers = redis.call("MGET", epoch_key, unpack(keys, first, last))
    for i = 2, #answers do
      texts[#texts + 1] = answers[i]
    end
  end
  return texts
end

-- Commands by what they write (a key, or a member of one), the last one counts; `written` has the order.
local writes, written = {}, {}
local function write(what, ...)
  if not writes[what] then
    written[#written + 1] = what
  end
  writes[what] = { ... }
end

-- The seats that have been read, by index, as they will be: key, status, holder (the id of the hold that has it, or
-- false), and `was`, the status that was read.
local seats = {}

-- Reads seats ({ index }, a list), and other keys with them.
local function read_seats(list, other_keys)
  local fresh, keys = {}, {}
  for _, seat in ipairs(list) do
    local index = seat.index
    if not seats[index] then
      local status = redis.call("GETRANGE", statuses_key, index, index)
      seats[index] = { key = seat_key(index), status = status, was = status }
      fresh[#fresh + 1] = seats[index]
      keys[#keys + 1] = seats[index].key
    end
  end
  for _, key in ipairs(other_keys) do
    keys[#keys + 1] = key
  end
  local texts = read(keys)
  for i, seat in ipairs(fresh) do
    seat.holder = texts[i]
  end
end

-- Gives a seat that was read a status and a holder, or none; its key goes by itself after `lease_ms`, where there is
-- one.
local function set_seat(index, status, holder, lease_ms)
  local seat = seats[index]
  seat.status, seat.holder = status, holder or false
  if not holder then
    write(seat.key, "DEL", seat.key)
  elseif lease_ms then
    write(seat.key, "SET", seat.key, holder, "PX", lease_ms)
  else
    write(seat.key, "SET", seat.key, holder)
  end
end

-- Writes the statuses that are different now and tells of them in one version. Nothing different, no version.
local function publish()
  local indexes, delta = {}, {}
  for index, seat in pairs(seats) do
    if seat.status ~= seat.was then
      indexes[#indexes + 1] = index
    end
  end
  if #indexes == 0 then
    return
  end
  table.sort(indexes)
  for i, index in ipairs(indexes) do
    redis.call("SETRANGE", statuses_key, index, seats[index].status)
    delta[i] = index .. seats[index].status
  end
  local version = redis.call("INCR", version_key)
  redis.call("XADD", feed_key, "MAXLEN", "~", FEED_LENGTH, version .. "-0", "seats", table.concat(delta, " "))
end

local function commit()
  for _, removing in ipairs({ false, true }) do
    for _, what in ipairs(written) do
      if (REMOVING[writes[what][1]] or false) == removing then
        redis.call(unpack(writes[what]))
      end
    end
  end
end

-- The end of a step, whatever it answers: also a refused one may have ended holds that were due.
local function finish(reply)
  publish()
  commit()
  return reply
end
