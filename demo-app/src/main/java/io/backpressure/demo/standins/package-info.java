/**
 * Stand-ins for the services and databases of a real desk.
 */
@NullMarked
package io.backpressure.demo.standins;

import org.jspecify.annotations.NullMarked;
