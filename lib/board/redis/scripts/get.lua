-- Reads a hold, if it is live and belongs to one of these owners.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- KEYS[7] hold
-- ARGV[1] now
-- ARGV[2] JSON: owners
-- Returns {DONE, record}
--   {LOST}, {HOLD_NOT_FOUND}
--- @include board
if board_is_lost() then
  return { LOST }
end
local record = redis.call("GET", KEYS[7])
local hold = record and cjson.decode(record)
if not hold or is_due(hold) or not contains(cjson.decode(ARGV[2]).owners, hold.owner) then
  return { HOLD_NOT_FOUND }
end
return { DONE, record }
