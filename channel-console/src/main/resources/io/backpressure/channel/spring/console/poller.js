// Polling schedule. At most one round of requests is in progress at a time. A round begins about a second after the previous
// one, or later if the answers take long or fail, or if the page is hidden. Times are in milliseconds.

const INTERVAL = 1000;
const HIDDEN_INTERVAL = 10000;
const LONGEST = 10000; // limit of the pause that REST leads to
const REST = 3; // the pause after a round is at least this multiple of the time that the round took

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
