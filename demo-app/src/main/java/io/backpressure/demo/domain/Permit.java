package io.backpressure.demo.domain;

/**
 * The right to call the supplier.
 */
public enum Permit {

	/** Any one is as good as another. */
	ONE

}
