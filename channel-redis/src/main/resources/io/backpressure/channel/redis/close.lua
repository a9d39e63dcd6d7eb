-- Refuse further values.
-- KEYS: meta
-- ARGV: topic of events
redis.call('HSET', KEYS[1], 'closed', 1)
redis.call('PUBLISH', ARGV[1], 'closed')
return {}
