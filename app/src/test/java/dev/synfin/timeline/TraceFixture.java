package dev.synfin.timeline;

import dev.synfin.track.AnalysisFlag;
import dev.synfin.track.Handshake;
import dev.synfin.track.Phase;
import dev.synfin.track.Protocol;
import dev.synfin.track.Roles;
import dev.synfin.track.Side;
import dev.synfin.track.TcpState;
import dev.synfin.track.Teardown;
import dev.synfin.track.Traffic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a connection of a trace, one event a line:
 *
 * <pre>
 *  0.000000 > S  0:0(0) win 64240 <mss 1460> | SYN-SENT -
 * +0.000112 < S. 0:0(0) ack 1 win 65160      | SYN-SENT SYN-RECEIVED
 * +0.000031 > .  1:1(0) ack 1                | ESTABLISHED ESTABLISHED
 * +0.000100 C send ["hello"] = 5 us 12
 * +0.000010 > P. 1:6(5) ack 1 "hello"        | = = # retransmission of 3 rto
 * +0.000010 > udp 5 "hello"
 * +0.000020 < icmp 3/3
 * </pre>
 *
 * States are the client's and the server's after the segment; {@code =} means as before.
 */
public final class TraceFixture {
  public static final Instant START = Instant.parse("2026-11-01T12:00:00.000000001Z");
  private static final Pattern LINE =
      Pattern.compile("(\\+?-?[0-9.]+) ([<>CS]) (.*?)(?: *\\| (\\S+) (\\S+))?(?: *# (.*))?");
  private static final Pattern SEGMENT =
      Pattern.compile(
          "([SFRPUEW.-]+) +([0-9]+):[0-9]+\\(([0-9]+)\\)(?: ack ([0-9]+))?(?: win ([0-9]+))?"
              + "(?: <(.*?)>)?(?: \"(.*)\")?");
  private static final Pattern CALL =
      Pattern.compile("(\\w+) (\\[.*?\\])(?: = (.*?))?(?: ! (\\w+))?(?: us ([0-9]+))?");

  private final List<Event> events = new ArrayList<>();
  private final List<StateChange> clientStates = new ArrayList<>();
  private final List<StateChange> serverStates = new ArrayList<>();
  private Protocol protocol = Protocol.TCP;
  private long tNs;
  private long frame;
  private int clientId = 100;
  private int serverId = 5000;
  private @Nullable TcpState client;
  private @Nullable TcpState server;
  private Phase phase = Phase.HANDSHAKE;

  private TraceFixture() {}

  /** The connection that this trace tells. */
  public static Connection connection(String trace) {
    var fixture = new TraceFixture();
    trace.lines().map(String::strip).filter(l -> !l.isEmpty()).forEach(fixture::read);
    return fixture.toConnection();
  }

  /** A timeline of a file with these connections. */
  public static Timeline timeline(Connection... connections) {
    return Timeline.of(List.of(capture("file", null)), List.of(connections));
  }

  /** A capture by this id. */
  public static Capture capture(String id, Capture.@Nullable Vantage vantage) {
    return new Capture(
        id,
        vantage == null ? Capture.Source.FILE : Capture.Source.LIVE,
        vantage == null ? "trace.pcap" : "eth0",
        vantage,
        null,
        null,
        null,
        "EN10MB",
        262144,
        Capture.Precision.NANO,
        START,
        START.plusSeconds(1),
        new Capture.Frames(10, 10, 0, 0, 0, 0),
        new Capture.Evicted(0, 0),
        vantage == null ? null : new Capture.Dropped(0L, 0L),
        vantage == null ? null : true,
        null);
  }

  private void read(String line) {
    var m = match(LINE, line);
    var time = m.group(1);
    var ns = Math.round(Double.parseDouble(time.replace("+", "")) * 1e9);
    tNs = time.startsWith("+") ? tNs + ns : ns;
    var what = m.group(3);
    switch (m.group(2)) {
      case "C" -> call(Side.CLIENT, what);
      case "S" -> call(Side.SERVER, what);
      case ">" -> packet(Side.CLIENT, what, m);
      default -> packet(Side.SERVER, what, m);
    }
  }

  private static void note(List<StateChange> log, @Nullable TcpState state, long frame, long tNs) {
    if (state != null && (log.isEmpty() || log.getLast().state() != state)) {
      log.add(new StateChange(state, frame, tNs));
    }
  }

  private void packet(Side from, String what, Matcher line) {
    frame++;
    if (what.startsWith("udp ")) {
      datagram(from, what.substring(4));
    } else if (what.startsWith("icmp ")) {
      icmp(from, what.substring(5));
    } else {
      client = state(line.group(4), client);
      server = state(line.group(5), server);
      note(clientStates, client, frame, tNs);
      note(serverStates, server, frame, tNs);
      segment(from, match(SEGMENT, what), line.group(6));
    }
  }

  private void segment(Side from, Matcher m, @Nullable String remark) {
    var flags = TraceWords.flags(m.group(1));
    var len = Integer.parseInt(m.group(3));
    var seq = Long.parseLong(m.group(2));
    var ack = m.group(4) == null ? null : Long.valueOf(m.group(4));
    var win = m.group(5) == null ? 64240 : Integer.parseInt(m.group(5));
    if (flags.contains(Flag.FIN) || flags.contains(Flag.RST)) {
      phase = Phase.TEARDOWN;
    } else if (len > 0 && phase == Phase.HANDSHAKE) {
      phase = Phase.DATA;
    }
    var payload = m.group(7);
    events.add(
        new SegmentEvent(
            frame,
            tNs,
            from,
            flags,
            seq,
            ack,
            seq + initialSeq(from),
            ack == null ? null : ack + initialSeq(from.peer()),
            len,
            win,
            win,
            TraceWords.options(m.group(6)),
            phase,
            client,
            server,
            TraceWords.analysis(remark),
            TraceWords.retransmission(remark),
            TraceWords.probe(remark),
            null,
            null,
            null,
            null,
            64,
            from == Side.CLIENT ? clientId++ : serverId++,
            List.of(new Layer("ethernet", 0, 14), new Layer("ipv4", 14, 20)),
            payload == null ? null : new Payload(payload, null, null),
            List.of(),
            null));
  }

  private void datagram(Side from, String what) {
    protocol = Protocol.UDP;
    var text = what.substring(what.indexOf('"') + 1, what.length() - 1);
    events.add(
        new DatagramEvent(
            frame,
            tNs,
            from,
            text.getBytes(StandardCharsets.UTF_8).length,
            64,
            clientId++,
            List.of(),
            new Payload(text, null, null),
            List.of(),
            null));
  }

  private static long initialSeq(Side side) {
    return side == Side.CLIENT ? 1000 : 2000;
  }

  private void icmp(Side from, String what) {
    var numbers = Pattern.compile("/").split(what, -1);
    var type = Integer.parseInt(numbers[0]);
    var code = Integer.parseInt(numbers[1]);
    events.add(
        new IcmpEvent(
            frame,
            tNs,
            from,
            "10.0.0.2",
            4,
            type,
            code,
            IcmpMeaning.of(4, type, code),
            64,
            1,
            List.of(),
            List.of(),
            null));
  }

  private void call(Side side, String what) {
    var m = match(CALL, what);
    var result = m.group(3);
    events.add(
        new CallEvent(
            side,
            tNs,
            null,
            m.group(5) == null ? 10_000L : Long.parseLong(m.group(5)) * 1000,
            m.group(1),
            Json.MAPPER.readValue(m.group(2), List.class),
            result == null ? null : Json.MAPPER.readValue(result, Object.class),
            m.group(4),
            4711L,
            3,
            null,
            null));
  }

  private Connection toConnection() {
    var last = events.isEmpty() ? 0L : tNs;
    return new Connection(
        0,
        protocol,
        new Endpoint("10.0.0.1", 40000, "client"),
        new Endpoint("10.0.0.2", 8080, "server"),
        Roles.SYN,
        new CommunityId().of(6, new byte[] {10, 0, 0, 1}, 40000, new byte[] {10, 0, 0, 2}, 8080),
        START,
        last,
        "SF",
        "ShADadFf",
        protocol == Protocol.TCP ? 31 : null,
        handshake(),
        teardown(),
        new Sides<>(traffic(Side.CLIENT), traffic(Side.SERVER)),
        counts(),
        new FinalState(client, server),
        new Sides<>(clientStates, serverStates),
        List.of(),
        events);
  }

  private @Nullable Handshake handshake() {
    var syn = first(Side.CLIENT, Flag.SYN);
    var synAck = first(Side.SERVER, Flag.SYN);
    if (syn == null || synAck == null) {
      return null;
    }
    return new Handshake(
        synAck.has(Flag.SYN) ? Handshake.Kind.THREE_WAY : Handshake.Kind.REFUSED,
        new Handshake.Frames(syn.frame(), synAck.frame(), synAck.frame() + 1),
        synAck.tNs() - syn.tNs(),
        31_000L,
        synAck.tNs() - syn.tNs() + 31_000L,
        all(Side.CLIENT, Flag.SYN).size() - 1,
        all(Side.SERVER, Flag.SYN).size() - 1,
        new Handshake.Options(1460, 7, true, true, false),
        new Handshake.Options(1460, 7, true, true, false));
  }

  private @Nullable Teardown teardown() {
    var clientFin = first(Side.CLIENT, Flag.FIN);
    var serverFin = first(Side.SERVER, Flag.FIN);
    if (clientFin == null || serverFin == null) {
      return null;
    }
    var clientFirst = clientFin.frame() < serverFin.frame();
    return new Teardown(
        Teardown.Kind.FIN,
        clientFirst ? Side.CLIENT : Side.SERVER,
        new Teardown.Frames(clientFin.frame(), null, serverFin.frame(), frame),
        (int) Math.min(4, frame - Math.min(clientFin.frame(), serverFin.frame()) + 1),
        Math.abs(serverFin.tNs() - clientFin.tNs()),
        clientFirst ? Side.CLIENT : Side.SERVER,
        null,
        null);
  }

  private @Nullable SegmentEvent first(Side from, Flag flag) {
    var all = all(from, flag);
    return all.isEmpty() ? null : all.getFirst();
  }

  private List<SegmentEvent> all(Side from, Flag flag) {
    var segments = events.stream().filter(e -> e.by() == from && e instanceof SegmentEvent);
    return segments.map(SegmentEvent.class::cast).filter(s -> s.has(flag)).toList();
  }

  private Traffic traffic(Side side) {
    var frames = 0L;
    var bytes = 0L;
    var retransmitted = 0L;
    for (var event : events) {
      if (event instanceof SegmentEvent s && s.from() == side) {
        frames++;
        bytes += s.len();
        retransmitted += s.retransmission() == null ? 0 : 1;
      }
    }
    return new Traffic(frames, bytes, retransmitted, 0);
  }

  private Map<AnalysisFlag, Integer> counts() {
    var counts = new EnumMap<AnalysisFlag, Integer>(AnalysisFlag.class);
    for (var event : events) {
      if (event instanceof SegmentEvent s) {
        s.analysis().forEach(flag -> counts.merge(flag, 1, Integer::sum));
      }
    }
    return counts;
  }

  private static @Nullable TcpState state(@Nullable String name, @Nullable TcpState before) {
    if (name == null || name.equals("=")) {
      return before;
    }
    return name.equals("-") ? null : TcpState.valueOf(name.replace('-', '_'));
  }

  private static Matcher match(Pattern pattern, String text) {
    var matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Not in the notation: " + text);
    }
    return matcher;
  }
}
