package dev.synfin.socket;

/** Hears of each call when it has returned, on the thread that made it. */
@FunctionalInterface
public interface CallListener {
  /** Hears of none. */
  CallListener NONE = call -> {};

  void called(Call call);
}
