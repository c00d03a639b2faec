package dev.synfin.cli;

import dev.synfin.timeline.ScenarioResult.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes runs as the XML that build servers read as test results. */
record JunitReport(List<Played> runs) {

  void write(Path file) throws IOException {
    OutputFile.replace(file, out -> write(file, out));
  }

  private void write(Path file, OutputStream out) throws IOException {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      suite(xml);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException("The JUnit report " + file + " cannot be written: " + e, e);
    }
  }

  private void suite(XMLStreamWriter xml) throws XMLStreamException {
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", "synfin");
    xml.writeAttribute("tests", Integer.toString(runs.size()));
    xml.writeAttribute("failures", count(Result.FAILED));
    xml.writeAttribute("errors", count(Result.ERROR));
    xml.writeAttribute("skipped", count(Result.SKIPPED));
    xml.writeAttribute("time", seconds(runs.stream().mapToLong(r -> r.took().toMillis()).sum()));
    var times = new HashMap<String, Integer>();
    for (Played run : runs) {
      int time = times.merge(run.name(), 1, Integer::sum);
      testCase(xml, run, time == 1 ? run.name() : run.name() + ", run " + time);
    }
    xml.writeEndElement();
  }

  private String count(Result result) {
    return Long.toString(runs.stream().filter(r -> r.result().result() == result).count());
  }

  private static void testCase(XMLStreamWriter xml, Played run, String name)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute(
        "classname", "synfin." + Objects.requireNonNullElse(run.result().stage(), "run"));
    xml.writeAttribute("name", name);
    xml.writeAttribute("time", seconds(run.took().toMillis()));
    switch (run.result().result()) {
      case PASSED -> {}
      case SKIPPED -> {
        xml.writeStartElement("skipped");
        xml.writeAttribute("message", legal(String.join("; ", run.complaints())));
        xml.writeEndElement();
      }
      case FAILED -> problem(xml, "failure", run);
      case ERROR -> problem(xml, "error", run);
    }
    xml.writeEndElement();
  }

  private static void problem(XMLStreamWriter xml, String kind, Played run)
      throws XMLStreamException {
    xml.writeStartElement(kind);
    xml.writeAttribute("message", legal(String.join("; ", run.complaints())));
    xml.writeCharacters(legal(Report.of(run.timeline(), Text.forAFile())));
    xml.writeEndElement();
  }

  /** What came over a wire may hold characters that no XML may, not even escaped (XML 1.0, 2.2). */
  private static String legal(String text) {
    return text.codePoints()
        .map(c -> isLegal(c) ? c : '\uFFFD')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isLegal(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c < 0xD800)
        || (c > 0xDFFF && c < 0xFFFE)
        || c > 0xFFFF;
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1e3);
  }
}
