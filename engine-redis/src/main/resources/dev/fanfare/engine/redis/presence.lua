-- The common beginning of all presence scripts.
-- KEYS: clients, users of clients, users, data of clients.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

-- At maxmemory, Redis rejects HINCRBY, but not in a script that has already deleted something.
local function forget(client)
  local user = redis.call('HGET', KEYS[2], client)
  redis.call('ZREM', KEYS[1], client)
  redis.call('HDEL', KEYS[2], client)
  redis.call('HDEL', KEYS[4], client)
  if user and redis.call('HINCRBY', KEYS[3], user, -1) <= 0 then redis.call('HDEL', KEYS[3], user) end
end

-- Removes at most 500 expired clients, because a script blocks the server. Returns false if more may be left.
local function forget_expired()
  local expired = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 500)
  for _, client in ipairs(expired) do forget(client) end
  return #expired < 500
end
