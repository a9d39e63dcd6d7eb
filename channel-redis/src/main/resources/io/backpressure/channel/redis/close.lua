-- Close the channel for sends.
-- KEYS: stream, meta, instances
-- ARGV: topic of events
-- Once a script has written, Redis does not reject its later writes for lack of memory: begin with a write that needs none.
redis.call('HDEL', KEYS[2], 'opened')
redis.call('HSET', KEYS[2], 'closed', 1)
redis.call('PUBLISH', ARGV[1], 'closed')
return {}
