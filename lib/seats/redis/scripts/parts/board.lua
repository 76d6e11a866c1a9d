-- What every script starts with. KEYS[1] to KEYS[6] are the board of one event; scripts take the keys after them in
-- order. A script touches no key that it was not given: while a cluster moves the slot, Redis then runs it whole or
-- not at all.
local epoch_key, version_key, statuses_key, feed_key, holds_key, claimed_key = unpack(KEYS, 1, 6)

-- The first number of every reply; the same numbers as in replies.ts.
local DONE, LOST, CHANGED, HOLD_NOT_FOUND, HOLD_CLAIMED = 0, 1, 2, 3, 4
local SEATS_UNAVAILABLE, LIMIT_EXCEEDED, EXTENSION_CAP = 5, 6, 7

-- The seat keys outlive their hold's end by this, so that only the end of a hold frees seats; they go by themselves
-- when nothing ends it.
local BACKSTOP_MS = 60000
local FEED_LENGTH = 10000

-- Milliseconds: the server's clock, or ARGV[1] where a test drives it.
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call("TIME")
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

local keys_taken = 6
local function take_keys(count)
  local keys = {}
  for i = 1, count do
    keys[i] = KEYS[keys_taken + i]
  end
  keys_taken = keys_taken + count
  return keys
end

local function server_run_id()
  return string.match(redis.call("INFO", "server"), "run_id:(%x+)")
end

-- A board is lost when a part of it is missing, or when it was built on another run of the server: after a restart or
-- a failover the last writes may be gone. The epoch is "<random> <run id>".
local function board_is_lost()
  local epoch = redis.call("GET", epoch_key)
  return not epoch or redis.call("EXISTS", version_key, statuses_key) < 2
    or string.match(epoch, " (%x+)$") ~= server_run_id()
end

local function status_of(index)
  return redis.call("GETRANGE", statuses_key, index, index)
end

-- Writes statuses (by seat index) and tells of them in one version. Nothing different, no version.
local function publish(statuses)
  local indexes = {}
  for index, status in pairs(statuses) do
    if status_of(index) ~= status then
      indexes[#indexes + 1] = index
    end
  end
  if #indexes == 0 then
    return
  end
  table.sort(indexes)
  local delta = {}
  for i, index in ipairs(indexes) do
    redis.call("SETRANGE", statuses_key, index, statuses[index])
    delta[i] = index .. statuses[index]
  end
  local version = redis.call("INCR", version_key)
  redis.call("XADD", feed_key, "MAXLEN", "~", FEED_LENGTH, version .. "-0", "seats", table.concat(delta, " "))
end
