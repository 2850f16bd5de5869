package org.offhook.tests.opensearch;

import java.util.concurrent.CountDownLatch;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * One node of a cluster, in this process until it is killed. Arguments: folder, name, address, port
 * of HTTP, port of the cluster, roles, addresses of all nodes, name of the first cluster manager.
 */
final class OpenSearchNode {
    private OpenSearchNode() {}

    public static void main(String[] args) throws Exception {
        var runner = new OpenSearchRunner();
        runner.setMaxHttpPort(-1); // any port
        runner.onBuild((_, settings) -> {
            settings.put("node.name", args[1]);
            settings.put("network.host", args[2]);
            settings.put("http.port", args[3]);
            settings.put("transport.port", args[4]);
            settings.putList("node.roles", args[5].split(","));
            settings.put("discovery.type", "zen");
            settings.putList("discovery.seed_hosts", args[6].split(","));
            settings.putList("cluster.initial_cluster_manager_nodes", args[7]);
            // Disks of those who run tests are often nearly full.
            settings.put("cluster.routing.allocation.disk.threshold_enabled", "false");
        });
        runner.build(
                OpenSearchRunner.newConfigs()
                        .basePath(args[0])
                        .numOfNode(1)
                        .clusterName("offhook-tests")
                        .useLogger()
                        // Of the modules only what is used: the others cost a quarter of the start.
                        .moduleTypes("org.opensearch.transport.Netty4ModulePlugin")
                        .pluginTypes("org.opensearch.knn.plugin.KNNPlugin"));
        new CountDownLatch(1).await();
    }
}
