#pragma once

/// Names the sinks without what they are made of, for a server template's default argument:
///
///     template <isometric::MetricsSink Sink = isometric::RegistrySink> class Server;
namespace isometric::inline v1 {

class NullSink;
class CatalogueSink;
class RecordingSink;
class RegistrySink;
class GlobalSink;
class ShardedSink;
class GlobalShardedSink;

}  // namespace isometric::inline v1
