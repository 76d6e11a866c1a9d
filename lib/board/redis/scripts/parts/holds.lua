-- Operations on holds. A hold is a table with the content of its JSON record. Its groups are hashes "hold id -> number
-- of seats": one for its owner and one for each of its addresses. Two sorted sets list all holds: active ones by expiry,
-- claimed ones by the time of the claim.

-- How long seat keys outlive their hold's expiry, so that only ending the hold frees its seats. If nothing ends it, the
-- keys expire.
local BACKSTOP_MS = 60000
-- Longer than any hold lives. A group expires after this time even if a lost hold was left in it.
local GROUP_SECONDS = 86400
-- The same as in board.ts.
local COOL_DOWN_MS = 600000

local function is_due_id(id)
  local expires_at = redis.call("ZSCORE", holds_key, id)
  return expires_at and tonumber(expires_at) <= now
end

local function is_live_id(id)
  return redis.call("ZSCORE", claimed_key, id) or redis.call("ZSCORE", holds_key, id) and not is_due_id(id)
end

local function group_keys(hold)
  local keys = { owner_key(hold.owner) }
  for _, address in ipairs(hold.addresses or {}) do
    keys[#keys + 1] = address_key(address)
  end
  return keys
end

-- When the holds of each cool-down were abandoned, as of this step: ascending times, by key.
local abandoned = {}

-- Reads seats and groups, and the abandoned holds that these cool-downs count.
local function read_counted(list, keys, cool_downs)
  local groups = #keys
  for _, cool_down in ipairs(cool_downs or {}) do
    keys[#keys + 1] = abandoned_key(cool_down.key)
  end
  local texts = read_seats(list, keys)
  for i = groups + 1, #keys do
    abandoned[keys[i]] = abandoned[keys[i]] or {}
    if #abandoned[keys[i]] == 0 then
      for time in string.gmatch(texts[i] or "", "%d+") do
        table.insert(abandoned[keys[i]], tonumber(time))
      end
    end
  end
end

-- Reads a hold by its key, together with everything that ending it would write; nil if there is none.
local function read_hold(key)
  local record = read({ key })[1]
  if record then
    local hold = cjson.decode(record)
    read_counted(hold.seats, group_keys(hold), hold.coolDowns)
    return hold
  end
end

-- The time to live of a hold's seat keys; nil for a claimed hold, which does not expire.
local function lease_ms(hold)
  return hold.status == "active" and hold.expiresAt - now + BACKSTOP_MS or nil
end

local function take_seats(hold, list)
  for _, seat in ipairs(list) do
    set_seat(seat.index, "h", hold.id, lease_ms(hold))
  end
end

-- Makes the keys of the hold's seats last as long as the hold.
local function renew_leases(hold)
  for _, seat in ipairs(hold.seats) do
    local key, holder = seats[seat.index].key, seats[seat.index].holder
    if holder == hold.id and hold.status == "claimed" then
      write(key, "PERSIST", key)
    elseif holder == hold.id then
      write(key, "PEXPIRE", key, lease_ms(hold))
    end
  end
end

-- Frees those of the seats that the hold still owns: their key says so, or their key has expired.
local function free_seats(hold, list)
  for _, seat in ipairs(list) do
    local holder = seats[seat.index].holder
    if holder == hold.id or not holder and status_of(seat.index) == "h" then
      set_seat(seat.index, "a")
    end
  end
end

-- Indexes of the hold's seats that it has lost to another's claim.
local function lost_seats(hold)
  local lost = {}
  for _, seat in ipairs(hold.seats) do
    if seats[seat.index].holder ~= hold.id then
      lost[#lost + 1] = seat.index
    end
  end
  return lost
end

local function set_of(hold)
  return hold.status == "claimed" and claimed_key or holds_key
end

-- Removes the hold from its sorted set.
local function leave_set(hold)
  write(set_of(hold) .. hold.id, "ZREM", set_of(hold), hold.id)
end

-- Writes the hold's record and its entry in a sorted set. Returns the record.
local function save_hold(hold)
  local record, key, set = cjson.encode(hold), hold_key(hold.id), set_of(hold)
  write(key, "SET", key, record)
  write(set .. hold.id, "ZADD", set, hold.claimedAt or hold.expiresAt, hold.id)
  return record
end

-- Records in the hold's groups how many seats it has.
local function count_seats(hold)
  for _, group in ipairs(group_keys(hold)) do
    write(group .. hold.id, "HSET", group, hold.id, #hold.seats)
    write(group, "EXPIRE", group, GROUP_SECONDS)
  end
end

local function end_hold(hold)
  free_seats(hold, hold.seats)
  write(hold_key(hold.id), "DEL", hold_key(hold.id))
  leave_set(hold)
  for _, group in ipairs(group_keys(hold)) do
    write(group .. hold.id, "HDEL", group, hold.id)
  end
end

-- Ends a hold that was not booked, and counts it towards its cool-downs.
local function abandon(hold)
  for _, cool_down in ipairs(hold.coolDowns or {}) do
    local key = abandoned_key(cool_down.key)
    local times = abandoned[key]
    times[#times + 1] = math.min(now, hold.expiresAt)
    table.sort(times)
    if #times > cool_down.holds + 1 then
      table.remove(times, 1)
    end
    write(key, "SET", key, table.concat(times, " "), "PX", COOL_DOWN_MS)
  end
  end_hold(hold)
end

-- Ends a hold of which only the id is known.
local function end_id(id)
  local hold = read_hold(hold_key(id))
  if hold and is_due(hold) then
    abandon(hold)
  elseif hold then
    end_hold(hold)
  else
    write(holds_key .. id, "ZREM", holds_key, id)
    write(claimed_key .. id, "ZREM", claimed_key, id)
  end
end

-- Ends the due holds that have any of these seats.
local function end_due_holders(list)
  for _, seat in ipairs(list) do
    local holder = seats[seat.index].holder
    if holder and is_due_id(holder) then
      end_id(holder)
    end
  end
end
