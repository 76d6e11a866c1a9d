-- Ends a hold for its owner and frees its seats.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- KEYS[7] hold
-- ARGV[1] now
-- ARGV[2] JSON: owners
-- Returns {DONE}
--   {LOST}, {HOLD_NOT_FOUND}, {HOLD_CLAIMED, booking id}
--- @include board
--- @include keys
--- @include step
--- @include holds
--- @include existing_hold
local hold, refusal = find_hold(cjson.decode(ARGV[2]).owners)
if refusal then
  return refusal
end
if hold.status == "claimed" then
  return { HOLD_CLAIMED, hold.bookingId }
end
abandon(hold)
return finish({ DONE })
