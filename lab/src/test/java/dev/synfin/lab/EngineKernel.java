package dev.synfin.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.util.concurrent.TimeUnit;

/** What the kernel under the engine's containers can do, which is not always that of the tests. */
final class EngineKernel {
  private EngineKernel() {}

  /** Whether it has {@code sch_netem}: asked of itself, in a container's own network. */
  static boolean delays() {
    DockerClient client = Engine.client();
    var host = HostConfig.newHostConfig().withNetworkMode("none").withCapAdd(Capability.NET_ADMIN);
    String id =
        client
            .createContainerCmd(LabImage.present().asCanonicalNameString())
            .withHostConfig(host)
            .withUser("0")
            .withLabels(Owner.labels())
            .withEntrypoint("tc", "qdisc", "add", "dev", "lo", "root", "netem", "delay", "1ms")
            .exec()
            .getId();
    try {
      client.startContainerCmd(id).exec();
      var ended = client.waitContainerCmd(id).exec(new WaitContainerResultCallback());
      return ended.awaitStatusCode(60, TimeUnit.SECONDS) == 0;
    } finally {
      client.removeContainerCmd(id).withForce(true).exec();
    }
  }
}
