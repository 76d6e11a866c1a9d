-- Extends a hold.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- KEYS[7] hold
-- ARGV[1] now
-- ARGV[2] JSON: owners, ttlMs
-- Returns {DONE, record}
--   {LOST}, {HOLD_NOT_FOUND}, {HOLD_CLAIMED, booking id}, {EXTENSION_CAP}
--- @include board
--- @include keys
--- @include step
--- @include holds
--- @include existing_hold
local request = cjson.decode(ARGV[2])
local hold, refusal = find_hold(request.owners)
if refusal then
  return refusal
end
if hold.status == "claimed" then
  return { HOLD_CLAIMED, hold.bookingId }
end
local expires_at = math.min(now + request.ttlMs, hold.maxExpiresAt)
if expires_at <= hold.expiresAt then
  return { EXTENSION_CAP }
end
hold.expiresAt = expires_at
renew_leases(hold)
return finish({ DONE, save_hold(hold) })
