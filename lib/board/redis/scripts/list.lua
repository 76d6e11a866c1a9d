-- Reads the live holds of these owners.
-- KEYS[1] epoch
-- KEYS[2] version
-- KEYS[3] statuses
-- KEYS[4] feed
-- KEYS[5] holds
-- KEYS[6] claimed
-- ARGV[1] now
-- ARGV[2] JSON: owners
-- Returns {DONE, records}
--   {LOST}
--- @include board
--- @include keys
--- @include step
--- @include holds
if board_is_lost() then
  return { LOST }
end
local owner_keys, hold_keys, records = {}, {}, {}
for i, owner in ipairs(cjson.decode(ARGV[2]).owners) do
  owner_keys[i] = owner_key(owner)
end
read(owner_keys)
for _, key in ipairs(owner_keys) do
  for _, id in ipairs(redis.call("HKEYS", key)) do
    if is_live_id(id) then
      hold_keys[#hold_keys + 1] = hold_key(id)
    end
  end
end
for _, record in ipairs(read(hold_keys)) do
  records[#records + 1] = record or nil
end
return { DONE, records }
