-- Begins a new epoch when the history has less than a node has seen of it: its end is lost, and its offsets would be given
-- again.
-- KEYS: meta, stream. ARGV: 1 epoch, 2 highest offset seen, 3 a new epoch. Returns: 1 when a new epoch has begun.

local known = redis.call('HMGET', KEYS[1], 'e', 's')
if known[1] ~= ARGV[1] or tonumber(known[2] or '0') >= tonumber(ARGV[2]) then return {0} end
redis.call('HSET', KEYS[1], 'e', ARGV[3], 's', '0')
redis.call('DEL', KEYS[2])
return {1}
