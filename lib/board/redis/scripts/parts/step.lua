-- A step reads everything it needs, decides, and only then writes. So if a cluster is moving the slot and a key is not
-- on this server, the script fails at a read, with nothing changed. Three rules ensure this:
-- 1. `write` and `set_seat` only record what to write; `commit` does it, and nothing is read afterwards.
-- 2. Every key that is written has been read by `read`, or is among KEYS.
-- 3. A key that may be gone is not touched again: removals come last, grouped by key.

-- The most keys or members in one command.
local AT_ONCE_MAX = 1000
local FEED_LENGTH = 10000
-- A feed without changes for a day expires; a client that returns to it gets a snapshot.
local FEED_SECONDS = 86400
local REMOVING = { DEL = true, HDEL = true, ZREM = true }

-- Reads the strings at keys that are not among KEYS: false if a key is missing or of another type. A server to which
-- a slot is moving treats a key that it does not have yet as empty, but only in a command with a single key; with two
-- keys the command fails. That is why the epoch's key is read along with them.
local function read(keys)
  local texts = {}
  for first = 1, #keys, AT_ONCE_MAX do
    local last = math.min(first + AT_ONCE_MAX - 1, #keys)
    local values = redis.call("MGET", epoch_key, unpack(keys, first, last))
    for i = 2, #values do
      texts[#texts + 1] = values[i]
    end
  end
  return texts
end

-- The last command for each key, or member of a key, to be written; `written` has the order.
local writes, written = {}, {}
local function write(what, ...)
  if not writes[what] then
    written[#written + 1] = what
  end
  writes[what] = { ... }
end

-- The seats read so far, by index, as this step leaves them: key, holder (the id of the hold that has it, or false)
-- and, once needed, status. `had` and `was` are the holder and the status as they were read.
local seats = {}

-- Reads the holders of these seats (a list of { index }), and other keys along with them. Returns the values of those.
local function read_seats(list, other_keys)
  local fresh, keys = {}, {}
  for _, seat in ipairs(list) do
    if not seats[seat.index] then
      local key = seat_key(seat.index)
      seats[seat.index] = { key = key }
      fresh[#fresh + 1] = seats[seat.index]
      keys[#keys + 1] = key
    end
  end
  for _, key in ipairs(other_keys) do
    keys[#keys + 1] = key
  end
  local texts = read(keys)
  for i, seat in ipairs(fresh) do
    seat.had, seat.holder = texts[i], texts[i]
  end
  return { unpack(texts, #fresh + 1) }
end

local function status_of(index)
  local seat = seats[index]
  if not seat.status then
    seat.was = redis.call("GETRANGE", statuses_key, index, index)
    seat.status = seat.was
  end
  return seat.status
end

local function set_status(index, status)
  status_of(index)
  seats[index].status = status
end

-- Sets the status of a seat that was read, and its holder or none; its key expires after `lease_ms`, if given. A key
-- that did not exist is set only if it still does not.
local function set_seat(index, status, holder, lease_ms)
  set_status(index, status)
  local seat = seats[index]
  local command = holder and { "SET", seat.key, holder } or { "DEL", seat.key }
  if holder and not seat.had then
    command[#command + 1] = "NX"
  end
  if holder and lease_ms then
    command[#command + 1] = "PX"
    command[#command + 1] = lease_ms
  end
  write(seat.key, unpack(command))
  seat.holder = holder or false
end

-- Writes the statuses that have changed and publishes them as one version; no version if none has changed.
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
  redis.call("EXPIRE", feed_key, FEED_SECONDS)
end

local function commit()
  local removals, keys = {}, {}
  for _, what in ipairs(written) do
    local command = writes[what]
    local removal = removals[command[2]]
    if not REMOVING[command[1]] then
      redis.call(unpack(command))
    elseif removal then
      removal[#removal + 1] = command[3]
    else
      removals[command[2]] = command
      keys[#keys + 1] = command[2]
    end
  end
  for _, key in ipairs(keys) do
    local command = removals[key]
    for first = 3, math.max(#command, 3), AT_ONCE_MAX do
      redis.call(command[1], key, unpack(command, first, math.min(first + AT_ONCE_MAX - 1, #command)))
    end
  end
end

-- Ends a step, whatever its reply: a refused one may also have ended due holds.
local function finish(reply)
  publish()
  commit()
  return reply
end
