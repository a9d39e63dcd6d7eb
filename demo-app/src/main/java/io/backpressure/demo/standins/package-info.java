/**
 * What stands for the services and databases that a real desk would have.
 */
@NullMarked
package io.backpressure.demo.standins;

import org.jspecify.annotations.NullMarked;
