package dev.synfin.timeline;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/** How a document lies on the page: indented down to the events, and each event on one line. */
final class Layout extends DefaultPrettyPrinter {
  private static final long serialVersionUID = 1;

  /** {@code connections}, a connection, {@code events}, an event. */
  private static final int DEEPEST = 4;

  Layout() {
    super(
        Separators.createDefaultInstance()
            .withObjectNameValueSpacing(Separators.Spacing.AFTER)
            .withObjectEntrySpacing(Separators.Spacing.NONE)
            .withArrayElementSpacing(Separators.Spacing.NONE)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator(""));
    _objectIndenter = new Lines();
    _arrayIndenter = new Lines();
  }

  @Override
  public DefaultPrettyPrinter createInstance() {
    return new Layout();
  }

  @Override
  public void writeEndObject(JsonGenerator json, int entries) {
    if (_nesting > DEEPEST && entries > 0) {
      _nesting--;
      json.writeRaw(" }");
    } else {
      super.writeEndObject(json, entries);
    }
  }

  @Override
  public void writeEndArray(JsonGenerator json, int elements) {
    if (_nesting > DEEPEST && elements > 0) {
      _nesting--;
      json.writeRaw(" ]");
    } else {
      super.writeEndArray(json, elements);
    }
  }

  private static final class Lines implements Indenter {
    @Override
    public void writeIndentation(JsonGenerator json, int level) {
      json.writeRaw(level > DEEPEST ? " " : "\n" + "  ".repeat(level));
    }

    @Override
    public boolean isInline() {
      return false;
    }
  }
}
