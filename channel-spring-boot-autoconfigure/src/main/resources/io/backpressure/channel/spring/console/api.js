// What the server is asked for, and what its refusals mean.

/** Why the endpoint gave no answer, with the remedy. */
export class Refusal extends Error {

	constructor(kind, message, remedy, code) {
		super(message);
		this.kind = kind; // "setup": somebody must change something; "lost": it may come back by itself
		this.remedy = remedy;
		this.code = code;
	}

}

export async function readConfig() {
	const response = await fetch("backpressure/config.json", { cache: "no-store" });
	if (!response.ok) {
		throw new Refusal("lost", `The application answered ${response.status} for the configuration of this page.`);
	}
	return response.json();
}

export class Api {

	constructor(endpoint) {
		this.endpoint = endpoint;
		this.writable = null; // not known before the first detail
	}

	channels() {
		return this.#get(this.endpoint);
	}

	channel(name) {
		return this.#get(`${this.endpoint}/${encodeURIComponent(name)}`);
	}

	/** Whether the endpoint takes commands, asked once. */
	async askWhetherWritable(name) {
		if (this.writable === null) {
			try {
				const response = await this.#fetch(`${this.endpoint}/${encodeURIComponent(name)}`, { method: "OPTIONS" });
				const allow = response.headers.get("Allow");
				this.writable = allow === null || allow.toUpperCase().includes("POST");
			}
			catch {
				return true; // it is told when it is tried
			}
		}
		return this.writable;
	}

	async command(name, body) {
		const headers = { "Content-Type": "application/json" };
		const token = /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie); // where Spring Security asks for it
		if (token) {
			headers["X-XSRF-TOKEN"] = decodeURIComponent(token[1]);
		}
		const response = await this.#fetch(`${this.endpoint}/${encodeURIComponent(name)}`,
			{ method: "POST", headers, body: JSON.stringify(body) });
		if (response.status === 405) {
			this.writable = false;
			throw new Refusal("setup", "The endpoint can be read only.");
		}
		if (response.status === 401 || response.status === 403) {
			throw new Refusal("setup", `You are not allowed to do this (${response.status}).`);
		}
		const answer = await response.json().catch(() => ({}));
		if (!response.ok) {
			throw new Refusal("setup", answer.reason || `The application answered ${response.status}.`);
		}
		return answer;
	}

	async #get(url) {
		const response = await this.#fetch(url, {});
		const json = (response.headers.get("Content-Type") || "").includes("json");
		if (response.ok && json) {
			return response.json();
		}
		throw this.#refusal(response, json);
	}

	async #fetch(url, options) {
		try {
			return await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(15000), ...options,
				headers: { "Accept": "application/json", ...options.headers } });
		}
		catch {
			throw new Refusal("lost", "The application cannot be reached.");
		}
	}

	#refusal(response, json) {
		if (response.status === 401 || response.status === 403 || (response.ok && !json)) {
			return new Refusal("setup", `You are not allowed to read ${this.endpoint}`
				+ (response.ok ? ": something else answered, such as a login page." : ` (${response.status}).`),
				"Sign in, or permit this path to your role where the application configures its security. "
				+ "The console shows what the endpoint shows, to those who may read it.");
		}
		if (response.status === 404) {
			return new Refusal("setup", `There is no endpoint at ${this.endpoint}.`,
				"The application must have spring-boot-starter-actuator, and expose the endpoint in application.yml:",
				"management:\n  endpoints:\n    web:\n      exposure:\n        include: health, backpressure");
		}
		return new Refusal("lost", `The application answered ${response.status}.`);
	}

}
