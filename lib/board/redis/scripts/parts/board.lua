-- The start of every script. KEYS[1] to KEYS[6] are one event's board.
local epoch_key, version_key, statuses_key, feed_key, holds_key, claimed_key = unpack(KEYS, 1, 6)

-- The first item of every reply; the codes are the same as in replies.ts.
local DONE, LOST, OTHER_EPOCH, HOLD_NOT_FOUND, HOLD_CLAIMED = 0, 1, 2, 3, 4
local SEATS_UNAVAILABLE, LIMIT_EXCEEDED, EXTENSION_CAP, BUILT, HOLD_CHANGED = 5, 6, 7, 8, 9
local COOL_DOWN = 10

-- Milliseconds, by the server's clock, or by ARGV[1] if a test drives it.
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call("TIME")
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Identifies the unbroken history of writes that this server continues. It differs after a restart, after a failover to
-- a replica, and on the server that a slot has moved to.
local function history_id()
  return string.match(redis.call("INFO", "replication"), "master_replid:(%x+)")
end

-- A board is lost if a part of it is missing, or if it was built in another history: its last writes may then be gone.
-- The epoch is "<random> <history id>".
local function board_is_lost()
  local epoch = redis.call("GET", epoch_key)
  return not epoch or redis.call("EXISTS", version_key, statuses_key) < 2
    or string.match(epoch, " (%x+)$") ~= history_id()
end

-- The epoch without the history, as callers know it; the board must not be lost.
local function board_epoch()
  return string.match(redis.call("GET", epoch_key), "^(%S+) ")
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
