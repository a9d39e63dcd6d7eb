// The console: asks once a second how the channels are, and shows it.

import { Api, readConfig, Refusal } from "./api.js";
import { Backfill } from "./backfill.js";
import { Board } from "./board.js";
import { Channels } from "./channels.js";
import { Connection } from "./connection.js";
import { Detail } from "./detail.js";
import { text } from "./dom.js";
import { extend } from "./extension.js";
import { time } from "./format.js";
import { Order } from "./order.js";
import { edges, Pipeline } from "./pipeline.js";
import { place, placed, unplace } from "./place.js";
import { Poller } from "./poller.js";
import { summarize } from "./summary.js";
import { followTheme, followToolbar } from "./toolbar.js";

const $ = (id) => document.getElementById(id);

const channels = new Channels();
const order = new Order();
const connection = new Connection(() => poller.now());
const board = new Board(open);
let api = null;
let poller = null;
let detail = null;
let backfill = null;
let pipeline = null;
let opener = null;
let missing = null; // a channel that was asked for and does not exist

async function start() {
	followTheme();
	let config;
	try {
		config = await readConfig();
	}
	catch (refusal) {
		connection.explain(refusal);
		setTimeout(start, 3000);
		return;
	}
	connection.solve();
	if (config.application) {
		text($("application"), config.application);
	}
	if (!config.endpoint) {
		connection.show("failed", "no endpoint");
		connection.explain(new Refusal("setup", "This page cannot reach the endpoint of the channels.", config.reason),
			config.elsewhere);
		return;
	}
	api = new Api(config.endpoint);
	backfill = new Backfill(api);
	pipeline = new Pipeline($("pipeline"), open);
	detail = new Detail($("detail"), api, open, detailClosed, () => poller.now());
	poller = new Poller(round);
	followToolbar({ order, poller, changed: () => channels.lastAnswer !== null && show(null), escape: () => detail.close(),
		paused: () => poller.paused ? connection.show("paused", `paused at ${time(channels.lastAnswer ?? Date.now())}`)
			: connection.show("live") });
	if (config.extension) {
		await extend($("extension"), config.extension);
	}
	openPlaced();
	addEventListener("hashchange", openPlaced);
	await poller.now();
}

async function round() {
	const name = detail.name;
	try {
		const answer = await api.channels();
		const told = name === null ? null : await api.channel(name).catch(refused);
		channels.take(answer);
		if (connection.found(poller.paused)) {
			backfill.again();
		}
		show(told);
		return true;
	}
	catch (refusal) {
		if (connection.lose(refused(refusal), channels.lastAnswer)) {
			channels.gap();
		}
		return false;
	}
}

/** A refusal, to be shown in its place; any other failure is thrown. */
function refused(failure) {
	if (!(failure instanceof Refusal)) {
		throw failure;
	}
	return failure;
}

/** told: the detail, why there is none, or null if it was not asked for. */
function show(told) {
	const shown = order.of(channels.entries);
	summarize(channels.entries, channels.lastAnswer);
	board.update(shown, channels.entries, missing);
	pipeline.update(channels.entries);
	backfill.want(board.charted(shown));
	if (detail.name !== null) {
		showDetailed(told);
	}
}

function showDetailed(told) {
	const { entries, lastAnswer } = channels;
	const entry = entries.get(detail.name);
	if (!entry) {
		missing = detail.name;
		detail.close();
		board.note([...entries.values()], entries, missing);
		return;
	}
	detail.update(entry, told instanceof Refusal ? null : told, lastAnswer);
	detail.neighbourhood(edges([...entries.values()].map((each) => each.channel)).filter(({ to }) => entries.has(to)));
	if (told instanceof Refusal) {
		detail.fail(told);
	}
}

function open(name) {
	missing = null;
	opener = document.activeElement;
	place(name);
	showDetail(name);
}

function openPlaced() {
	const name = placed();
	if (name !== null) {
		showDetail(name);
	}
}

function showDetail(name) {
	detail.open(name);
	if (channels.entries.has(name)) {
		showDetailed(null);
		if (poller.paused) {
			api.channel(name).catch(refused).then((told) => detail.name === name && showDetailed(told));
		}
		poller.now();
	}
}

function detailClosed() {
	unplace();
	if (opener?.isConnected) {
		opener.focus({ preventScroll: true });
	}
}

start();
