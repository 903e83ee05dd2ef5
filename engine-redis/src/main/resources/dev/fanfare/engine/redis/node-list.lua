-- Lists the live nodes.
-- KEYS: nodes. Returns: their ids.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')
