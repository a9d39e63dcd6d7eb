package com.example.shop;

import java.util.concurrent.TimeUnit;

import io.backpressure.channel.BackpressureChannel;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
class ShopTests {

	@Autowired
	BackpressureChannel<String> orders;

	@Autowired
	Shop shop;

	@Test
	void listenerReceivesWhatIsSent() throws InterruptedException {
		this.orders.send("a book");
		assertThat(this.shop.shipped.poll(30, TimeUnit.SECONDS)).isEqualTo("a book");
	}

	@Test
	void classesHaveImplementationVersion() {
		assertThat(BackpressureChannel.class.getPackage().getImplementationVersion()).isNotBlank();
	}

}
