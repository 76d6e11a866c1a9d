-- Makes a claimed hold active again after a declined payment, or ends it if it has lost a seat or has no time left.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- KEYS[7] hold
-- ARGV[1] now
-- ARGV[2] JSON: attempt, minimumMs
-- Returns {DONE, 1} if it is active, {DONE, 0} if it has ended or the attempt is not its current one
--   {LOST}, {HOLD_NOT_FOUND}
--- @include board
--- @include keys
--- @include step
--- @include holds
--- @include existing_hold
local request = cjson.decode(ARGV[2])
local hold, refusal = find_hold()
if refusal then
  return refusal
end
if hold.attempt ~= request.attempt then
  return { DONE, 0 }
end
if hold.status == "active" then
  return { DONE, 1 }
end
if not hold.reactivated then
  hold.expiresAt = math.max(hold.expiresAt, now + request.minimumMs)
end
if hold.expiresAt <= now or #lost_seats(hold) > 0 then
  end_hold(hold)
  return finish({ DONE, 0 })
end
leave_set(hold)
hold.status = "active"
hold.reactivated = true
hold.maxExpiresAt = math.max(hold.maxExpiresAt, hold.expiresAt)
hold.bookingId = nil
hold.claimedAt = nil
renew_leases(hold)
save_hold(hold)
return finish({ DONE, 1 })
