-- What scripts do with holds. A hold is a table as in its record (JSON); `groups` are the hashes "hold id -> number of
-- seats" of its owner and, when it has one, its address; `seat_keys` are in the order of its seats.

-- Longer than any hold lives; a group goes by itself when a lost hold is left in it.
local GROUP_SECONDS = 86400

local function is_due(hold)
  return hold.status == "active" and hold.expiresAt <= now
end

-- Two sorted sets know which holds there are: active ones by their end, claimed ones by the time of the claim.
local function is_due_id(id)
  local expires_at = redis.call("ZSCORE", holds_key, id)
  return expires_at and tonumber(expires_at) <= now
end

local function is_live_id(id)
  if redis.call("ZSCORE", claimed_key, id) then
    return true
  end
  local expires_at = redis.call("ZSCORE", holds_key, id)
  return expires_at and tonumber(expires_at) > now
end

local function contains(list, value)
  for _, item in ipairs(list) do
    if item == value then
      return true
    end
  end
  return false
end

-- Seats that the active holds of these groups have together, without one hold.
local function seats_in(groups, except_id)
  local sum = 0
  for _, group in ipairs(groups) do
    local entries = redis.call("HGETALL", group)
    for i = 1, #entries, 2 do
      local expires_at = entries[i] ~= except_id and redis.call("ZSCORE", holds_key, entries[i])
      if expires_at and tonumber(expires_at) > now then
        sum = sum + tonumber(entries[i + 1])
      end
    end
  end
  return sum
end

-- Whether a hold with this many seats would give its buyer or its address too many. `request` has limit and address.
local function is_over_limit(request, limit_groups, address_groups, id, seats)
  return request.limit and seats_in(limit_groups, id) + seats > request.limit
    or request.address and seats_in(address_groups, id) + seats > request.address.seats
end

-- A seat is free when its key is and its status is `a`, or when a due hold has left it over. A key of a hold that is
-- not alive counts as free.
local function is_free(index, seat_key)
  local holder = redis.call("GET", seat_key)
  if status_of(index) == "a" then
    return not holder or not is_live_id(holder)
  end
  return holder and is_due_id(holder)
end

local function unavailable_seats(seats, seat_keys)
  local unavailable = {}
  for i, seat in ipairs(seats) do
    if not is_free(seat.index, seat_keys[i]) then
      unavailable[#unavailable + 1] = seat.index
    end
  end
  table.sort(unavailable)
  return unavailable
end

-- Takes seats that are free.
local function take_seats(hold, seats, seat_keys, statuses)
  local lease_ms = hold.expiresAt - now + BACKSTOP_MS
  for i, seat in ipairs(seats) do
    local holder = redis.call("GET", seat_keys[i])
    if holder and not is_live_id(holder) then
      redis.call("DEL", seat_keys[i])
    end
    if not redis.call("SET", seat_keys[i], hold.id, "NX", "PX", lease_ms) then
      error("seat " .. seat.index .. " is not free")
    end
    statuses[seat.index] = "h"
  end
end

-- Gives back those of the seats that are still the hold's own: by their key, or because their key went by itself.
local function free_seats(hold, seats, seat_keys, statuses)
  for i, seat in ipairs(seats) do
    local holder = redis.call("GET", seat_keys[i])
    if holder == hold.id or (not holder and status_of(seat.index) == "h") then
      redis.call("DEL", seat_keys[i])
      statuses[seat.index] = "a"
    end
  end
end

-- Lets the keys of the hold's seats last as long as the hold does.
local function renew_leases(hold, seat_keys)
  for _, seat_key in ipairs(seat_keys) do
    if redis.call("GET", seat_key) == hold.id then
      if hold.status == "claimed" then
        redis.call("PERSIST", seat_key)
      else
        redis.call("PEXPIRE", seat_key, hold.expiresAt - now + BACKSTOP_MS)
      end
    end
  end
end

-- Indexes of the hold's seats that it has lost to a claim of another.
local function lost_seats(hold, seat_keys)
  local lost = {}
  for i, seat in ipairs(hold.seats) do
    if redis.call("GET", seat_keys[i]) ~= hold.id then
      lost[#lost + 1] = seat.index
    end
  end
  return lost
end

-- Writes the hold wherever it is known, and returns its record.
local function save_hold(hold, hold_key, groups)
  local record = cjson.encode(hold)
  redis.call("SET", hold_key, record)
  if hold.status == "claimed" then
    redis.call("ZREM", holds_key, hold.id)
    redis.call("ZADD", claimed_key, hold.claimedAt, hold.id)
  else
    redis.call("ZREM", claimed_key, hold.id)
    redis.call("ZADD", holds_key, hold.expiresAt, hold.id)
  end
  for _, group in ipairs(groups) do
    redis.call("HSET", group, hold.id, #hold.seats)
    redis.call("EXPIRE", group, GROUP_SECONDS)
  end
  return record
end

local function end_hold(hold, hold_key, groups, seat_keys, statuses)
  free_seats(hold, hold.seats, seat_keys, statuses)
  redis.call("DEL", hold_key)
  redis.call("ZREM", holds_key, hold.id)
  redis.call("ZREM", claimed_key, hold.id)
  for _, group in ipairs(groups) do
    redis.call("HDEL", group, hold.id)
  end
end
