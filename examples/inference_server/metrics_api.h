/* Metrics by name, for parts of the server that are written in other languages. All functions are
 * thread-safe; those that can fail return NULL, or what went wrong, in words that stay until the
 * thread's next call. */
#ifndef INFERENCE_METRICS_API_H
#define INFERENCE_METRICS_API_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct inference_metrics inference_metrics;
typedef struct inference_family inference_family;
typedef struct inference_metric inference_metric;

typedef enum { INFERENCE_COUNTER, INFERENCE_GAUGE, INFERENCE_HISTOGRAM } inference_kind;

typedef struct {
  const char* name;
  const char* value;
} inference_label;

/* A family, or one more hold on it if it is there. It is deleted with the last hold, and with its
 * metrics; its name may then be used anew, for another kind, too. */
const char* inference_family_new(inference_metrics* metrics, inference_kind kind, const char* name,
                                 const char* help, inference_family** family);
void inference_family_delete(inference_family* family);

/* The metric with these labels, in whatever order, or one more hold on it. It is shown as long as
 * somebody holds it. A histogram's may have bounds of its own. */
const char* inference_metric_new(inference_family* family, const inference_label* labels,
                                 size_t label_count, const double* bounds, size_t bound_count,
                                 inference_metric** metric);
void inference_metric_delete(inference_metric* metric);

/* Takes the metric with these labels away, whoever holds it: what they update shows nowhere. */
const char* inference_metric_remove(inference_family* family, const inference_label* labels,
                                    size_t label_count);

/* Of counters and gauges; of gauges; of histograms. */
const char* inference_metric_increment(inference_metric* metric, double amount);
const char* inference_metric_set(inference_metric* metric, double value);
const char* inference_metric_observe(inference_metric* metric, double value);

/* Of counters and gauges; of histograms. */
const char* inference_metric_value(const inference_metric* metric, double* value);
const char* inference_metric_count(const inference_metric* metric, uint64_t* count, double* sum);

#ifdef __cplusplus
}
#endif

#endif
