package dev.synfin.stage;

import java.io.IOException;

/** A scenario needs something that this machine cannot do: it is skipped, with this reason. */
final class ImpossibleException extends IOException {
  private static final long serialVersionUID = 1;

  ImpossibleException(String reason, IOException cause) {
    super(reason, cause);
  }

  ImpossibleException(String reason) {
    super(reason);
  }
}
