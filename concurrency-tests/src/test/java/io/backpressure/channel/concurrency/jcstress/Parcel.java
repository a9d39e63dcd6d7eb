package io.backpressure.channel.concurrency.jcstress;

/**
 * A value whose fields nothing but the channel publishes.
 */
final class Parcel {

	int first;

	int second;

	Parcel(int number) {
		this.first = number;
		this.second = number;
	}

	/** The number that it was made with, or -1 if it is seen half made. */
	static int read(Parcel parcel) {
		if (parcel == null) {
			return 0;
		}
		int first = parcel.first;
		return (first == parcel.second && first > 0) ? first : -1;
	}

}
