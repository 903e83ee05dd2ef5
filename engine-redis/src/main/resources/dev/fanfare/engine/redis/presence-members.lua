-- All clients. Returns: clients and their users in turn; clients and what is told of them in turn; or nothing at all when
-- some whose time is over have yet to be forgotten: ask again.

if not forget_expired() then return {} end
return {redis.call('HGETALL', KEYS[2]), redis.call('HGETALL', KEYS[4])}
