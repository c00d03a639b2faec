package dev.synfin.render;

/** What a piece of text is, and the ANSI colour that says so (ECMA-48, 8.3.117). */
enum Style {
  PLAIN(""),
  HEADING("1"),
  FAINT("2"),
  STATE("32"),
  CALL("36"),
  KERNEL("34"),
  PAYLOAD("35"),
  WARNING("33"),
  TROUBLE("1;31");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** The text between the escapes that switch the colour on and off. */
  String paint(String text) {
    return this == PLAIN || text.isBlank() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
