/**
 * What is ordered, priced, shown and shipped.
 */
@NullMarked
package io.backpressure.demo.domain;

import org.jspecify.annotations.NullMarked;
