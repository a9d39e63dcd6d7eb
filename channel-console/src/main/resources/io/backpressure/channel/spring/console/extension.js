// A script of the application's own may put controls above the channels: it exports a function that takes the place.

import { address } from "./api.js";
import { el } from "./dom.js";

export async function extend(place, path) {
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
