-- The numbers of clients and of users, after those clients are forgotten whose time is over.
-- KEYS: clients, users of clients, users, what is told of clients. Returns: both.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local function forget(client)
  local user = redis.call('HGET', KEYS[2], client)
  if user and redis.call('HINCRBY', KEYS[3], user, -1) <= 0 then redis.call('HDEL', KEYS[3], user) end
  redis.call('HDEL', KEYS[2], client)
  redis.call('HDEL', KEYS[4], client)
  redis.call('ZREM', KEYS[1], client)
end

for _, client in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do forget(client) end

return {redis.call('ZCARD', KEYS[1]), redis.call('HLEN', KEYS[3])}
