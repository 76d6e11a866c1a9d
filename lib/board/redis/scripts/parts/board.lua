-- What every script starts with. KEYS[1] to KEYS[6] are the board of one event.
local epoch_key, version_key, statuses_key, feed_key, holds_key, claimed_key = unpack(KEYS, 1, 6)

-- The first number of every reply; the same numbers as in replies.ts.
local DONE, LOST, OTHER_EPOCH, HOLD_NOT_FOUND, HOLD_CLAIMED = 0, 1, 2, 3, 4
local SEATS_UNAVAILABLE, LIMIT_EXCEEDED, EXTENSION_CAP, BUILT, HOLD_CHANGED = 5, 6, 7, 8, 9

-- Milliseconds: the server's clock, or ARGV[1] where a test drives it.
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call("TIME")
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Names the unbroken history of writes that this server continues. It is another one after a restart, after a replica
-- took over, and on the server that a slot has moved to.
local function history_id()
  return string.match(redis.call("INFO", "replication"), "master_replid:(%x+)")
end

-- A board is lost when a part of it is missing, or when it was built in another history: then its last writes may be
-- gone. The epoch is "<random> <history id>".
local function board_is_lost()
  local epoch = redis.call("GET", epoch_key)
  return not epoch or redis.call("EXISTS", version_key, statuses_key) < 2
    or string.match(epoch, " (%x+)$") ~= history_id()
end

local function contains(list, value)
  for _, item in ipairs(list) do
    if item == value then
      return true
    end
  end
  return false
end

local function is_due(hold)
  return hold.status == "active" and hold.expiresAt <= now
end
