// Fills the charts with the samples kept by the application: one channel at a time, and only channels that are shown.

const MOST = 60; // requests; further channels start with empty charts

export class Backfill {

	#api;

	#asked = new Set();

	#waiting = [];

	#asking = false;

	constructor(api) {
		this.#api = api;
	}

	/** Requests the samples of some entries, unless they were requested before. */
	want(entries) {
		for (const entry of entries) {
			if (!this.#asked.has(entry.channel.name) && this.#asked.size < MOST) {
				this.#asked.add(entry.channel.name);
				this.#waiting.push(entry);
			}
		}
		this.#next();
	}

	/** Lets all samples be requested again, to fill the gap after a lost connection. */
	again() {
		this.#asked.clear();
		this.#waiting = [];
	}

	async #next() {
		if (this.#asking) {
			return;
		}
		this.#asking = true;
		while (this.#waiting.length > 0) {
			const { channel, history } = this.#waiting.shift();
			try {
				const past = await this.#api.history(channel.name);
				history.fill(past, past.capacity);
			}
			catch {
				// without samples, the charts begin now
			}
		}
		this.#asking = false;
	}

}
