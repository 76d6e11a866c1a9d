-- What scripts about one existing hold start with. The caller has read its record, ARGV[2] ("" for none), since the
-- record says which groups and seats the script needs the keys of; when it has changed since, the caller reads again.
local hold_key = take_keys(1)[1]
local hold = ARGV[2] ~= "" and cjson.decode(ARGV[2]) or nil
local groups = take_keys(not hold and 0 or hold.address and 2 or 1)
local seat_keys = take_keys(hold and #hold.seats or 0)

local function lost_or_changed()
  if board_is_lost() then
    return { LOST }
  end
  if (redis.call("GET", hold_key) or "") ~= ARGV[2] then
    return { CHANGED }
  end
end

-- The reply that refuses these owners the hold, if there is a reason.
local function refusal_to(owners)
  local reply = lost_or_changed()
  if reply then
    return reply
  end
  if not hold or is_due(hold) or not contains(owners, hold.owner) then
    return { HOLD_NOT_FOUND }
  end
end
