-- Takes the lock to rebuild a lost board, and reads the holds that may survive, claimed ones first.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- KEYS[7] lock
-- ARGV[1] now
-- ARGV[2] JSON: token, lockMs
-- Returns {DONE, now, hold ids, records (nil if missing)} if the caller got the lock
--   {LOST} if another process is rebuilding it, {BUILT} if the board already exists
--- @include board
--- @include keys
--- @include step
if not board_is_lost() then
  return { BUILT }
end
local request = cjson.decode(ARGV[2])
local ids, keys = redis.call("ZRANGE", claimed_key, 0, -1), {}
for _, id in ipairs(redis.call("ZRANGE", holds_key, 0, -1)) do
  ids[#ids + 1] = id
end
for i, id in ipairs(ids) do
  keys[i] = hold_key(id)
end
local records = read(keys)
if not redis.call("SET", KEYS[7], request.token, "NX", "PX", request.lockMs) then
  return { LOST }
end
return { DONE, now, ids, records }
