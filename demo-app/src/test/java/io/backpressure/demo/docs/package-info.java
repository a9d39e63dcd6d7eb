/**
 * Checks of the documentation: its examples, tables and links.
 */
@NullMarked
package io.backpressure.demo.docs;

import org.jspecify.annotations.NullMarked;
