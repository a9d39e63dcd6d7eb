-- Functions for the settings on which all instances agree. The settings are kept in the hash of the channel.
-- ARGV: capacity, strategy, visibility timeout, largest number of deliveries, then further arguments of the script
local NAMES = {'capacity', 'strategy', 'visibility', 'deliveries'}
-- Returns the settings in force if one of them differs from ARGV[1] to ARGV[4], otherwise nil.
local function different(meta)
	local terms = redis.call('HMGET', meta, unpack(NAMES))
	for index = 1, #NAMES do
		if terms[index] and terms[index] ~= ARGV[index] then
			for missing = 1, #NAMES do
				terms[missing] = terms[missing] or '?'
			end
			return terms
		end
	end
	return nil
end
-- Puts the settings of this instance in force.
local function agree(meta)
	for index = 1, #NAMES do
		redis.call('HSET', meta, NAMES[index], ARGV[index])
	end
end
-- Removes the instances that are presumed dead, and counts the remaining ones except this one.
local function others(instances, instance, time, dead)
	redis.call('ZREMRANGEBYSCORE', instances, '-inf', time - dead)
	local count = redis.call('ZCARD', instances)
	if redis.call('ZSCORE', instances, instance) then
		count = count - 1
	end
	return count
end

