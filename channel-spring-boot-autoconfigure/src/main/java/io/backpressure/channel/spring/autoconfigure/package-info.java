/**
 * Auto-configuration of channels from properties, and failure analysis of invalid
 * properties.
 */
@NullMarked
package io.backpressure.channel.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
