package dev.synfin.render;

import dev.synfin.track.Side;

/** The characters that a ladder is drawn with; each one column wide. */
record Glyphs(
    String line,
    String bar,
    String fromClient,
    String toServer,
    String fromServer,
    String toClient,
    String lost,
    String noteOfClient,
    String noteOfServer,
    String more,
    String elided,
    String dot,
    String good,
    String bad,
    String micro) {

  static final Glyphs UNICODE =
      new Glyphs("─", "│", "├", "▶", "┤", "◀", "✗", "╰", "╯", "…", "⋮", "·", "✓", "✗", "µ");
  static final Glyphs ASCII =
      new Glyphs("-", "|", "|", ">", "|", "<", "X", "\\", "/", "~", ":", "-", "+", "X", "u");

  /** The sign before a note about a packet from this side. */
  String noteOf(Side from) {
    return from == Side.CLIENT ? noteOfClient : noteOfServer;
  }

  static Glyphs of(RenderOptions options) {
    return options.ascii() ? ASCII : UNICODE;
  }
}
