package io.backpressure.demo.domain;

/**
 * Permit to call the supplier.
 */
public enum Permit {

	/** The only constant, since permits are interchangeable. */
	ONE

}
