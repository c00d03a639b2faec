package dev.synfin.cli;

import dev.synfin.scenario.CallEvents;
import dev.synfin.socket.CallListener;
import dev.synfin.timeline.CallLinesWriter;
import dev.synfin.track.Side;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file that {@code --calls} names, if it names one. */
final class CallsFile implements Closeable {
  private final Side side;
  private final @Nullable CallLinesWriter lines;

  private CallsFile(Side side, @Nullable CallLinesWriter lines) {
    this.side = side;
    this.lines = lines;
  }

  static CallsFile open(@Nullable Path file, Side side) throws IOException {
    return new CallsFile(side, file == null ? null : new CallLinesWriter(OutputFile.require(file)));
  }

  CallListener listener() {
    var writer = lines;
    return writer == null ? CallListener.NONE : call -> writer.write(CallEvents.of(side, call));
  }

  @Override
  public void close() throws IOException {
    if (lines != null) {
      lines.close();
    }
  }
}
