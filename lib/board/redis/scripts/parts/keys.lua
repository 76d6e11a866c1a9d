-- Builds the keys that a script discovers as it runs, with the same names as keys.ts. They share the hash tag of the
-- script's KEYS, so a cluster has all of them in one slot.
local tag = string.match(epoch_key, "^{[^}]+}:")

local function hold_key(id)
  return tag .. "hold:" .. id
end

local function owner_key(owner)
  return tag .. "owner:" .. owner
end

local function address_key(address)
  return tag .. "address:" .. address
end

local function abandoned_key(key)
  return tag .. "abandoned:" .. key
end

local function seat_key(index)
  return tag .. "seat:" .. index
end
