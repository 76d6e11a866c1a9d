-- Takes the time limit off a hold for a booking.
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
-- ARGV[3] JSON: owners, idempotencyHash, bookingId
-- Returns {DONE, record}, of the claim made before when it was by the same idempotency hash
--   {LOST}, {CHANGED}, {HOLD_NOT_FOUND}, {HOLD_CLAIMED, booking id}, {SEATS_UNAVAILABLE, indexes}
--- @include board
--- @include holds
--- @include existing_hold
local request = cjson.decode(ARGV[3])
local refusal = refusal_to(request.owners)
if refusal then
  return refusal
end
if hold.status == "claimed" then
  if hold.idempotencyHash == request.idempotencyHash then
    return { DONE, ARGV[2] }
  end
  return { HOLD_CLAIMED, hold.bookingId }
end
local lost = lost_seats(hold, seat_keys)
if #lost > 0 then
  return { SEATS_UNAVAILABLE, lost }
end
hold.status = "claimed"
hold.attempt = hold.attempt + 1
hold.bookingId = request.bookingId
hold.idempotencyHash = request.idempotencyHash
hold.claimedAt = now
renew_leases(hold, seat_keys)
return { DONE, save_hold(hold, hold_key, groups) }
