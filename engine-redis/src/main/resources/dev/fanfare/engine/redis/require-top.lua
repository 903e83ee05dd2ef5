-- Starts a new epoch without earlier ones of each history that ends below an offset that a node has seen: its latest publications
-- are lost, and their offsets may have been assigned again in the same epoch.
-- KEYS: meta and stream of each channel. ARGV: for each channel the epoch, the highest offset seen, and a new epoch.
-- Returns: the indexes of the channels with a new epoch, from 1.

local started = {}
for i = 1, #KEYS / 2 do
  local meta, stream = KEYS[2 * i - 1], KEYS[2 * i]
  local known = redis.call('HMGET', meta, 'e', 's')
  if known[1] == ARGV[3 * i - 2] and tonumber(known[2] or '0') < tonumber(ARGV[3 * i - 1]) then
    begin(meta, ARGV[3 * i])
    redis.call('DEL', stream)
    table.insert(started, i)
  end
end
return started
