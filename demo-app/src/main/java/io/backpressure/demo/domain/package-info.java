/**
 * Values that pass through the desk: orders, prices, page views and shipments.
 */
@NullMarked
package io.backpressure.demo.domain;

import org.jspecify.annotations.NullMarked;
