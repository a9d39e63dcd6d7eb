// Polling schedule. At most one round of requests is in progress at a time. The next round follows after a second, or later if
// the answers take long or fail, or the page is hidden.

const INTERVAL = 1000;
const HIDDEN_INTERVAL = 10000;
const LONGEST = 10000;
const REST = 3; // the pause after a round is this multiple of the time that the round took, within limits

export class Poller {

	#ask;

	#timer = null;

	#asking = false;

	#failures = 0;

	paused = false;

	/** ask: performs one round, and returns whether it succeeded. */
	constructor(ask) {
		this.#ask = ask;
		document.addEventListener("visibilitychange", () => {
			if (!document.hidden) {
				this.now();
			}
		});
	}

	get interval() {
		return document.hidden ? HIDDEN_INTERVAL : INTERVAL;
	}

	/** Starts a round at once, unless one is in progress or polling is paused. */
	now() {
		clearTimeout(this.#timer);
		this.#timer = null;
		return this.#round();
	}

	async #round() {
		if (this.#asking || this.paused) {
			return;
		}
		this.#asking = true;
		const start = performance.now();
		let succeeded = false;
		try {
			succeeded = await this.#ask();
		}
		finally {
			this.#asking = false;
			const took = performance.now() - start;
			this.#failures = succeeded ? 0 : this.#failures + 1;
			const rest = succeeded ? Math.min(LONGEST, took * REST) : Math.min(5000, 1000 * this.#failures);
			clearTimeout(this.#timer);
			this.#timer = setTimeout(() => this.#round(), Math.max(this.interval - (succeeded ? took : 0), rest));
		}
	}

}
