package dev.synfin.scenario;

import dev.synfin.socket.Call;
import dev.synfin.timeline.CallEvent;
import dev.synfin.track.Side;

/** Socket calls as the timeline has them. */
public final class CallEvents {
  private CallEvents() {}

  /** One call of one side's program; its place on a connection's clock is found later. */
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
        call.fd() < 0 ? null : call.fd(),
        call.local(),
        call.remote());
  }
}
