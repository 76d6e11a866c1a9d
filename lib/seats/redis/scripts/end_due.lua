-- Ends one hold if it is due.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- KEYS[7] hold
-- KEYS[8] owner (no more keys from here on when there is no record)
-- KEYS[9] address (only if the hold has one)
-- KEYS[..] seat (one for each that the hold has)
-- ARGV[1] now
-- ARGV[2] the hold's record as read before
-- ARGV[3] JSON: id
-- Returns {DONE, 1} ended, {DONE, 0} not due
--   {LOST}, {CHANGED}
--- @include board
--- @include holds
--- @include existing_hold
local refusal = lost_or_changed()
if refusal then
  return refusal
end
if not hold then
  redis.call("ZREM", holds_key, cjson.decode(ARGV[3]).id)
  return { DONE, 0 }
end
if not is_due(hold) then
  return { DONE, 0 }
end
local statuses = {}
end_hold(hold, hold_key, groups, seat_keys, statuses)
publish(statuses)
return { DONE, 1 }
