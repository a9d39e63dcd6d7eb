// Client of the actuator endpoint. Its errors describe the reason and, where possible, a remedy.

/** Failure of a request to the endpoint: the reason and, if known, a remedy. */
export class EndpointError extends Error {

	constructor(kind, message, remedy, code) {
		super(message);
		this.kind = kind; // "setup": remains until something is changed; "gone": no such channel; "lost": may end by itself
		this.remedy = remedy;
		this.code = code;
	}

}

export async function readConfig() {
	const response = await fetch("backpressure/config.json", { cache: "no-store" });
	if (!response.ok) {
		throw new EndpointError("lost", `The application answered ${response.status} for the configuration of this page.`);
	}
	return response.json();
}

/** Returns the URL of a path within the application. It has the same prefix as the URL of this page, such as a context path. */
export function address(path) {
	return new URL(/^\/(?!\/)/.test(path) ? `.${path}` : path, document.baseURI).href;
}

export class Api {

	/** endpoint: the path of the endpoint within the application. */
	constructor(endpoint) {
		this.endpoint = address(endpoint);
		this.path = new URL(this.endpoint).pathname;
		this.writable = null; // null: not yet known
	}

	channels() {
		return this.#get(this.endpoint);
	}

	channel(name) {
		return this.#get(`${this.endpoint}/${encodeURIComponent(name)}`);
	}

	/** Requests the samples of the last minutes that the application has kept for a channel. */
	history(name) {
		return this.#get(`${this.endpoint}/${encodeURIComponent(name)}/history`);
	}

	/** Returns whether the endpoint accepts commands, and caches the result. If it is unknown, returns true, and caches nothing. */
	async askWhetherWritable(name) {
		if (this.writable === null) {
			try {
				const response = await this.#fetch(`${this.endpoint}/${encodeURIComponent(name)}`, { method: "OPTIONS" });
				if (isLogin(response) && response.headers.get("Allow") === null) {
					return true; // the first command shows whether the endpoint rejects it
				}
				const allow = response.headers.get("Allow");
				this.writable = allow === null || allow.toUpperCase().includes("POST");
			}
			catch {
				return true; // the first command shows whether the endpoint rejects it
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
			throw new EndpointError("setup", "The endpoint is read-only.");
		}
		if (response.status === 403) {
			throw new EndpointError("setup", "Nothing was done: the application rejected the request (403). " + (token !== null
				? "Your role may not write to the endpoint, or the application does not accept the token of the cookie XSRF-TOKEN."
				: "Either your role may not write to the endpoint, or CSRF protection requires a token: the application must "
				+ "expose it in the cookie XSRF-TOKEN, as csrf(CsrfConfigurer::spa) of Spring Security does."));
		}
		if (isLogin(response)) {
			throw new EndpointError("setup", `Nothing was done. ${LOGIN}`);
		}
		const answer = await response.json().catch(() => ({}));
		if (!response.ok) {
			throw new EndpointError("setup", answer.reason || `The application answered ${response.status}.`);
		}
		return answer;
	}

	async #get(url) {
		const response = await this.#fetch(url, {});
		if (response.ok && isJson(response)) {
			return response.json();
		}
		throw await this.#error(response);
	}

	async #fetch(url, options) {
		try {
			return await fetch(url, { cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(15000), ...options,
				headers: { "Accept": "application/json", ...options.headers } });
		}
		catch {
			throw new EndpointError("lost", "The application cannot be reached.");
		}
	}

	async #error(response) {
		if (isLogin(response)) {
			return new EndpointError("setup", LOGIN, "The console needs read access to the endpoint.");
		}
		if (response.status === 403) {
			return new EndpointError("setup", `You are not allowed to read ${this.path} (403).`,
				"Permit this path to your role where the application configures its security. "
				+ "The console needs read access to the endpoint.");
		}
		const { reason } = isJson(response) ? await response.json().catch(() => ({})) : {};
		if (reason) {
			return new EndpointError(response.status === 404 ? "gone" : "lost", reason);
		}
		if (response.status === 404) {
			return new EndpointError("setup", `There is no endpoint at ${this.path}.`,
				"The application must have spring-boot-starter-actuator, and expose the endpoint in application.yml:",
				"management:\n  endpoints:\n    web:\n      exposure:\n        include: health, backpressure");
		}
		return new EndpointError("lost", `The application answered ${response.status}.`);
	}

}

const LOGIN = "You are not signed in: the answer came from elsewhere, such as a login page. Reload this page to sign in.";

function isJson(response) {
	return (response.headers.get("Content-Type") || "").includes("json");
}

/** Returns whether a response comes from a login. The endpoint itself never redirects, and never answers with HTML. */
function isLogin(response) {
	return response.type === "opaqueredirect" || response.redirected || response.status === 401
		|| response.ok && !isJson(response);
}

/** Returns the CSRF token from the cookie in which Spring Security and others expose it to scripts; null if there is none. */
function csrfToken() {
	const found = /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie);
	return found ? decodeURIComponent(found[1]) : null;
}
