-- Makes a claimed hold active again after a declined payment, or ends it when it has lost a seat or has no time left.
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
-- ARGV[3] JSON: attempt, minimumMs
-- Returns {DONE, 1} active, {DONE, 0} ended, or not the hold of this attempt
--   {LOST}, {CHANGED}
--- @include board
--- @include holds
--- @include existing_hold
local request = cjson.decode(ARGV[3])
local refusal = lost_or_changed()
if refusal then
  return refusal
end
if not hold or hold.attempt ~= request.attempt or is_due(hold) then
  return { DONE, 0 }
end
if hold.status == "active" then
  return { DONE, 1 }
end
if not hold.reactivated then
  hold.expiresAt = math.max(hold.expiresAt, now + request.minimumMs)
end
if hold.expiresAt <= now or #lost_seats(hold, seat_keys) > 0 then
  local statuses = {}
  end_hold(hold, hold_key, groups, seat_keys, statuses)
  publish(statuses)
  return { DONE, 0 }
end
hold.status = "active"
hold.reactivated = true
hold.maxExpiresAt = math.max(hold.maxExpiresAt, hold.expiresAt)
hold.bookingId = nil
hold.claimedAt = nil
renew_leases(hold, seat_keys)
save_hold(hold, hold_key, groups)
return { DONE, 1 }
