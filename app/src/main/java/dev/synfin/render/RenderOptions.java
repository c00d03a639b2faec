package dev.synfin.render;

/**
 * What the place where the text goes can show.
 *
 * @param columns its width; 60 to 110 are used
 * @param colour whether it understands ANSI escapes
 * @param ascii whether it shows nothing but ASCII
 */
public record RenderOptions(int columns, boolean colour, boolean ascii) {
  private static final int NARROWEST = 60;
  private static final int WIDEST = 110;

  /** 80 columns, Unicode, no colour. */
  public static final RenderOptions DEFAULT = new RenderOptions(80, false, false);

  public RenderOptions {
    columns = Math.clamp(columns, NARROWEST, WIDEST);
  }

  /** The same for another width. */
  public RenderOptions withColumns(int width) {
    return new RenderOptions(width, colour, ascii);
  }

  /** The same with or without colour. */
  public RenderOptions withColour(boolean wanted) {
    return new RenderOptions(columns, wanted, ascii);
  }

  /** The same with or without characters beyond ASCII. */
  public RenderOptions withAscii(boolean wanted) {
    return new RenderOptions(columns, colour, wanted);
  }
}
