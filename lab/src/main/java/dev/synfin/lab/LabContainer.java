package dev.synfin.lab;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.DockerObjectAccessor;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A container of the lab, with no more rights than its part needs: all capabilities dropped, no new
 * privileges, a root file system that cannot be written.
 */
final class LabContainer extends GenericContainer<LabContainer> {
  static final String MEETING = "/run/synfin";

  private final List<Capability> capabilities = new ArrayList<>();
  private final String volume;
  private boolean root;
  private boolean writesKernelSettings;

  LabContainer(DockerImageName image, String volume) {
    super(image);
    this.volume = volume;
    withImagePullPolicy(name -> false);
    withLabels(Owner.ownLabels());
    withCreateContainerCmdModifier(this::confine);
  }

  /** Joins the network namespace of a host that has been started. */
  LabContainer in(LabContainer host) {
    return withNetworkMode("container:" + host.getContainerId());
  }

  /**
   * Starts as root with these capabilities; the entrypoint gives up what its part does not need.
   */
  LabContainer asRootWith(Capability... granted) {
    root = true;
    capabilities.addAll(List.of(granted));
    return this;
  }

  /** Leaves {@code /proc/sys} writable, as a setup needs it. */
  LabContainer writingKernelSettings() {
    writesKernelSettings = true;
    return this;
  }

  private void confine(CreateContainerCmd create) {
    if (root) {
      create.withUser("0:0");
    }
    HostConfig config = Objects.requireNonNull(create.getHostConfig());
    config
        .withCapDrop(Capability.ALL)
        .withCapAdd(capabilities.toArray(Capability[]::new))
        .withSecurityOpts(List.of("no-new-privileges:true"))
        .withReadonlyRootfs(true)
        .withTmpFs(Map.of("/tmp", "size=64m"))
        .withBinds(new Bind(volume, new Volume(MEETING)));
    if (writesKernelSettings) {
      // what the command line calls systempaths=unconfined; the client library has no name for it
      DockerObjectAccessor.overrideRawValue(config, "MaskedPaths", List.of());
      DockerObjectAccessor.overrideRawValue(config, "ReadonlyPaths", List.of());
    }
  }
}
