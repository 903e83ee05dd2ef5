-- The numbers of clients and of users. Returns: both; or nothing at all when some whose time is over have yet to be
-- forgotten: ask again.

if not forget_expired() then return {} end
return {redis.call('ZCARD', KEYS[1]), redis.call('HLEN', KEYS[3])}
