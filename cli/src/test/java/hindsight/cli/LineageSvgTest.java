package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.graph.LineageGraph;
import hindsight.graph.LineageGraph.Node;
import hindsight.graph.TracedTable;
import hindsight.graph.TracedTable.Kind;
import hindsight.relation.analysis.Derivation;
import hindsight.relation.analysis.Lineage;
import hindsight.relation.analysis.Origin;
import hindsight.run.Trace;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class LineageSvgTest {
    private static final String ODD = "a <b> & \"c\"\n'd' \u0001";

    @Test
    void isXmlWhateverNamesThereAre() throws Exception {
        LineageGraph graph = new LineageGraph(List.of(source(ODD, ODD), model("m", ODD, ODD)));
        Trace.Result traced = new Trace.Result(graph, Node.of("m", "x"), 1);

        Document svg = xml(LineageSvg.of(traced));

        assertThat(svg.getElementsByTagName("script").getLength()).isZero();
        NodeList paths = svg.getElementsByTagName("path");
        assertThat(paths.item(0).getTextContent())
                .startsWith("a <b> & \"c\"\\n'd' ")
                .endsWith(" becomes m.x");
    }

    @Test
    void standsEachTableRightOfWhatItReadsWithoutOverlap() {
        List<TracedTable> tables = new ArrayList<>(List.of(source("s", "x"), source("t", "x")));
        tables.add(model("a", "s", "x"));
        tables.add(model("b", "t", "x"));
        tables.add(model("c", "a", "x"));
        tables.add(model("d", "s", "x"));
        LineageLayout layout = LineageLayout.of(new Trace.Result(new LineageGraph(tables), Node.of("s", "x"), 1));

        assertThat(layout.boxes()).extracting(box -> box.table().name()).containsExactly("s", "a", "d", "c");
        layout.links()
                .forEach(link -> assertThat(layout.box(link.from()).x()
                                + layout.box(link.from()).width())
                        .isLessThan(layout.box(link.to()).x()));
        LineageLayout.Box a = layout.box(Node.of("a"));
        LineageLayout.Box d = layout.box(Node.of("d"));
        assertThat(a.x()).isEqualTo(d.x());
        assertThat(a.y() + a.height()).isLessThan(d.y());
    }

    private static TracedTable source(String name, String column) {
        return new TracedTable(
                name,
                Kind.SOURCE,
                true,
                List.of(new Column(column, DataType.BIGINT)),
                List.of(),
                new TracedTable.Trace.Outside());
    }

    private static TracedTable model(String name, String input, String column) {
        Derivation made = new Derivation(Set.of(new Origin(input, column)), Set.of());
        return new TracedTable(
                name,
                Kind.MODEL,
                true,
                List.of(new Column("x", DataType.BIGINT)),
                List.of(input),
                new TracedTable.Trace.Known(new Lineage.Result(List.of(made), Set.of())));
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }
}
