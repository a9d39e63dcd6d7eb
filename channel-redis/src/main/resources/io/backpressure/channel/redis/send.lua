-- Add a value if the channel is open and has room. If it is full, 'keep' and 'drop' reject the value, and 'drop' counts it
-- as dropped; 'evict' removes the oldest value and adds the new one.
-- Begins with head.lua.
-- KEYS: stream, meta, instances
-- ARGV: value, capacity, 'keep', 'drop' or 'evict', topic of events
-- Returns {'SENT', size} or {'SENT', size, evicted}, {'FULL', size}, {'CLOSED'},
-- {'DIFFERENT', settings of the other instances, number of other instances}
local state = redis.call('HMGET', KEYS[2], 'closed', 'capacity', 'strategy', 'visibility', 'deliveries')
if state[1] then
	return {'CLOSED'}
end
if state[2] and state[2] ~= ARGV[2] then
	return {'DIFFERENT', {state[2], state[3] or '?', state[4] or '?', state[5] or '?'}, redis.call('ZCARD', KEYS[3])}
end
local capacity = tonumber(ARGV[2])
local size = redis.call('XLEN', KEYS[1]) - redis.call('XPENDING', KEYS[1], 'g')[1]
local evicted = false
if size >= capacity then
	if ARGV[3] ~= 'evict' then
		if ARGV[3] == 'drop' then
			redis.call('HINCRBY', KEYS[2], 'dropped', 1)
		end
		return {'FULL', size}
	end
	evicted = head()
end
-- Add before evicting: if Redis rejects the addition, for lack of memory or permission, no value is lost.
redis.call('XADD', KEYS[1], '*', 'v', ARGV[1])
redis.call('HINCRBY', KEYS[2], 'sent', 1)
if evicted then
	redis.call('XDEL', KEYS[1], evicted[1])
	redis.call('HINCRBY', KEYS[2], 'dropped', 1)
	size = size - 1
end
-- Only receivers that found the channel empty need this event. With capacity 1, an eviction empties the buffer only within
-- this step, so no receiver can have found the channel empty.
if size == 0 and not evicted then
	redis.call('PUBLISH', ARGV[4], 'value')
end
return {'SENT', size + 1, evicted and evicted[2][2]}
