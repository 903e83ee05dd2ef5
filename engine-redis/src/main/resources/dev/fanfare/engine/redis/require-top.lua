-- Starts a new epoch if the history ends below an offset that a node has seen: its latest publications are lost, and their
-- offsets would be assigned again.
-- KEYS: meta, stream. ARGV: 1 epoch, 2 highest offset seen, 3 new epoch. Returns: 1 if a new epoch was started, else 0.

local known = redis.call('HMGET', KEYS[1], 'e', 's')
if known[1] ~= ARGV[1] or tonumber(known[2] or '0') >= tonumber(ARGV[2]) then return {0} end
redis.call('HSET', KEYS[1], 'e', ARGV[3], 's', '0')
redis.call('DEL', KEYS[2])
return {1}
