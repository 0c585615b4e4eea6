package io.signalbox.launch;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.signalbox.config.SignalboxConfig.ClusterConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.UUID;

/**
 * Vert.x over Hazelcast, always: a single node only has joining switched off. Hazelcast members trust each other and speak plain text, so they
 * bind to the one configured address, which must be private; there is no multicast, no REST and no call home.
 */
final class ClusteredVertx {

    private static final String LOOPBACK = "127.0.0.1";

    private ClusteredVertx() {}

    static Future<Vertx> start(ClusterConfig cluster, PrometheusMeterRegistry registry) {
        VertxOptions options = new VertxOptions()
                .setPreferNativeTransport(false)
                // Vert.x's own choice is two to a core: then every hop from requests to accounts and back is a switch.
                .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors())
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false))
                .setEventBusOptions(new EventBusOptions()
                        .setHost(cluster.joins() ? cluster.host() : LOOPBACK)
                        .setPort(cluster.joins() ? cluster.eventBusPort() : 0));
        MicrometerMetricsOptions metrics = new MicrometerMetricsOptions().setEnabled(true);
        // Our own meters measure requests; counting every connection, message and verticle again costs more than it
        // tells.
        for (MetricsDomain domain : MetricsDomain.values()) {
            if (domain != MetricsDomain.NAMED_POOLS) {
                metrics.addDisabledMetricsCategory(domain);
            }
        }
        return Vertx.builder()
                .with(options.setMetricsOptions(metrics))
                .withMetrics(new MicrometerMetricsFactory(registry))
                .withClusterManager(new HazelcastClusterManager(hazelcast(cluster)))
                .buildClustered();
    }

    private static Config hazelcast(ClusterConfig cluster) {
        // Whoever knocks at a node that joins nobody must find a stranger, or it would take the two for one cluster at
        // odds with itself.
        String name = cluster.joins() ? cluster.name() : cluster.name() + "-alone-" + UUID.randomUUID();
        Config config = new Config()
                .setClusterName(name)
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.shutdownhook.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.heartbeat.interval.seconds", "2")
                .setProperty("hazelcast.max.no.heartbeat.seconds", "15")
                .setProperty("hazelcast.merge.first.run.delay.seconds", "10")
                .setProperty("hazelcast.merge.next.run.delay.seconds", "5")
                .addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                        .setBackupCount(1)
                        .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET))
                .addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1))
                .addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
        config.getJetConfig().setEnabled(false);
        config.getSerializationConfig().setJavaSerializationFilterConfig(onlyWhatMembersSend());
        join(config.getNetworkConfig(), cluster);
        return config;
    }

    private static void join(NetworkConfig network, ClusterConfig cluster) {
        String host = cluster.joins() ? cluster.host() : LOOPBACK;
        network.setPort(cluster.port()).setPortAutoIncrement(true);
        network.getInterfaces().setEnabled(true).addInterface(host);
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(cluster.joins());
        if (cluster.joins()) {
            List<String> members = cluster.members().isEmpty() ? List.of(host) : cluster.members();
            join.getTcpIpConfig().setMembers(members);
        }
    }

    /** Nothing of ours travels as a serialised Java object; what Hazelcast and Vert.x need is named. */
    private static JavaSerializationFilterConfig onlyWhatMembersSend() {
        JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
        filter.setDefaultsDisabled(true);
        filter.getWhitelist()
                .addPrefixes("com.hazelcast.", "io.vertx.spi.cluster.hazelcast.", "java.lang.", "java.util.");
        return filter;
    }
}
