-- Detects that Redis was paused or unreachable. Running instances check at intervals shorter than 'gap' milliseconds, so a
-- longer interval is a pause. During the pause no instance could renew its values. So for one visibility timeout after the
-- pause, only released values are claimed.
local function now()
	local time = redis.call('TIME')
	return time[1] * 1000 + math.floor(time[2] / 1000)
end
-- Returns whether values that were not renewed may be claimed.
local function check_pause(meta, visibility, gap)
	local time = now()
	local last = redis.call('HMGET', meta, 'looked', 'paused')
	local looked, paused = tonumber(last[1] or time), tonumber(last[2] or '0')
	if time - looked > gap or time < looked then
		paused = time
		redis.call('HSET', meta, 'paused', time)
	end
	redis.call('HSET', meta, 'looked', time)
	return time < paused or time - paused >= visibility
end

