// All channels, as cards or as a table, with a note about channels that are not shown.

import { Cards, fewEnough, MOST_CARDS } from "./cards.js";
import { text } from "./dom.js";
import { count, plural } from "./format.js";
import { Table } from "./table.js";

const $ = (id) => document.getElementById(id);

export class Board {

	constructor(onOpen) {
		this.onOpen = onOpen;
		this.view = null;
	}

	/** shown: the channels that match the search, in display order. all: all channels by name. */
	update(shown, all, missing) {
		this.#choose(all);
		this.view.update(shown);
		this.note(shown, all, missing);
	}

	/** Returns the entries whose charts are visible. */
	charted(shown) {
		return this.view instanceof Cards ? shown.slice(0, MOST_CARDS) : shown;
	}

	/** missing: the name of a requested channel that does not exist, or null. */
	note(shown, all, missing) {
		text($("note"), this.#words(shown, all, missing));
	}

	#choose(all) {
		const wish = $("view").value;
		const type = wish === "cards" || wish === "auto" && fewEnough(all.size) ? Cards : Table;
		if (!(this.view instanceof type)) {
			this.view?.destroy();
			this.view = new type(this.onOpen);
			$("channels").replaceChildren(this.view.element);
		}
	}

	#words(shown, all, missing) {
		if (missing !== null) {
			return `There is no channel '${missing}'.`;
		}
		if (all.size === 0) {
			return "There are no channels: declare one below backpressure.channels, or create one with the ChannelRegistry.";
		}
		if (shown.length === 0) {
			return "No channel matches the search.";
		}
		if (this.view instanceof Cards && shown.length > MOST_CARDS) {
			return `${MOST_CARDS} of ${count(shown.length)} channels are shown. Search, or view them as a table.`;
		}
		if (shown.length < all.size) {
			return `${count(shown.length)} of ${plural(all.size, "channel", "channels")}.`;
		}
		return "";
	}

}
