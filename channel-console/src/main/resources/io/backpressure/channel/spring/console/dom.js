// Creation and update of elements. Data becomes text and attributes, never markup.

/** Returns an element with a class, and children that are nodes or text. */
export function el(name, className, ...children) {
	const element = document.createElement(name);
	if (className) {
		element.className = className;
	}
	element.append(...children);
	return element;
}

/** Returns a button with an action. */
export function button(text, className, action) {
	const element = el("button", className, text);
	element.type = "button";
	element.addEventListener("click", action);
	return element;
}

/** Changes the text only if it differs: an unchanged text causes no layout. */
export function text(element, value) {
	if (element.lastText !== value) {
		element.lastText = value;
		element.textContent = value;
	}
}

/** Changes an attribute only if it differs; null removes it. */
export function attribute(element, name, value) {
	if (value === null) {
		element.removeAttribute(name);
	}
	else if (element.getAttribute(name) !== String(value)) {
		element.setAttribute(name, value);
	}
}

/** Arranges the children in an order, without moving those already in place. */
export function arrange(parent, children) {
	const wanted = new Set(children);
	for (const child of [...parent.children]) {
		if (!wanted.has(child)) {
			child.remove();
		}
	}
	let next = parent.firstElementChild;
	for (const child of children) {
		if (child === next) {
			next = next.nextElementSibling;
		}
		else {
			parent.insertBefore(child, next);
		}
	}
}
