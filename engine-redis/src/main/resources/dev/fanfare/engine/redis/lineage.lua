-- The common beginning of the scripts that write positions. The meta hash of a history contains e, its current epoch; s, its
-- top offset; r, the replication id of the primary that wrote last; and l, its earlier epochs. l consists of a version, of
-- epochs with their last offsets, oldest first, and of the epoch that continues them: "1 EPOCH OFFSET EPOCH OFFSET CURRENT".
-- Metadata of older versions has neither r nor l. A node of an older version that restarts a history replaces e and keeps l,
-- which is then not of e and does not count.

local MAX_EARLIER = 32

-- Returns the replication id of this server, which changes when data may be lost: at a failover and at a restart. Returns '' if
-- the user has no permission for INFO. The script reads the id once per call. Nodes do not pass it, because their connections
-- can survive a demotion and a promotion of the server.
local replication_id
local function writer()
  if not replication_id then
    local info = redis.pcall('INFO', 'replication')
    replication_id = type(info) == 'string' and string.match(info, 'master_replid:(%x+)') or ''
  end
  return replication_id
end

-- Begins a history without earlier epochs.
local function begin(meta, epoch)
  redis.call('HSET', meta, 'e', epoch, 's', '0', 'r', writer())
  redis.call('HDEL', meta, 'l')
end

-- Begins a new epoch before a write if another primary wrote last, and keeps the last offset of the current one. The function
-- create_epoch returns the new epoch. Metadata of older versions keeps its epoch while the cluster has nodes of older versions,
-- because clients of these nodes cannot recover from an earlier epoch. Returns the epoch of the write.
local function continue(meta, epoch, top, wrote_last, create_epoch, has_older_nodes)
  local id = writer()
  if id == '' or id == wrote_last or (has_older_nodes and not wrote_last) then return epoch end
  local new_epoch = create_epoch()
  local earlier = {}
  local known, continued_by = string.match(redis.call('HGET', meta, 'l') or '', '^1 (.+) (%S+)$')
  if continued_by == epoch then
    for each in string.gmatch(known, '%S+ %d+') do table.insert(earlier, each) end
  end
  table.insert(earlier, epoch .. ' ' .. top)
  local kept = table.concat(earlier, ' ', math.max(1, #earlier - MAX_EARLIER + 1))
  redis.call('HSET', meta, 'e', new_epoch, 'r', id, 'l', '1 ' .. kept .. ' ' .. new_epoch)
  return new_epoch
end
