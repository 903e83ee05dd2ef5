-- Claims due changes for a node, which reports them. A change that another node has claimed is claimed only if that node has
-- expired. Claims in another format are skipped; nodes of their release process them. Each claimed change is due again after the
-- expiry.
-- KEYS: nodes, node counts, reported channels, due changes, claims. ARGV: 1 node, 2 maximum number of changes, 3 debounce in
-- milliseconds, 4 expiry in milliseconds, 5 prefix of new ids. Returns: an expired node or '', then for each change: id,
-- channel, 1 if occupied, and age in milliseconds.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local function lives(node)
  local expires = redis.call('ZSCORE', KEYS[1], node)
  return expires and tonumber(expires) > now
end

if not lives(ARGV[1]) then return {''} end

local answer = {redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 1)[1] or ''}
for i, channel in ipairs(redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', now, 'LIMIT', 0, ARGV[2])) do
  local claim = redis.call('HGET', KEYS[5], channel)
  local id, occupied, since, owner
  if claim then
    id, occupied, since, owner = string.match(claim, '^(%S+) (%d) (%d+) (%S+)$')
  else
    id = ARGV[5] .. '-' .. i
    occupied = redis.call('HEXISTS', KEYS[2], channel)
    since = string.format('%.0f', tonumber(redis.call('ZSCORE', KEYS[4], channel)) - tonumber(ARGV[3]))
  end
  redis.call('ZADD', KEYS[4], now + tonumber(ARGV[4]), channel)
  if id and not (owner and lives(owner)) then
    redis.call('HSET', KEYS[5], channel, id .. ' ' .. occupied .. ' ' .. since .. ' ' .. ARGV[1])
    table.insert(answer, id)
    table.insert(answer, channel)
    table.insert(answer, tonumber(occupied))
    table.insert(answer, now - tonumber(since))
  end
end
return answer
