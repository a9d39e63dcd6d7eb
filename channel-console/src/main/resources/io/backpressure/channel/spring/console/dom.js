// Creation and update of elements. Data becomes text and attributes, never markup.

/** Returns an element with a class and with children, which are nodes or text. */
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

/** Changes the text of an element only if the new text differs, so that an equal text causes no layout. */
export function text(element, value) {
	if (element.lastText !== value) {
		element.lastText = value;
		element.textContent = value;
	}
}

/** Changes an attribute only if the new value differs; null removes the attribute. */
export function attribute(element, name, value) {
	if (value === null) {
		element.removeAttribute(name);
	}
	else if (element.getAttribute(name) !== String(value)) {
		element.setAttribute(name, value);
	}
}

/** Makes the given elements the only children of a parent, in order, without moving a child that is already in place. */
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
