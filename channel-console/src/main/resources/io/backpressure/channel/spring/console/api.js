// What the server is asked for, and what its refusals mean.

/** Why the endpoint gave no answer, with the remedy. */
export class Refusal extends Error {

	constructor(kind, message, remedy, code) {
		super(message);
		this.kind = kind; // "setup": somebody must change something; "gone": there is none; "lost": it may come back by itself
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

/** Where a path within the application is: before it comes what stands before the path of this page. */
export function address(path) {
	return new URL(/^\/(?!\/)/.test(path) ? `.${path}` : path, document.baseURI).href;
}

export class Api {

	/** endpoint: its path within the application. */
	constructor(endpoint) {
		this.endpoint = address(endpoint);
		this.path = new URL(this.endpoint).pathname;
		this.writable = null; // not known before the first detail
	}

	channels() {
		return this.#get(this.endpoint);
	}

	channel(name) {
		return this.#get(`${this.endpoint}/${encodeURIComponent(name)}`);
	}

	/** What the application remembers of the last minutes of a channel. */
	history(name) {
		return this.#get(`${this.endpoint}/${encodeURIComponent(name)}/history`);
	}

	/** Whether the endpoint takes commands, asked once. */
	async askWhetherWritable(name) {
		if (this.writable === null) {
			try {
				const response = await this.#fetch(`${this.endpoint}/${encodeURIComponent(name)}`, { method: "OPTIONS" });
				if (isLogin(response) && response.headers.get("Allow") === null) {
					return true; // a refusal shows when the command is sent
				}
				const allow = response.headers.get("Allow");
				this.writable = allow === null || allow.toUpperCase().includes("POST");
			}
			catch {
				return true; // a refusal shows when the command is sent
			}
		}
		return this.writable;
	}

	async command(name, body) {
		const headers = { "Content-Type": "application/json" };
		const token = csrfToken();
		if (token !== null) {
			headers["X-XSRF-TOKEN"] = token;
		}
		const response = await this.#fetch(`${this.endpoint}/${encodeURIComponent(name)}`,
			{ method: "POST", headers, body: JSON.stringify(body) });
		if (response.status === 405) {
			this.writable = false;
			throw new Refusal("setup", "The endpoint can be read only.");
		}
		if (response.status === 403) {
			throw new Refusal("setup", "Nothing was done: the application refused this (403). " + (token !== null
				? "Your role may not write to the endpoint."
				: "Either your role may not write to the endpoint, or CSRF protection wants a token: the application must "
				+ "expose it in the cookie XSRF-TOKEN, as CookieCsrfTokenRepository.withHttpOnlyFalse() of Spring Security does."));
		}
		if (isLogin(response)) {
			throw new Refusal("setup", `Nothing was done. ${LOGIN}`);
		}
		const answer = await response.json().catch(() => ({}));
		if (!response.ok) {
			throw new Refusal("setup", answer.reason || `The application answered ${response.status}.`);
		}
		return answer;
	}

	async #get(url) {
		const response = await this.#fetch(url, {});
		if (response.ok && isJson(response)) {
			return response.json();
		}
		throw await this.#refusal(response);
	}

	async #fetch(url, options) {
		try {
			return await fetch(url, { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(15000), ...options,
				headers: { "Accept": "application/json", ...options.headers } });
		}
		catch {
			throw new Refusal("lost", "The application cannot be reached.");
		}
	}

	async #refusal(response) {
		if (isLogin(response)) {
			return new Refusal("setup", LOGIN, "The console shows what the endpoint shows, to those who may read it.");
		}
		if (response.status === 403) {
			return new Refusal("setup", `You are not allowed to read ${this.path} (403).`,
				"Permit this path to your role where the application configures its security. "
				+ "The console shows what the endpoint shows, to those who may read it.");
		}
		const { reason } = isJson(response) ? await response.json().catch(() => ({})) : {};
		if (reason) {
			return new Refusal(response.status === 404 ? "gone" : "lost", reason);
		}
		if (response.status === 404) {
			return new Refusal("setup", `There is no endpoint at ${this.path}.`,
				"The application must have spring-boot-starter-actuator, and expose the endpoint in application.yml:",
				"management:\n  endpoints:\n    web:\n      exposure:\n        include: health, backpressure");
		}
		return new Refusal("lost", `The application answered ${response.status}.`);
	}

}

const LOGIN = "You are not signed in: something else answered, such as a login page. Reload this page to sign in.";

function isJson(response) {
	return (response.headers.get("Content-Type") || "").includes("json");
}

/** The endpoint itself never redirects, and never answers with a page. */
function isLogin(response) {
	return response.type === "opaqueredirect" || response.redirected || response.status === 401
		|| response.ok && !isJson(response);
}

/** Where Spring Security and others expose it to scripts. */
function csrfToken() {
	const found = /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie);
	return found ? decodeURIComponent(found[1]) : null;
}
