package dev.synfin.scenario;

import dev.synfin.socket.Call;
import dev.synfin.timeline.CallEvent;
import dev.synfin.track.Side;

/** Makes timeline events of socket calls. */
public final class CallEvents {
  private CallEvents() {}

  /** The event for a call that this side's program made; it belongs to no connection yet. */
  public static CallEvent of(Side side, Call call) {
    return new CallEvent(
        side,
        null,
        call.at(),
        call.durationNs(),
        call.call(),
        call.args(),
        call.result(),
        call.error(),
        call.pid(),
        call.fd(),
        call.local(),
        call.remote());
  }
}
