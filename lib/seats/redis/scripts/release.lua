-- Ends a hold for its owner and frees its seats.
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
-- ARGV[3] JSON: owners
-- Returns {DONE}
--   {LOST}, {CHANGED}, {HOLD_NOT_FOUND}, {HOLD_CLAIMED, booking id}
--- @include board
--- @include holds
--- @include existing_hold
local refusal = refusal_to(cjson.decode(ARGV[3]).owners)
if refusal then
  return refusal
end
if hold.status == "claimed" then
  return { HOLD_CLAIMED, hold.bookingId }
end
local statuses = {}
end_hold(hold, hold_key, groups, seat_keys, statuses)
publish(statuses)
return { DONE }
