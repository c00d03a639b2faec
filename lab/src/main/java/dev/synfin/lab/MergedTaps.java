package dev.synfin.lab;

import dev.synfin.lab.TapSession.Mark;
import dev.synfin.timeline.EventOptions;
import dev.synfin.timeline.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Several taps as one. */
record MergedTaps(List<WireTap> taps) implements Wire {

  MergedTaps {
    if (taps.isEmpty()) {
      throw new IllegalArgumentException("There is no tap to merge.");
    }
  }

  @Override
  public Timeline timeline() {
    List<Mark> ends = marks();
    return between(ends.stream().map(end -> Mark.BEGINNING).toList(), ends);
  }

  @Override
  public <E extends Exception> Timeline timelineOf(Block<E> block) throws E {
    List<Mark> before = marks();
    block.run();
    return between(before, marks());
  }

  private List<Mark> marks() {
    return SharedMoment.of(taps.stream().<Supplier<Mark>>map(tap -> tap::mark).toList());
  }

  private Timeline between(List<Mark> from, List<Mark> to) {
    List<Kept.Part> parts = parts(from, to);
    return Origins.note(merged(parts), Kept.of(parts));
  }

  private List<Kept.Part> parts(List<Mark> from, List<Mark> to) {
    var parts = new ArrayList<Kept.Part>();
    for (int i = 0; i < taps.size(); i++) {
      parts.add(new Kept.Part(taps.get(i).session(), from.get(i), to.get(i)));
    }
    return parts;
  }

  private static Timeline merged(List<Kept.Part> parts) {
    return SideView.merge(
        parts.stream()
            .map(p ->
                new SideView(
                    p.session(), p.session().between(p.from(), p.to(), EventOptions.DEFAULT)))
            .toList());
  }

  @Override
  public Live live() {
    return new Live(new Watched(this, taps.stream().map(WireTap::session).toList()));
  }

  /** Looks at all of them whenever one has a frame more. */
  private record Watched(MergedTaps taken, List<TapSession> sessions) implements Live.Source {
    private static final Duration LOOK = Duration.ofMillis(5);

    /** At one moment: what one tap has and the other has yet to send is not lost. */
    @Override
    public Timeline soFar() {
      List<Mark> ends = taken.marks();
      return merged(taken.parts(ends.stream().map(end -> Mark.BEGINNING).toList(), ends));
    }

    @Override
    public long frames() {
      return sessions.stream().mapToLong(TapSession::frames).sum();
    }

    @Override
    public void awaitMore(long than, Duration atMost) {
      long deadline = System.nanoTime() + atMost.toNanos();
      long[] seen = sessions.stream().mapToLong(TapSession::frames).toArray();
      while (frames() <= than && !hasEnded() && System.nanoTime() < deadline) {
        IntStream.range(0, seen.length)
            .forEach(i -> sessions.get(i).awaitFrameAfter(seen[i], LOOK));
      }
    }

    @Override
    public boolean hasEnded() {
      return sessions.stream().allMatch(TapSession::hasEnded);
    }
  }
}
