// The console: asks once a second how the channels are, and shows it.

import { address, Api, readConfig, Refusal } from "./api.js";
import { condition } from "./condition.js";
import { attribute, button, el, text } from "./dom.js";
import { Backfill } from "./backfill.js";
import { Cards, fewEnough, MOST_CARDS } from "./cards.js";
import { count, plural, time } from "./format.js";
import { Detail } from "./detail.js";
import { History, Timeline } from "./history.js";
import { hold, Order } from "./order.js";
import { Poller } from "./poller.js";
import { edges, Pipeline } from "./pipeline.js";
import { summarize } from "./summary.js";
import { Table } from "./table.js";
import { followTheme, followToolbar } from "./toolbar.js";

const $ = (id) => document.getElementById(id);

const timeline = new Timeline();
const entries = new Map();
const order = new Order();
let api = null;
let poller = null;
let detail = null;
let view = null;
let lastAnswer = null;
let lost = false;
let opener = null;
let backfill = null;
let pipeline = null;
let missing = null; // a channel that was asked for and does not exist

async function start() {
	followTheme();
	let config;
	try {
		config = await readConfig();
	}
	catch (refusal) {
		showProblem(refusal);
		setTimeout(start, 3000);
		return;
	}
	$("problem").hidden = true;
	if (config.application) {
		text($("application"), config.application);
	}
	if (!config.endpoint) {
		connection("failed", "no endpoint");
		showProblem(new Refusal("setup", "This page cannot reach the endpoint of the channels.", config.reason), config.elsewhere);
		return;
	}
	api = new Api(config.endpoint);
	backfill = new Backfill(api);
	pipeline = new Pipeline($("pipeline"), open);
	detail = new Detail($("detail"), api, open, detailClosed, () => poller.now());
	poller = new Poller(round);
	followToolbar({ order, poller, changed: () => lastAnswer !== null && show(null), escape: () => detail.close(),
		paused: () => connection(poller.paused ? "paused" : "live",
			poller.paused ? `paused at ${time(lastAnswer ?? Date.now())}` : "live") });
	if (config.extension) {
		await extend(config.extension);
	}
	openFromAddress();
	addEventListener("hashchange", openFromAddress);
	await poller.now();
}

/** A script of the application's own may put controls above the channels: it exports a function that takes the place. */
async function extend(path) {
	const place = $("extension");
	try {
		const extension = await import(address(path));
		place.hidden = false;
		await extension.default(place);
	}
	catch (failure) {
		place.hidden = false;
		place.replaceChildren(el("p", "hint", `The extension ${path} could not be loaded: ${failure.message}`));
	}
}

async function round() {
	const name = detail.name;
	try {
		const answer = await api.channels();
		const told = name === null ? null : await api.channel(name).catch(refused);
		take(answer);
		found();
		show(told);
		return true;
	}
	catch (refusal) {
		if (!(refusal instanceof Refusal)) {
			throw refusal;
		}
		lose(refusal);
		return false;
	}
}

/** Shows in its own place that something could not be loaded. */
function refused(failure) {
	if (!(failure instanceof Refusal)) {
		throw failure;
	}
	return failure;
}

function take(answer) {
	const now = Date.parse(answer.time);
	const shift = timeline.add(now / 1000);
	lastAnswer = now;
	const names = new Set();
	for (const channel of answer.channels) {
		names.add(channel.name);
		let entry = entries.get(channel.name);
		if (!entry) {
			entry = { history: new History(timeline) };
			entries.set(channel.name, entry);
		}
		entry.channel = channel;
		entry.history.add(channel, now, shift);
		entry.condition = condition(channel);
		hold(entry, now);
	}
	for (const name of entries.keys()) {
		if (!names.has(name)) {
			entries.delete(name);
		}
	}
}

function found() {
	$("problem").hidden = true;
	$("lost").hidden = true;
	document.body.classList.remove("stale");
	if (lost) {
		lost = false;
		backfill.again();
	}
	connection(poller.paused ? "paused" : "live", poller.paused ? "paused" : "live");
}

function lose(refusal) {
	connection("failed", refusal.kind === "lost" ? "connection lost" : "no data");
	document.body.classList.add("stale");
	if (refusal.kind === "setup" || lastAnswer === null) {
		showProblem(refusal);
	}
	else if (!lost) {
		const shift = timeline.add(Date.now() / 1000);
		entries.forEach((entry) => entry.history.gap(shift));
		$("lost").replaceChildren(el("b", "", "Connection lost. "),
			`${refusal.message} What you see is of ${time(lastAnswer)}. Trying again.`,
			button("Try now", "", () => poller.now()));
		$("lost").hidden = false;
	}
	lost = true;
}

/** elsewhere: port and path of a console that can do better. */
function showProblem(refusal, elsewhere) {
	const box = $("problem");
	const state = refusal.message + refusal.remedy;
	if (box.lastState !== state || box.hidden) {
		box.lastState = state;
		box.replaceChildren(el("h2", "", refusal.message));
		if (refusal.remedy) {
			box.append(el("p", "", refusal.remedy));
		}
		if (elsewhere) {
			const link = el("a", "", `${location.protocol}//${location.hostname}:${elsewhere}`);
			link.href = link.textContent;
			box.append(el("p", "", link));
		}
		if (refusal.code) {
			box.append(el("pre", "", el("code", "", refusal.code)));
		}
		if (refusal.kind === "lost") {
			box.append(el("p", "quiet", "Trying again."));
		}
		box.hidden = false;
	}
}

function show(told) {
	const shown = order.of(entries);
	summarize(entries, lastAnswer);
	chooseView();
	view.update(shown);
	pipeline.update(entries);
	note(shown);
	backfill.want(view instanceof Cards ? shown.slice(0, MOST_CARDS) : shown);
	if (detail.name !== null) {
		showDetailed(told);
	}
}

/** told: the detail, why there is none, or null if it was not asked for. */
function showDetailed(told) {
	const entry = entries.get(detail.name);
	if (!entry) {
		missing = detail.name;
		detail.close();
		note([...entries.values()]);
		return;
	}
	detail.update(entry, told instanceof Refusal ? null : told, lastAnswer);
	detail.neighbourhood(edges([...entries.values()].map((each) => each.channel)).filter(({ to }) => entries.has(to)));
	if (told instanceof Refusal) {
		detail.fail(told);
	}
}

function chooseView() {
	const wish = $("view").value;
	const type = wish === "cards" || wish === "auto" && fewEnough(entries.size) ? Cards : Table;
	if (!(view instanceof type)) {
		view?.destroy();
		view = new type(open);
		$("channels").replaceChildren(view.element);
	}
}

function note(shown) {
	let words = "";
	if (missing !== null) {
		words = `There is no channel '${missing}'.`;
	}
	else if (entries.size === 0) {
		words = "There are no channels: declare one below backpressure.channels, or make one with the ChannelRegistry.";
	}
	else if (shown.length === 0) {
		words = "No channel matches the search.";
	}
	else if (view instanceof Cards && shown.length > MOST_CARDS) {
		words = `${MOST_CARDS} of ${count(shown.length)} channels are shown. Search, or view them as a table.`;
	}
	else if (shown.length < entries.size) {
		words = `${count(shown.length)} of ${plural(entries.size, "channel", "channels")}.`;
	}
	text($("note"), words);
}

function open(name) {
	missing = null;
	opener = document.activeElement;
	history.replaceState(null, "", `#${encodeURIComponent(name)}`);
	showDetail(name);
}

function openFromAddress() {
	const name = fragment();
	if (name !== "" && name !== "channels") {
		showDetail(name);
	}
}

/** The name in the address, or what somebody has made of it. */
function fragment() {
	const text = location.hash.slice(1);
	try {
		return decodeURIComponent(text);
	}
	catch {
		return text;
	}
}

function showDetail(name) {
	detail.open(name);
	if (entries.has(name)) {
		showDetailed(null);
		if (poller.paused) {
			api.channel(name).catch(refused).then((told) => detail.name === name && showDetailed(told));
		}
		poller.now();
	}
}

function detailClosed() {
	history.replaceState(null, "", location.pathname + location.search);
	if (opener?.isConnected) {
		opener.focus({ preventScroll: true });
	}
}

function connection(state, words) {
	attribute($("connection"), "data-state", state);
	text($("connection").lastElementChild, words);
}

start();
