// The last minutes of every channel: what the endpoint said since this page was opened, and before that what it remembered.

import { discarded, isKnown } from "./condition.js";

const SAMPLES = 300;
const REMEMBERED = 150; // samples of the application, two seconds apart
const STEP = 2;

/** The series that are kept, in the order in which the charts take them. */
const SERIES = ["sent", "received", "lost", "waits", "fill"];
const SPARSE = new Set(["lost", "waits"]);

/** The times of the samples, which all channels share; contiguous, so that a chart can take a part as it is. */
export class Timeline {

	times = new Float64Array(2 * SAMPLES);

	end = 0;

	/** Returns whether the series must move their second half to the front before they take the sample. */
	add(seconds) {
		if (this.end === 0) {
			this.#makeRoomForThePast(seconds);
		}
		const full = this.end === this.times.length;
		if (full) {
			this.times.copyWithin(0, SAMPLES);
			this.end = SAMPLES;
		}
		this.times[this.end++] = seconds;
		return full;
	}

	#makeRoomForThePast(seconds) {
		for (let step = REMEMBERED; step > 0; step--) {
			this.times[this.end++] = seconds - step * STEP;
		}
	}

	/** Index of the first sample that is not older than so many seconds. */
	since(seconds) {
		const earliest = this.times[this.end - 1] - seconds;
		let start = Math.max(0, this.end - SAMPLES - REMEMBERED);
		while (start < this.end - 1 && this.times[start] < earliest) {
			start++;
		}
		return start;
	}

}

export class History {

	#timeline;

	#series = SERIES.map(() => new Float32Array(2 * SAMPLES).fill(NaN));

	#previous = null;

	/** What was counted when this page first saw the channel. */
	first = null;

	/** When this page first saw it. */
	firstSeen = null;

	/** Values that listeners have given up, per second. */
	discardRate = 0;

	constructor(timeline) {
		this.#timeline = timeline;
	}

	/** Take the sample that belongs to the newest time of the timeline. */
	add(channel, millis, shift) {
		this.#move(shift);
		this.first ??= channel;
		this.firstSeen ??= millis;
		const rates = this.#rates(channel, millis);
		this.lostRate = rates.dropped + rates.failedSends;
		this.discardRate = this.#discarded(channel, millis);
		this.rates = rates;
		const at = this.#timeline.end - 1;
		[rates.sent, rates.received, this.lostRate, rates.blockedSends, isKnown(channel) ? channel.utilization * 100 : NaN]
			.forEach((value, index) => this.#series[index][at] = value);
		this.#previous = { channel, millis };
	}

	#discarded(channel, millis) {
		const previous = this.#previous;
		return previous ? Math.max(0, discarded(channel) - discarded(previous.channel)) * 1000
			/ Math.max(1, millis - previous.millis) : 0;
	}

	/** Fill the gaps that the application remembers: those before this page was opened, and while it was not connected. */
	fill(past, capacity) {
		const { times, end } = this.#timeline;
		let sample = 0;
		for (let index = 0; index < end; index++) {
			while (sample + 1 < past.times.length && past.times[sample + 1] / 1000 <= times[index] + STEP / 2) {
				sample++;
			}
			if (sample < past.times.length && Math.abs(past.times[sample] / 1000 - times[index]) <= STEP
				&& Number.isNaN(this.#series[0][index])) {
				[past.sent[sample], past.received[sample], past.dropped[sample] + past.failedSends[sample],
					past.blockedSends[sample], past.size[sample] === null ? NaN : past.size[sample] / capacity * 100]
					.forEach((value, series) => this.#series[series][index] = value);
			}
		}
	}

	/** The endpoint's rates look back two seconds; after a longer gap the counts tell what they missed. */
	#rates(channel, millis) {
		const previous = this.#previous;
		if (!previous || millis - previous.millis < 3500 || channel.sent < previous.channel.sent) {
			return channel.rates;
		}
		const seconds = (millis - previous.millis) / 1000;
		return Object.fromEntries(Object.keys(channel.rates)
			.map((key) => [key, Math.max(0, channel[key] - previous.channel[key]) / seconds]));
	}

	/** Times and series of the last seconds as the charting library takes them; where there was none there is a gap. */
	data(seconds, names) {
		const { times, end } = this.#timeline;
		const start = this.#timeline.since(seconds);
		return [times.subarray(start, end), ...names.map((name) => {
			const values = this.#series[SERIES.indexOf(name)].subarray(start, end);
			return Array.from(values, SPARSE.has(name) ? (value, index) => something(values, index) ? value : null
				: (value) => Number.isNaN(value) ? null : value);
		})];
	}

	/** Make room as the timeline has. */
	#move(shift) {
		if (shift) {
			this.#series.forEach((values) => values.copyWithin(0, SAMPLES).fill(NaN, SAMPLES));
		}
	}

	/** No sample at the newest time: the charts show a gap. */
	gap(shift) {
		this.#move(shift);
		this.#series.forEach((values) => values[this.#timeline.end - 1] = NaN);
	}

}

/** Whether there is something at a place or beside it: no line along zero, where nothing was lost and nobody waited. */
function something(values, index) {
	return values[index] >= 0.05 || values[index] >= 0 && (values[index - 1] >= 0.05 || values[index + 1] >= 0.05);
}
