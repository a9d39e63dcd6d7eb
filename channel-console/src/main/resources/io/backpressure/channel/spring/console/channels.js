// State of each channel: its figures in the last answer of the endpoint, its history and its condition.

import { condition } from "./condition.js";
import { History, Timeline } from "./history.js";
import { hold } from "./order.js";

export class Channels {

	constructor() {
		this.timeline = new Timeline();
		this.entries = new Map();
		this.lastAnswer = null; // time of the last answer, in milliseconds
	}

	take(answer) {
		const now = Date.parse(answer.time);
		const shift = this.timeline.add(now / 1000);
		this.lastAnswer = now;
		for (const channel of answer.channels) {
			const entry = this.#entry(channel.name);
			entry.channel = channel;
			entry.history.add(channel, now, shift);
			entry.condition = condition(channel);
			hold(entry, now);
		}
		const names = new Set(answer.channels.map((channel) => channel.name));
		for (const name of this.entries.keys()) {
			if (!names.has(name)) {
				this.entries.delete(name);
			}
		}
	}

	/** Records a missing answer, which the charts show as a gap. */
	gap() {
		const shift = this.timeline.add(Date.now() / 1000);
		this.entries.forEach((entry) => entry.history.gap(shift));
	}

	#entry(name) {
		let entry = this.entries.get(name);
		if (!entry) {
			entry = { history: new History(this.timeline) };
			this.entries.set(name, entry);
		}
		return entry;
	}

}
