/*
 * The Probe service as the suite serves it, and what it has seen.
 */
#ifndef MARU_TRANSPORT_SUITE_PROBE_H
#define MARU_TRANSPORT_SUITE_PROBE_H

#include <pthread.h>

#include "framework/transport/suite/probe.maru.h"

struct probe {
	struct maru_client *self_client; /* for Relay */
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	unsigned n_hanging, n_cancelled, n_deferred; /* calls of Hang that wait, that were cancelled; defers that ran */
	unsigned n_flooded; /* messages that Flood has sent */
	unsigned n_summing, n_summed; /* calls of Sum that have begun, and that saw the end of the stream */
	pthread_t later; /* the thread of the last EchoLater */
	bool later_started;
};

void probe_init(struct probe *probe);
void probe_fini(struct probe *probe);

/* Waits until `*counter`, one of the probe's, is at least `least`. */
void probe_await(struct probe *probe, const unsigned *counter, unsigned least);

extern const struct probe_service probe_service;

#endif
