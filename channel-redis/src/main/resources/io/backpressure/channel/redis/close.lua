-- Close the channel for sends.
-- KEYS: stream, meta, instances
-- ARGV: topic of events
-- After the first write of a script, Redis rejects none of its later writes for lack of memory. So begin with a write
-- that needs no memory.
redis.call('HDEL', KEYS[2], 'opened')
redis.call('HSET', KEYS[2], 'closed', 1)
redis.call('PUBLISH', ARGV[1], 'closed')
return {}
