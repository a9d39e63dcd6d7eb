package io.backpressure.channel.test.shop;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Application under test: a pipeline of three listeners, one of batches and one with
 * several threads.
 */
@SpringBootApplication
public class Shop {

}
