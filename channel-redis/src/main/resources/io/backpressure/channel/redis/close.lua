-- Refuse further values.
-- KEYS: stream, meta, instances
-- ARGV: topic of events
-- A first write that needs no memory: the one after it is then not refused for want of it.
redis.call('HDEL', KEYS[2], 'opened')
redis.call('HSET', KEYS[2], 'closed', 1)
redis.call('PUBLISH', ARGV[1], 'closed')
return {}
