// Fills the charts with the samples kept by the application: one channel at a time, and only channels that are shown.

const MOST = 60; // channels whose samples are requested; the charts of further channels are empty at first

export class Backfill {

	#api;

	#asked = new Set();

	#waiting = [];

	#asking = false;

	constructor(api) {
		this.#api = api;
	}

	/** Requests the samples of each entry, unless its samples were requested before. */
	want(entries) {
		for (const entry of entries) {
			if (!this.#asked.has(entry.channel.name) && this.#asked.size < MOST) {
				this.#asked.add(entry.channel.name);
				this.#waiting.push(entry);
			}
		}
		this.#next();
	}

	/** Permits all samples to be requested again, so that they fill the gap left by a lost connection. */
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
				// without samples, the charts begin with the next answer
			}
		}
		this.#asking = false;
	}

}
