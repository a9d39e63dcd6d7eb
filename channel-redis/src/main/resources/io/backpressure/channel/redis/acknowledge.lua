-- Acknowledge a value.
-- KEYS: stream, meta, instances
-- ARGV: id, topic of events
redis.call('XACK', KEYS[1], 'g', ARGV[1])
redis.call('XDEL', KEYS[1], ARGV[1])
-- Receivers of a closed channel wait while values may still be redelivered. Let them check again when there are none.
if redis.call('HEXISTS', KEYS[2], 'closed') == 1 and redis.call('XLEN', KEYS[1]) == 0 then
	redis.call('PUBLISH', ARGV[2], 'closed')
end
return {}
