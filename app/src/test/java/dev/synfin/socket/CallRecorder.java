package dev.synfin.socket;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the calls that it hears of, in their order. */
final class CallRecorder implements CallListener {
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  @Override
  public void called(Call call) {
    calls.add(call);
  }

  Call last() {
    return calls.getLast();
  }

  /** Each call's name. */
  List<String> names() {
    return calls.stream().map(Call::call).toList();
  }

  /** The call of this name that came first. */
  Call first(String name) {
    return calls.stream().filter(call -> call.call().equals(name)).findFirst().orElseThrow();
  }
}
